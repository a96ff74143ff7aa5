package io.calmend.diagnosis;

import io.calmend.host.HostState;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.ObservationResult.HostFacts;
import io.calmend.simulator.LicenceMaker;
import io.calmend.simulator.LicenceMaker.Wish;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For tests: what a host's registry shows. */
final class Views {

    static final String USERS_WRITE = "O:BAG:SYD:AI(A;CI;CCDCLCSWRPRC;;;BU)(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)";
    static final String USERS_READ = "O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";

    private Views() {}

    static KeyState absent() {
        return new KeyState.Absent(MsLicensing.ROOT);
    }

    static KeyState.Present cache(String storeSddl, KeyState... licences) {
        var hardware = new KeyState.Present(
                MsLicensing.HARDWARE_ID,
                storeSddl,
                List.of(RegistryValue.binary("ClientHWID", LicenceMaker.hardwareId("PC-0421"))),
                List.of(),
                0);
        var store = new KeyState.Present(MsLicensing.STORE, storeSddl, List.of(), List.of(licences), 0);
        return new KeyState.Present(MsLicensing.ROOT, USERS_READ, List.of(), List.of(hardware, store), 0);
    }

    static KeyState licence(int number, RegistryValue... values) {
        return new KeyState.Present(
                MsLicensing.STORE.child("LICENSE%03d".formatted(number)), USERS_READ, List.of(values), List.of(), 0);
    }

    static RegistryValue permanent(int daysLeft) {
        var until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(daysLeft));
        return RegistryValue.binary(
                "ClientLicense",
                LicenceMaker.make(Wish.permanent("PC-0421", "j.doe", until.minus(Duration.ofDays(71)), until)));
    }

    static RegistryValue expiredTemporary() {
        return RegistryValue.binary(
                "ClientLicense",
                LicenceMaker.make(Wish.temporary(
                        "PC-0421",
                        "j.doe",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(102)))));
    }

    static ObservationResult.Observed observed(KeyState view64, @Nullable KeyState view32) {
        return new ObservationResult.Observed(
                Instant.parse("2026-06-01T08:00:00Z"),
                false,
                new HostFacts(
                        "PC-0421",
                        "Windows 11 Enterprise",
                        "22631",
                        view32 != null,
                        "en-GB",
                        List.of("mstsc"),
                        List.of(new ObservationResult.HostEvent(
                                Instant.parse("2026-06-01T07:46:00Z"), "log", "source", 1026, "(Reason= 2308)")),
                        null),
                HostState.of(List.of(
                        tree(RegistryView.REGISTRY64, view64),
                        tree(RegistryView.REGISTRY32, view32 == null ? view64 : view32))),
                List.of());
    }

    private static ObservedTree tree(RegistryView view, KeyState state) {
        return new ObservedTree(new TreeTarget(view, MsLicensing.ROOT, 6), state, StateDigest.of(state));
    }
}
