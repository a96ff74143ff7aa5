package io.calmend.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SddlTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O:BAG:SYD:(A;;KA;;;BA)|O:S-1-5-32-544G:S-1-5-18D:(A;;0xf003f;;;S-1-5-32-544)",
                "O:BAG:SYD:(A;;KA;;;BA)|O:BAG:SYD:AI(A;;KA;;;BA)",
                "O:BAG:SYD:PAI(A;;KA;;;BA)|O:BAG:SYD:P(A;;KA;;;BA)",
                "O:BAG:SYD:(A;;KR;;;BU)|O:BAG:SYD:(A;;CCSWRPRC;;;BU)",
                "O:BAG:SYD:(A;;KA;;;BA)S:(AU;FA;KA;;;WD)|O:BAG:SYD:(A;;KA;;;BA)",
                "O:S-1-5-21-1-2-3-500G:S-1-5-21-1-2-3-513D:(A;;GA;;;WD)|O:S-1-5-21-1-2-3-500G:S-1-5-21-1-2-3-513D:(A;;KA;;;S-1-1-0)"
            })
    void sameRightsInOtherWordsAreTheSame(String one, String other) {
        assertThat(Sddl.same(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O:BAG:SYD:(A;;KA;;;BA)|O:SYG:SYD:(A;;KA;;;BA)",
                "O:BAG:SYD:(A;;KA;;;BA)|O:BAG:BAD:(A;;KA;;;BA)",
                "O:BAG:SYD:P(A;;KA;;;BA)|O:BAG:SYD:(A;;KA;;;BA)",
                "O:BAG:SYD:(A;;KA;;;BA)|O:BAG:SYD:(A;CI;KA;;;BA)",
                "O:BAG:SYD:(A;CI;KA;;;BA)|O:BAG:SYD:(A;CIID;KA;;;BA)",
                "O:BAG:SYD:(D;;KW;;;BU)(A;;KA;;;BA)|O:BAG:SYD:(A;;KA;;;BA)(D;;KW;;;BU)",
                "O:BAG:SYD:|O:BAG:SY",
                "O:BAG:SYD:(A;;KA;;;BA)|O:BAG:SYD:(A;;KR;;;BA)",
                "nonsense|other nonsense"
            })
    void otherDescriptorsAreNotTheSame(String one, String other) {
        assertThat(Sddl.same(one, other)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O:SYG:SYD:(A;;KA;;;BA)|true",
                "O:SYG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)|true",
                "O:SYG:SYD:(A;;GA;;;WD)|true",
                "O:SYG:SYD:(A;;0x10000000;;;AU)|true",
                "O:SYG:SYD:(A;;KW;;;BU)(A;;KR;;;BA)|true",
                "O:SYG:SYD:(D;;KW;;;S-1-5-21-1-2-3-500)(A;;KA;;;BA)|true",
                "O:SYG:SYD:(A;;KA;;;BA)(D;;KW;;;BU)|true",
                "O:SYG:SYD:|false",
                "O:SYG:SYD:(A;;KR;;;BA)|false",
                "O:SYG:SYD:(A;;KA;;;SY)(A;;KR;;;BA)|false",
                "O:SYG:SYD:(D;;KW;;;BU)(A;;KA;;;BA)|false",
                "O:SYG:SYD:(D;;0x2;;;S-1-1-0)(A;;KA;;;BA)|false",
                "O:SYG:SYD:(A;CIIO;KA;;;BA)|false",
                "O:BAG:SYD:(A;;KR;;;BA)|false",
                "O:SYG:SYD:(A;;KA;;;NS)|false",
                "O:SYG:SYD:(A;;KA;;;OW)|false",
                "O:BAG:SYD:(A;;KA;;;OW)|true",
                "O:SYG:SYD:(XA;;KA;;;BA;(WIN://SYSAPPID Exists))|false",
                "O:SYG:SYD:NO_ACCESS_CONTROL|true"
            })
    void writingIsLetToAdministratorsAsWindowsWould(String text, boolean let) {
        var sddl = Sddl.parse(text);
        assertThat(sddl != null && sddl.allowsAdministrators(Sddl.KEY_READ | Sddl.KEY_WRITE))
                .isEqualTo(let);
    }

    @Test
    void ownerMayAlwaysChangeTheRights() {
        var wanted = Sddl.READ_CONTROL | Sddl.WRITE_DAC;
        assertThat(parsed("O:BAG:SYD:(A;;KA;;;SY)").allowsAdministrators(wanted))
                .isTrue();
        assertThat(parsed("O:SYG:SYD:(A;;KA;;;SY)").allowsAdministrators(wanted))
                .isFalse();
        assertThat(parsed("O:BAG:SYD:(A;;KR;;;OW)").allowsAdministrators(wanted))
                .isFalse();
    }

    @Test
    void newKeyGetsWhatTheKeyAboveHandsDown() {
        var above = parsed("O:SYG:SYD:(A;;KA;;;BA)(A;CI;KR;;;BA)(A;CIIO;KA;;;CO)");
        assertThat(above.allowsAdministrators(Sddl.SET_VALUE)).isTrue();
        assertThat(above.forNewKey().allowsAdministrators(Sddl.SET_VALUE)).isTrue();
        assertThat(parsed("O:SYG:SYD:(A;CI;KA;;;SY)(A;;KA;;;BA)").forNewKey().allowsAdministrators(Sddl.SET_VALUE))
                .isFalse();
        assertThat(parsed("O:SYG:SYD:(A;;KA;;;SY)").forNewKey().allowsAdministrators(Sddl.SET_VALUE))
                .isTrue();
    }

    private static Sddl parsed(String text) {
        return Objects.requireNonNull(Sddl.parse(text));
    }
}
