package io.calmend.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.AccessGain.Access;
import io.calmend.vocabulary.RegistryView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessGainTest {

    private static final String EVERYONE = "S-1-1-0";
    private static final String USERS = "S-1-5-32-545";

    /** As Windows sets the key up, where users only read. */
    private static final String READ_ONLY = "O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";

    /** As a client has it that renews its licences by itself. */
    private static final String USERS_WRITE =
            "O:BAG:SYD:AI(A;CI;CCDCLCSWRPRC;;;BU)(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";

    private static final String SYSTEM_ONLY = "O:SYG:SYD:PAI(A;CI;KA;;;SY)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    O:BAG:SYD:AI(A;CI;KA;;;WD)                             | S-1-1-0      | CONTROL
                    O:BAG:SYD:AI(A;;0xf003f;;;S-1-1-0)                     | S-1-1-0      | CONTROL
                    O:BAG:SYD:AI(A;;GA;;;WD)                               | S-1-1-0      | CONTROL
                    O:BAG:SYD:AI(A;;WD;;;BU)                               | S-1-5-32-545 | CONTROL
                    O:BAG:SYD:AI(A;;WO;;;AU)                               | S-1-5-11     | CONTROL
                    O:BAG:SYD:AI(A;;KW;;;BU)                               | S-1-5-32-545 | CHANGE
                    O:BAG:SYD:AI(A;;SD;;;BU)                               | S-1-5-32-545 | CHANGE
                    O:BAG:SYD:AI(A;;KR;;;WD)                               | S-1-1-0      | READ
                    O:BAG:SYD:AI(A;;KW;;;S-1-5-21-1-2-3-1104)              | S-1-5-21-1-2-3-1104 | CHANGE
                    O:S-1-5-21-1-2-3-1104G:SYD:AI(A;;KA;;;BA)              | S-1-5-21-1-2-3-1104 | CONTROL
                    O:BAG:SYD:AI(D;;KW;;;BU)(A;;KA;;;WD)                   | S-1-1-0      | CONTROL
                    O:BAG:SYD:AI(XA;;KW;;;WD;(Member_of {SID(BA)}))        | S-1-1-0      | CHANGE
                    O:BAG:SYD:NO_ACCESS_CONTROL                            | S-1-1-0      | CONTROL
                    nothing that Windows writes                            | S-1-1-0      | CONTROL
                    """)
    void whoGainsWhat(String after, String who, Access access) {
        assertThat(gains(SYSTEM_ONLY, after))
                .contains(new AccessGain(RegistryView.REGISTRY64, MsLicensing.STORE, who, access, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {READ_ONLY, USERS_WRITE, SYSTEM_ONLY, "O:SYG:SYD:PAI(D;;KA;;;WD)"})
    void nothingIsGainedWhereNothingChanges(String sddl) {
        assertThat(gains(sddl, sddl)).isEmpty();
        assertThat(gains(USERS_WRITE, sddl)).isEmpty();
    }

    @Test
    void sameRightsInAnotherSpellingAreNoGain() {
        assertThat(gains(
                        READ_ONLY,
                        "O:S-1-5-32-544G:SYD:(A;CI;0xf003f;;;SY)(A;CI;KA;;;S-1-5-32-544)(A;CI;0x20019;;;BU)"))
                .isEmpty();
    }

    @Test
    void usersWhoReadAndWillWriteAreNamedOnce() {
        assertThat(gains(READ_ONLY, USERS_WRITE)).containsExactly(gain(USERS, Access.CHANGE, false));
    }

    @Test
    void whatIsDeniedFirstIsNoGain() {
        assertThat(gains(SYSTEM_ONLY, "O:SYG:SYD:(D;;KA;;;WD)(A;;KA;;;BU)")).isEmpty();
    }

    @Test
    void aDenialThatGoesIsAGain() {
        assertThat(gains("O:SYG:SYD:(D;;KW;;;WD)(A;;KA;;;BU)", "O:SYG:SYD:(A;;KA;;;BU)"))
                .contains(gain(USERS, Access.CHANGE, false));
    }

    @Test
    void rightsForKeysBelowAloneAreDistinguished() {
        assertThat(gains(SYSTEM_ONLY, "O:SYG:SYD:PAI(A;CI;KA;;;SY)(A;CIIO;KA;;;BU)"))
                .containsExactly(gain(USERS, Access.CONTROL, true));
    }

    @Test
    void keyThatComesNewIsComparedWithTheOneAbove() {
        var licence = MsLicensing.STORE.child("LICENSE000");
        var before = state(READ_ONLY, List.of());
        assertThat(before.accessGainedIn(
                        state(READ_ONLY, List.of(new KeyState.Present(licence, READ_ONLY, List.of(), List.of(), 0)))))
                .isEmpty();
        assertThat(before.accessGainedIn(state(
                        READ_ONLY,
                        List.of(new KeyState.Present(licence, "O:BAG:SYD:(A;;KA;;;WD)", List.of(), List.of(), 0)))))
                .containsExactly(new AccessGain(RegistryView.REGISTRY64, licence, EVERYONE, Access.CONTROL, false));
    }

    private static AccessGain gain(String who, Access access, boolean below) {
        return new AccessGain(RegistryView.REGISTRY64, MsLicensing.STORE, who, access, below);
    }

    private static List<AccessGain> gains(String before, String after) {
        return state(before, List.of()).accessGainedIn(state(after, List.of()));
    }

    private static RegistryState state(String sddl, List<KeyState> keys) {
        var store = new KeyState.Present(MsLicensing.STORE, sddl, List.of(), keys, 0);
        return new RegistryState(List.of(new ObservedTree(
                new TreeTarget(RegistryView.REGISTRY64, MsLicensing.STORE, 5), store, StateDigest.of(store))));
    }
}
