package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.ManagedHosts;
import io.calmend.host.Expectation;
import io.calmend.host.OfRegistry;
import io.calmend.peers.WindowsLab;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.Answer;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.accounts.TrustedCertificates;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.LabEngine;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both scripts the whole way: from the gateway through each transport to a WS-Management server, from there as they came to
 * {@code cmd.exe}, PowerShell and the registry of the Windows lab, and back. Overthere puts quotation marks around a command
 * line, the other two do not: {@code cmd.exe} has to make the same of both.
 */
@ParameterizedClass
@EnumSource(TransportKind.class)
class GatewayToLabIT {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @Parameter
    TransportKind transport;

    @BeforeAll
    static void start() {
        WindowsLab.openFor(GatewayToLabIT.class).writeHost("{}");
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        TrustedCertificates.trust(network.authorityFile());
        network.runOn("pc-0421", new LabEngine(WindowsLab.script(), WindowsLab.directory()));
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    private RemoteSettings settings() {
        var domain = network.domainAccount("svc-calmend-c");
        var tier = transport == TransportKind.OVERTHERE
                ? Parts.tier(Parts.WORKSTATIONS, "calmend-ws", Parts.secret(folder, "Tr7-workstations"), transport)
                : Parts.tier(
                        Parts.WORKSTATIONS, domain.principal(), Parts.secret(folder, domain.password()), transport);
        return Parts.settings(network, Duration.ofSeconds(50), tier);
    }

    @Test
    void observationAndChangeArriveAsTheyWereSent() {
        network.host("pc-0421").forgetCommands();
        try (var parts = new Parts(settings(), Clock.systemUTC())) {
            var gateway = parts.gateway();
            var pc = ManagedHosts.named("PC-0421");
            var observed = OfRegistry.observation(MsLicensing.BOTH_VIEWS, true);

            var before = observed(gateway.observe(pc, observed));
            var licence = MsLicensing.STORE.child("LICENSE000");
            var name = "two  blanks, \"quotes\", & %PATH% ^ ` $() \u202e \uD83D\uDE00";
            // the lab is shared and kept: what an earlier run wrote must differ
            var value =
                    RegistryValue.binary(name, Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII));
            var change = OfRegistry.apply(
                    new ExecutionId(1042),
                    before.at().plusSeconds(120),
                    expected(before.state().trees()),
                    List.of(
                            new RegistryChange.CreateKey(VIEW, licence),
                            new RegistryChange.SetValue(VIEW, licence, value)));
            var changed = gateway.change(pc, change);
            assertThat(changed).isInstanceOf(Answer.Ended.class);
            assertThat(((Answer.Ended) changed).allDone()).isTrue();
            // and a second delivery changes nothing
            assertThat(gateway.change(pc, change)).isInstanceOf(Answer.Differs.class);

            var after = observed(gateway.observe(pc, observed));
            assertThat(after.state().trees())
                    .extracting(ObservedTree::digest)
                    .isEqualTo(((Answer.Ended) changed).digests());
            assertThat(values(after.state().trees().getFirst().tree(), "LICENSE000"))
                    .contains(value);

            var away = OfRegistry.apply(
                    new ExecutionId(1043),
                    after.at().plusSeconds(120),
                    expected(after.state().trees()),
                    List.of(new RegistryChange.DeleteKeys(
                            VIEW, MsLicensing.ROOT.parent(), List.of(MsLicensing.ROOT.name()))));
            // what others have left in the shared lab may refuse to go
            assertThat(gateway.change(pc, away)).isInstanceOf(Answer.Ended.class);

            assertThat(network.host("pc-0421").commands())
                    .hasSize(5)
                    .allSatisfy(command -> assertThat(command.line().startsWith("\""))
                            .as("in quotation marks")
                            .isEqualTo(transport == TransportKind.OVERTHERE));
        }
    }

    private static ObservationResult.Observed observed(ObservationResult observationResult) {
        assertThat(observationResult).isInstanceOf(ObservationResult.Observed.class);
        return (ObservationResult.Observed) observationResult;
    }

    private static List<Expectation> expected(List<ObservedTree> trees) {
        return trees.stream()
                .map(tree -> OfRegistry.expectation(tree.target(), tree.digest()))
                .toList();
    }

    private static List<RegistryValue> values(KeyState tree, String name) {
        return switch (tree) {
            case KeyState.Present key when key.path().name().equals(name) -> key.values();
            case KeyState.Present key ->
                key.keys().stream()
                        .flatMap(below -> values(below, name).stream())
                        .toList();
            case KeyState.Absent _, KeyState.Unreadable _ -> List.of();
        };
    }
}
