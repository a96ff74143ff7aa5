package io.calmend.diagnosis;

import io.calmend.host.HostState;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.FailureReason;
import java.time.Instant;
import java.util.List;

/** What checks came to, with every kind of key and value. */
final class SampleAnswers {

    private static final Instant MOMENT = Instant.parse("2026-07-01T10:00:00.123456Z");

    private SampleAnswers() {}

    static CheckAnswer read() {
        var hostile = RegistryValue.text("\u202e\u0000\ud800\"\\ \ud83d\ude00", "%PATH% & `$()`\n");
        return new CheckAnswer(
                new ConnectionReport(List.of(
                        new CheckedLayer(Layer.NAME, null, "192.0.2.7", 1),
                        new CheckedLayer(Layer.LANGUAGE, null, "FullLanguage", 20))),
                new ObservationResult.Observed(
                        MOMENT,
                        false,
                        new ObservationResult.HostFacts(
                                "PC-0421",
                                "Windows 11 Enterprise",
                                "22631",
                                true,
                                "en-GB",
                                List.of("mstsc"),
                                List.of(new ObservationResult.HostEvent(
                                        MOMENT,
                                        "Microsoft-Windows-TerminalServices-RDPClient/Operational",
                                        "RDPClient",
                                        1026,
                                        "disconnected")),
                                null),
                        HostState.of(List.of(
                                SampleStates.tree(
                                        SampleStates.V64,
                                        SampleStates.key(
                                                MsLicensing.ROOT,
                                                hostile,
                                                SampleStates.key(
                                                        MsLicensing.STORE, SampleStates.licence("LICENSE000")))),
                                SampleStates.tree(
                                        SampleStates.V32,
                                        new KeyState.Unreadable(MsLicensing.ROOT, "SecurityException")))),
                        List.of()),
                3,
                null,
                "");
    }

    static CheckAnswer failed() {
        return new CheckAnswer(
                new ConnectionReport(
                        List.of(new CheckedLayer(Layer.PORT, FailureReason.CONNECTION_REFUSED, "192.0.2.7:5986", 2))),
                null,
                null,
                FailureReason.CONNECTION_REFUSED,
                "192.0.2.7:5986");
    }
}
