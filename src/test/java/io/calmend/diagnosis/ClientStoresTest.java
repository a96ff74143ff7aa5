package io.calmend.diagnosis;

import static io.calmend.diagnosis.Views.USERS_READ;
import static io.calmend.diagnosis.Views.USERS_WRITE;
import static io.calmend.diagnosis.Views.absent;
import static io.calmend.diagnosis.Views.cache;
import static io.calmend.diagnosis.Views.expiredTemporary;
import static io.calmend.diagnosis.Views.licence;
import static io.calmend.diagnosis.Views.observed;
import static io.calmend.diagnosis.Views.permanent;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.licensing.ClientStore;
import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.HardwareId;
import io.calmend.licensing.LicenceDecoding;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.simulator.LicenceMaker;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientStoresTest {

    private static ClientStore read(KeyState view64) {
        return ClientStores.read(observed(view64, absent()), null);
    }

    @Test
    void aCacheIsReadWithEverythingItSays() {
        var store = read(cache(USERS_WRITE, licence(0, permanent(40)), licence(1, expiredTemporary())));

        assertThat(store.machine()).isEqualTo("PC-0421");
        assertThat(store.os()).isEqualTo("Windows 11 Enterprise 22631");
        assertThat(store.clientPrograms()).containsExactly("mstsc");
        assertThat(store.events()).hasSize(1);
        assertThat(store.view64().present()).isTrue();
        assertThat(store.view64().hardwareId())
                .isEqualTo(HardwareId.read(LicenceMaker.hardwareId("PC-0421")).orElseThrow());
        assertThat(store.view64().licences())
                .extracting(CachedLicence::key)
                .containsExactly("LICENSE000", "LICENSE001");
        assertThat(store.view64().licences())
                .allSatisfy(one -> assertThat(one.decoding()).isInstanceOf(LicenceDecoding.Decoded.class));
        assertThat(store.view64().unreadable()).isEmpty();
        assertThat(store.view64().unknown()).isEmpty();
        assertThat(store.view32().present()).isFalse();
    }

    @Test
    void descriptorsOfUsersAreThoseOfTheStore() {
        assertThat(read(cache(USERS_WRITE)).view64().writableByUsers()).isTrue();
        assertThat(read(cache(USERS_READ)).view64().writableByUsers()).isFalse();
        assertThat(read(cache("O:BAG:SYD:(D;;DCLC;;;BU)(A;CI;KA;;;WD)"))
                        .view64()
                        .writableByUsers())
                .as("denied before it is allowed")
                .isFalse();
        assertThat(read(cache("O:BAG:SYD:(A;CI;KA;;;AU)")).view64().writableByUsers())
                .isTrue();
        assertThat(read(cache("O:BAG:SYD:(A;CIIO;KA;;;BU)")).view64().writableByUsers())
                .as("only for keys below")
                .isFalse();
        assertThat(read(cache("no descriptor")).view64().writableByUsers()).isNull();
    }

    @Test
    void whatCannotBeSavedIsNamedAndWhatHidesBehindItIsNotCalledEmpty() {
        var locked = new KeyState.Unreadable(MsLicensing.STORE, "SecurityException");
        var store = read(new KeyState.Present(MsLicensing.ROOT, USERS_READ, List.of(), List.of(locked), 0));

        assertThat(store.view64().unreadable())
                .containsExactly("SOFTWARE\\Microsoft\\MSLicensing\\Store: SecurityException");
        assertThat(store.view64().unknown()).containsExactly(Part.LICENCES);
        assertThat(store.view64().writableByUsers()).isNull();

        var root = read(new KeyState.Unreadable(MsLicensing.ROOT, "SecurityException"));
        assertThat(root.view64().present()).isTrue();
        assertThat(root.view64().unknown()).containsExactlyInAnyOrder(Part.values());
    }

    @Test
    void aLostValueIsNamed() {
        var odd = new RegistryValue("Odd", new RegistryContent.Unreadable(8));

        assertThat(read(cache(USERS_WRITE, licence(0, expiredTemporary(), odd)))
                        .view64()
                        .unreadable())
                .hasSize(1)
                .allSatisfy(gap -> assertThat(gap).contains("LICENSE000", "Odd"));
    }

    @Test
    void aLicenceOfAnotherFormIsUnreadableAndNeverAnError() {
        for (var value : List.of(
                RegistryValue.text("ClientLicense", "text"),
                RegistryValue.binary("ClientLicense", new byte[0]),
                RegistryValue.binary("SomethingElse", new byte[] {1}),
                new RegistryValue("ClientLicense", new RegistryContent.Unreadable(RegistryContent.BINARY)))) {
            assertThat(read(cache(USERS_WRITE, licence(0, value))).view64().licences())
                    .singleElement()
                    .satisfies(one -> assertThat(one.decoding()).isInstanceOf(LicenceDecoding.Unreadable.class));
        }
    }

    @Test
    void keysThatAreNoLicencesAreLeftOut() {
        var other = new KeyState.Present(MsLicensing.STORE.child("Notes"), USERS_READ, List.of(), List.of(), 0);
        var lower = new KeyState.Present(
                MsLicensing.STORE.child("license001"), USERS_READ, List.of(permanent(3)), List.of(), 0);

        assertThat(read(cache(USERS_WRITE, other, lower)).view64().licences())
                .extracting(CachedLicence::key)
                .containsExactly("license001");
    }

    @Test
    void thirtyTwoBitWindowsHasOneViewAndItIsTheNativeOne() {
        var store = ClientStores.read(observed(cache(USERS_WRITE, licence(0, permanent(40))), null), 12);

        assertThat(store.view64().licences()).hasSize(1);
        assertThat(store.view32()).isNull();
        assertThat(store.clearedDaysAgo()).isEqualTo(12);
    }

    @Test
    void whatIsKeptReadsTheSameAgain() {
        var hostile = RegistryValue.text("\u202e\u0000\ud800\"\\ \ud83d\ude00", "%PATH% & `$()`\n");
        var answered = new CheckAnswer(
                new ConnectionReport(List.of()),
                observed(
                        cache(USERS_WRITE, licence(0, permanent(40), hostile)),
                        new KeyState.Unreadable(MsLicensing.ROOT, "SecurityException")),
                3,
                null,
                "");

        var document = AnswerDocument.write(answered, 4_000_000).orElseThrow();

        assertThat(AnswerDocument.read(document)).isEqualTo(answered);
        assertThat(AnswerDocument.write(AnswerDocument.read(document), 4_000_000))
                .hasValue(document);
        assertThat(AnswerDocument.write(answered, 100)).isEmpty();
    }
}
