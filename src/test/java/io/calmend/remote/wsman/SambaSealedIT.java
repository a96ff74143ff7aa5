package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.peers.SambaDomain;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.remote.transport.Transport.Stage;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.SimulatedNetwork.ExternalRealm;
import io.calmend.simulator.Traffic;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** This transport with tickets of a real domain, in both ways and with both proofs of the account. */
@Tag("peers")
@ParameterizedClass
@EnumSource(names = {"SEALED", "TLS"})
class SambaSealedIT {

    private static final String ACCOUNT = "svc-calmend-c@CORP.EXAMPLE";
    private static final String PASSWORD = "Passw0rd!1";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @Parameter
    TransportKind transportKind;

    private TicketCache tickets;
    private WsManTransport transport;

    private enum Credential {
        PASSWORD,
        KEYTAB
    }

    @BeforeAll
    static void start() throws Exception {
        SambaDomain.startFor(SambaSealedIT.class);
        network = SimulatedNetwork.start(
                folder,
                Clock.systemUTC(),
                new ExternalRealm(SambaDomain.kerberosConfiguration(), SambaDomain.keytab("hosts")));
        TrustForTests.only(network.authorityFile());
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void fresh() {
        network.reset();
        network.resetTraffic();
        tickets = new TicketCache(network.krb5Conf(), Clock.systemUTC(), Duration.ofSeconds(20));
        var tls = transportKind == TransportKind.TLS;
        var endpoint = new Endpoint(
                tls,
                tls ? network.winRmPort() : network.sealedPort(),
                "HTTP",
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));
        transport = new WsManTransport(endpoint, tickets, Duration.ofSeconds(20), 1_000_000);
    }

    @AfterEach
    void close() {
        transport.close();
        tickets.close();
    }

    @ParameterizedTest
    @EnumSource
    void commandRunsWithATicketOfSambas(Credential credential) throws Exception {
        var host = network.host("pc-0421");
        host.inject(new Fault.StrictBinding());

        assertThat(run("pc-0421.corp.example", account(credential))).isInstanceOfSatisfying(Ending.Ran.class, ran -> {
            assertThat(ran.output().text()).isEqualTo("PC-0421\r\n");
            assertThat(ran.output().exitCode()).isZero();
        });
        assertThat(host.commands()).extracting(HostControl.Command::account).containsExactly(ACCOUNT);
        assertThat(host.shells()).isZero();
        assertThat(network.traffic()).as("a login and four messages").isEqualTo(new Traffic(1, 5));
    }

    @Test
    void wrongPasswordIsReportedBySambaAndNoHostIsTouched() throws Exception {
        // another account than the one that has to work: a domain locks it after three
        var wrong = HostAccount.withPassword("svc-calmend-s@CORP.EXAMPLE", new Secret("not this one"), transportKind);

        assertThat(run("pc-0421.corp.example", wrong)).isInstanceOfSatisfying(Ending.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(FailureReason.SIGN_IN_REJECTED);
            assertThat(failed.failure().detail()).startsWith("Kerberos 24:");
            assertThat(failed.passwordRejected()).isTrue();
            assertThat(failed.sent()).isFalse();
            assertThat(failed.stage()).isEqualTo(Stage.CREATE);
        });
        assertThat(network.traffic()).isEqualTo(new Traffic(0, 0));
    }

    /** A host of the network that has joined no domain. */
    @Test
    void hostThatSambaDoesNotKnowIsDistinguished() throws Exception {
        assertThat(run("pc-0499.corp.example", account(Credential.PASSWORD)))
                .isInstanceOfSatisfying(Ending.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(FailureReason.SERVICE_UNKNOWN);
                    assertThat(failed.failure().detail()).startsWith("Kerberos 7:");
                    assertThat(failed.passwordRejected()).isFalse();
                    assertThat(failed.sent()).isFalse();
                });
        assertThat(network.traffic().requests()).isZero();
    }

    private HostAccount account(Credential credential) throws IOException {
        return switch (credential) {
            case PASSWORD -> HostAccount.withPassword(ACCOUNT, new Secret(PASSWORD), transportKind);
            case KEYTAB -> HostAccount.withKeytab(ACCOUNT, SambaDomain.keytab("svc-calmend-c"), transportKind);
        };
    }

    private Ending run(String host, HostAccount account) throws InterruptedException {
        var ended = new CountDownLatch(1);
        var ending = transport.run(new RemoteCommand(host, account, "hostname"), () -> {}, ended::countDown);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        return ending;
    }
}
