package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.simulator.Fault.Moment;
import io.calmend.simulator.Fault.Pause;
import io.calmend.simulator.Fault.WrongCertificate.Certificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireTest {

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @BeforeAll
    static void start() {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void reset() {
        network.reset();
    }

    @Test
    void commandRunsAndIsRecorded() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0422")) {
            assertThat(wire.run("hostname")).isEqualTo(new Wire.Ran("PC-0422\r\n", "", 0));
            assertThat(wire.run("nosuch").exitCode()).isEqualTo(1);
        }
        assertThat(network.host("PC-0422").commands())
                .extracting(HostControl.Command::line, HostControl.Command::exitCode)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("hostname", 0),
                        org.assertj.core.api.Assertions.tuple("nosuch", 1));
        assertThat(network.host("PC-0422").shells()).isZero();
    }

    @Test
    void longOutputComesInPieces() throws Exception {
        network.runOn("pc-0422", (_, _) -> CommandEngine.Output.of("x".repeat(100_000)));
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var shell = wire.create();
            var command = wire.command(shell, "anything");
            assertThat(wire.receive(shell, command)).contains("CommandState/Running");
            assertThat(wire.run("anything").stdout()).hasSize(100_000);
        }
    }

    @Test
    void identifyNeedsNoCredentials() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0421")) {
            var answer = wire.identify();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("IdentifyResponse", "Microsoft Corporation");
        }
    }

    @Test
    void whoShowsNoCredentialsLearnsTheSchemes() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0421")) {
            var answer = wire.sendWithoutCredentials(Wire.TRANSFER + "/Create");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().allValues("www-authenticate"))
                    .containsExactly("Negotiate", "Kerberos", "Basic realm=\"WSMAN\"");
            assertThat(answer.headers().firstValue("server")).hasValue("Microsoft-HTTPAPI/2.0");
        }
    }

    @Test
    void wrongPasswordIsRejectedOnOneHostOnly() throws Exception {
        var account = PortalAccount.BRANCH;
        try (var wire = new Wire(network, "pc-0432.corp.example", account.user(), account.password())) {
            assertThatThrownBy(wire::create).isInstanceOf(AssertionError.class).hasMessageStartingWith("401");
        }
    }

    @Test
    void deniedShellIsARealFault() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0433")) {
            var answer = wire.send(Wire.TRANSFER + "/Create", null, "");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("Code=\"5\"", "w:AccessDenied", "Access is denied.");
        }
    }

    @Test
    void silentCommandIsATimeoutNotAnEnd() throws Exception {
        var host = network.host("pc-0422");
        host.inject(new Fault.Held(Pause.BEFORE_EXECUTING));
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var shell = wire.create();
            var command = wire.command(shell, "hostname");
            assertThat(host.awaitHeld(Duration.ofSeconds(10))).isTrue();
            var answer = wire.receiveRaw(shell, command);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("Code=\"2150858793\"", "w:TimedOut");
            host.release();
            assertThat(wire.receive(shell, command)).contains("CommandState/Done");
        }
    }

    @Test
    void deletedShellKillsItsCommand() throws Exception {
        var host = network.host("pc-0422");
        host.inject(new Fault.Held(Pause.BEFORE_EXECUTING));
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var shell = wire.create();
            wire.command(shell, "hostname");
            assertThat(host.awaitHeld(Duration.ofSeconds(10))).isTrue();
            wire.send(Wire.TRANSFER + "/Delete", shell, "");
            var gone = wire.send(Wire.SHELL + "/Command", shell, "");
            assertThat(gone.body()).contains("Code=\"2150858843\"");
        }
        host.release();
        assertThat(host.commands().getFirst().exitCode()).isNull();
    }

    @Test
    void droppedCommandHasNoEffectBeforeReadingAndItsEffectAfterwards() throws Exception {
        var host = network.host("pc-0422");
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var shell = wire.create();
            host.inject(new Fault.Dropped(Message.COMMAND, Moment.BEFORE_READING), When.once());
            assertThatThrownBy(() -> wire.command(shell, "hostname")).isInstanceOf(IOException.class);
            assertThat(host.commands()).isEmpty();
            host.inject(new Fault.Dropped(Message.COMMAND, Moment.AFTER_EXECUTING), When.once());
            assertThatThrownBy(() -> wire.command(shell, "hostname")).isInstanceOf(IOException.class);
            assertThat(host.commands())
                    .singleElement()
                    .satisfies(one -> assertThat(one.exitCode()).isZero());
            assertThat(wire.command(shell, "hostname")).isNotEmpty();
        }
    }

    @Test
    void faultCanWaitForItsTurn() throws Exception {
        var host = network.host("pc-0422");
        host.inject(
                new Fault.Refused(Message.CREATE, WsManFault.TOO_MANY_SHELLS),
                When.once().after(1));
        try (var wire = Wire.workstation(network, "pc-0422")) {
            wire.create();
            assertThatThrownBy(wire::create).hasMessageContaining("2150859173");
            wire.create();
        }
    }

    @Test
    void anotherWebServerIsToldFromWinRm() throws Exception {
        network.host("pc-0422").inject(new Fault.NotWinRm());
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var answer = wire.identify();
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("server")).hasValue("nginx/1.22.1");
        }
    }

    @Test
    void requestThatIsNoXmlIsAFault() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0422")) {
            var answer = wire.send(Wire.SHELL + "/Nonsense", null, "<!--");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("WSManFault");
        }
    }

    @Test
    void nameOfTheHandshakePicksTheCertificate() throws Exception {
        for (var name : network.hostNames()) {
            if (!name.startsWith("pc-0431")) {
                assertThat(certificateFor(name).getSubjectAlternativeNames().toString())
                        .contains(name);
            }
        }
        assertThatThrownBy(() -> certificateFor("nosuch.corp.example")).isInstanceOf(IOException.class);
    }

    @Test
    void wrongCertificatesAreRefusedByAStrictClient() throws Exception {
        try (var wire = Wire.workstation(network, "pc-0431")) {
            assertThatThrownBy(wire::identify)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("pc-0431");
        }
        for (var kind : Certificate.values()) {
            network.host("pc-0422").clearFaults();
            network.host("pc-0422").inject(new Fault.WrongCertificate(kind));
            try (var wire = Wire.workstation(network, "pc-0422")) {
                assertThatThrownBy(wire::identify).as(kind.name()).isInstanceOf(SSLHandshakeException.class);
            }
        }
        network.host("pc-0422").clearFaults();
        try (var wire = Wire.workstation(network, "pc-0422")) {
            assertThat(wire.identify().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nothingListensWhereTheOfflineHostIs() {
        try (var wire = Wire.workstation(network, "pc-0429")) {
            assertThatThrownBy(wire::identify).isInstanceOf(java.net.ConnectException.class);
        }
    }

    private X509Certificate certificateFor(String name) throws IOException {
        var factory = Wire.trusting(network.authorityFile()).getSocketFactory();
        try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", network.winRmPort())) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(java.util.List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
