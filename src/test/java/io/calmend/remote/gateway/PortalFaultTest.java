package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.registry.MsLicensing;
import io.calmend.remote.Answer;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.accounts.TrustedCertificates;
import io.calmend.remote.overthere.OverthereTransport;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.transport.WsManProbe;
import io.calmend.remote.wsman.Relay;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the portal itself gets wrong before a command leaves: the command is not sent, and its host is free again. */
class PortalFaultTest {

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static Properties before;

    @BeforeAll
    static void start() throws Exception {
        before = (Properties) System.getProperties().clone();
        network = SimulatedNetwork.start(folder, Clock.systemUTC(), 0);
        TrustedCertificates.trust(network.authorityFile());
    }

    @AfterAll
    static void stop() {
        network.close();
        System.setProperties(before);
    }

    private static RemoteSettings settings() {
        return Parts.settings(
                network,
                Duration.ofSeconds(20),
                Parts.tier(
                        Parts.WORKSTATIONS,
                        "calmend-ws",
                        Parts.secret(folder, "Tr7-workstations"),
                        TransportKind.OVERTHERE));
    }

    @Test
    void commandWithoutARelayIsNotSentAndGivesTheHostBack() {
        var asked = new AtomicInteger();
        var pc = ManagedHosts.named("PC-0421");
        // more often than commands may run on a host at once
        Supplier<Relay> late = () -> {
            if (asked.incrementAndGet() <= 3) {
                throw new UncheckedIOException(new IOException("no port is left"));
            }
            return new Relay();
        };
        try (var parts = new Parts(settings(), Clock.systemUTC(), late)) {
            var gateway = parts.gateway();
            for (var i = 0; i < 3; i++) {
                assertThat(gateway.change(
                                pc,
                                OfRegistry.apply(
                                        new ExecutionId(1), Instant.now().plusSeconds(60), List.of(), List.of())))
                        .isInstanceOfSatisfying(
                                Answer.NeverSent.class,
                                never -> assertThat(never.reason()).isEqualTo(FailureReason.PORTAL_FAILED));
            }
            assertThat(network.host("PC-0421").commands()).isEmpty();
            assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();

            assertThat(gateway.observe(pc, OfRegistry.observation(MsLicensing.BOTH_VIEWS, true)))
                    .isInstanceOf(ObservationResult.Observed.class);
        }
    }

    @Test
    void commandThatOverthereCannotTakeIsNotSentAndGivesTheHostBack() throws Exception {
        var keytab = Files.write(folder.resolve("a.keytab"), new byte[] {5, 2});
        var account = HostAccount.withKeytab("svc@CORP.EXAMPLE", keytab, TransportKind.OVERTHERE);
        var ended = new AtomicInteger();
        try (var overthere = new OverthereTransport(settings(), Relay::new)) {
            var ending = overthere.run(
                    new RemoteCommand("pc-0421.corp.example", account, "hostname"), () -> {}, ended::incrementAndGet);

            assertThat(ending).isInstanceOfSatisfying(Transport.Ending.Failed.class, failed -> {
                assertThat(failed.sent()).isFalse();
                assertThat(failed.passwordRejected()).isFalse();
                assertThat(failed.failure().reason()).isEqualTo(FailureReason.PORTAL_FAILED);
            });
        }
        assertThat(ended).hasValue(1);
    }

    /** Windows takes such names; the command itself goes another way. */
    @Test
    void questionToANameWithAnUnderscoreFailsLikeAnyOther() throws Exception {
        try (var probe = new WsManProbe(
                URI.create("http://pc_0421.corp.example:1/wsman"),
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1))) {
            assertThatThrownBy(probe::identify).isInstanceOf(IOException.class).hasMessageContaining("underscore");
        }
    }
}
