package io.calmend.remote.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.gateway.Parts;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.transport.UntrustedServer;
import io.calmend.simulator.Fault;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Each row of the doctor's table that can be made on loopback, told apart from its neighbours. */
class WsManDoctorTest {

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static KeyStore authorities;

    private final ManagedHost pc = ManagedHosts.named("PC-0421");

    @BeforeAll
    static void start() throws Exception {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (var pem = Files.newInputStream(network.authorityFile())) {
            authorities.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void fresh() {
        network.reset();
    }

    @Test
    void hostInOrderPassesEveryLayerWithoutCredentials() {
        var told = new ArrayList<CheckedLayer>();
        var report = doctor(network.winRmPort(), "calmend-ws").examine(pc, told::add);
        assertThat(report.failed()).isNull();
        assertThat(report.steps())
                .extracting(CheckedLayer::layer)
                .containsExactly(Layer.NAME, Layer.PORT, Layer.TLS, Layer.WINRM, Layer.SCHEMES);
        assertThat(told).isEqualTo(report.steps());
        assertThat(step(report.steps(), Layer.NAME).detail()).isEqualTo("127.0.0.1");
        assertThat(step(report.steps(), Layer.TLS).detail())
                .contains("certificate for pc-0421.corp.example", "days left", "issued by");
        assertThat(step(report.steps(), Layer.WINRM).detail()).contains("Microsoft");
        assertThat(step(report.steps(), Layer.SCHEMES).detail()).isEqualTo("negotiate, kerberos, basic");
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    @Test
    void nameThatNobodyKnows() {
        assertFailsAt(
                Layer.NAME,
                FailureReason.NAME_NOT_RESOLVED,
                doctor(network.winRmPort(), "x")
                        .examine(ManagedHosts.named("PC-0777"), step -> {})
                        .steps());
    }

    @Test
    void portThatRefusesAndWhatElseIsOpen() throws Exception {
        int shut;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            shut = socket.getLocalPort();
        }
        var step = assertFailsAt(
                Layer.PORT,
                FailureReason.CONNECTION_REFUSED,
                doctor(shut, "x").examine(pc, one -> {}).steps());
        assertThat(step.detail()).startsWith("TCP " + shut + " refused");
    }

    /** A listener whose queue is full drops what knocks, as a firewall does. */
    @Test
    void portThatDoesNotAnswer() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var waiting = new ArrayList<Socket>();
            try {
                for (var i = 0; i < 8; i++) {
                    var socket = new Socket();
                    waiting.add(socket);
                    socket.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 200);
                }
            } catch (IOException fullNow) {
                assertThat(waiting).hasSizeGreaterThan(1);
            }
            assertFailsAt(
                    Layer.PORT,
                    FailureReason.HOST_UNREACHABLE,
                    doctor(full.getLocalPort(), "x").examine(pc, step -> {}).steps());
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, TLS_EXPIRED, expired",
        "UNTRUSTED, TLS_UNTRUSTED, nobody trusts",
        "OF_ANOTHER_HOST, TLS_WRONG_NAME, rdsh02.corp.example"
    })
    void datesTrustAndNamesOfACertificateAreDistinguished(
            Fault.WrongCertificate.Certificate kind, FailureReason reason, String shown) {
        network.host("PC-0421").inject(new Fault.WrongCertificate(kind));
        var step = assertFailsAt(Layer.TLS, reason, examined(network.winRmPort(), "calmend-ws"));
        assertThat(step.detail()).contains(shown);
    }

    @Test
    void plainHttpOnThePort() throws Exception {
        try (var server = new Server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            assertFailsAt(Layer.TLS, FailureReason.PLAIN_HTTP_REFUSED, examined(server.port(), "x"));
        }
    }

    @Test
    void somethingElseOnThePort() throws Exception {
        try (var server = new Server("SSH-2.0-OpenSSH_9.2\r\n")) {
            assertFailsAt(Layer.TLS, FailureReason.TLS_FAILED, examined(server.port(), "x"));
        }
    }

    @Test
    void handshakeThatIsBrokenOff() throws Exception {
        try (var server = new Server("")) {
            assertFailsAt(Layer.TLS, FailureReason.TLS_FAILED, examined(server.port(), "x"));
        }
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void handshakeThatTrickles() throws Exception {
        try (var server = UntrustedServer.tricklingHandshake(() -> {})) {
            var settings = new RemoteSettings(
                    server.port(),
                    5985,
                    false,
                    null,
                    null,
                    "HTTP",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    2,
                    Duration.ofSeconds(1),
                    DataSize.ofMegabytes(8),
                    List.of(Parts.tier(Parts.WORKSTATIONS, "x", Parts.secret(folder, "never shown to anybody"))));

            var step = assertFailsAt(
                    Layer.TLS,
                    FailureReason.TLS_FAILED,
                    doctor(settings).examine(pc, _ -> {}).steps());
            assertThat(step.detail()).contains("no handshake within 3000 ms");
        }
    }

    @Test
    void anotherWebServerBehindTheCertificate() {
        network.host("PC-0421").inject(new Fault.NotWinRm());
        var step = assertFailsAt(Layer.WINRM, FailureReason.NOT_WINRM, examined(network.winRmPort(), "calmend-ws"));
        assertThat(step.detail()).isEqualTo("HTTP 404 from nginx/1.22.1");
    }

    @Test
    void schemeOfTheAccountNotOnOffer() {
        network.host("PC-0421").inject(new Fault.BasicNotOffered());
        var step = assertFailsAt(
                Layer.SCHEMES, FailureReason.SCHEME_NOT_OFFERED, examined(network.winRmPort(), "calmend-ws"));
        assertThat(step.detail()).isEqualTo("negotiate, kerberos");
        network.reset();
        network.host("PC-0421").inject(new Fault.KerberosNotOffered());
        assertFailsAt(
                Layer.SCHEMES,
                FailureReason.SCHEME_NOT_OFFERED,
                doctor(Parts.settings(
                                network,
                                Duration.ofSeconds(10),
                                Parts.tier(
                                        Parts.WORKSTATIONS,
                                        "svc-calmend@CORP.EXAMPLE",
                                        Parts.secret(folder, "never shown to anybody"),
                                        TransportKind.OVERTHERE)))
                        .examine(pc, _ -> {})
                        .steps());
    }

    @Test
    void hostOfNoTierIsAskedForItsNameOnly() {
        var report = doctor(Parts.settings(network.winRmPort())).examine(pc, step -> {});
        assertThat(report.failed()).isNull();
        assertThat(report.steps()).extracting(CheckedLayer::layer).containsExactly(Layer.NAME);
    }

    // ---- accounts of a domain

    private List<CheckedLayer> examinedWithKerberos(TransportKind transport, String account, String password) {
        return doctor(Parts.settings(
                        network,
                        Duration.ofSeconds(10),
                        Parts.tier(Parts.WORKSTATIONS, account, Parts.secret(folder, password), transport)))
                .examine(pc, step -> {})
                .steps();
    }

    @ParameterizedTest
    @CsvSource({
        "SEALED, 'NAME PORT WINRM SCHEMES TICKET', 'sealed with Kerberos, AES-256, port '",
        "TLS, 'NAME PORT TLS WINRM SCHEMES TICKET', 'Kerberos bound to the certificate, AES-256, port '"
    })
    void ticketOfTheDomainIsALayerOfItsOwn(TransportKind transport, String layers, String detail) {
        var account = network.domainAccount("svc-calmend-c");
        var steps = examinedWithKerberos(transport, account.principal(), account.password());
        assertThat(steps).extracting(step -> step.layer().toString()).containsExactly(layers.split(" "));
        assertThat(steps).allMatch(step -> step.failure() == null);
        assertThat(steps.getLast().detail())
                .isEqualTo(detail + (transport == TransportKind.SEALED ? network.sealedPort() : network.winRmPort()));
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    @Test
    void wrongPasswordIsReportedByTheDomainAndStopsTheAccount() {
        var account = network.domainAccount("svc-calmend-c");
        var settings = Parts.settings(
                network,
                Duration.ofSeconds(10),
                Parts.tier(
                        Parts.WORKSTATIONS, account.principal(), Parts.secret(folder, "wrong"), TransportKind.SEALED));
        try (var parts = new Parts(settings, Clock.systemUTC())) {
            var doctor =
                    new WsManDoctor(settings, parts.accounts(), parts.transports(), Clock.systemUTC(), authorities);
            assertFailsAt(
                    Layer.TICKET,
                    FailureReason.SIGN_IN_REJECTED,
                    doctor.examine(pc, step -> {}).steps());
            assertThat(parts.accounts().stopped(Actor.PORTAL)).hasSize(1);

            // the way is examined all the same, though nothing listens for TLS
            network.host("PC-0421").inject(new Fault.WrongCertificate(Fault.WrongCertificate.Certificate.EXPIRED));
            assertThat(doctor.examine(pc, step -> {}).steps())
                    .extracting(CheckedLayer::layer)
                    .containsExactly(Layer.NAME, Layer.PORT, Layer.WINRM, Layer.SCHEMES);

            // nobody asks again until an administrator has looked
            var asked = network.kdc().exchanges();
            assertThat(doctor.examine(pc, step -> {}).failed()).isNull();
            assertThat(network.kdc().exchanges()).isEqualTo(asked);
            parts.accounts()
                    .release(
                            Actor.PORTAL, parts.accounts().stopped(Actor.PORTAL).getFirst());
            assertFailsAt(
                    Layer.TICKET,
                    FailureReason.SIGN_IN_REJECTED,
                    doctor.examine(pc, step -> {}).steps());
            assertThat(network.kdc().exchanges()).isGreaterThan(asked);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "302, '', REDIRECTED",
        "403, '<html>', NOT_WINRM",
        "407, '', NOT_WINRM",
        "503, '', NOT_WINRM",
        "200, '<html><body>It works</body></html>', NOT_WINRM"
    })
    void proxiesAndOtherServersOverPlainHttp(int status, String body, FailureReason reason) throws Exception {
        try (var server = new Server("HTTP/1.1 " + status + " X\r\nContent-Type: text/html\r\nContent-Length: "
                + body.length() + "\r\nLocation: /x\r\nProxy-Authenticate: Basic\r\n\r\n" + body)) {
            var settings = Parts.settings(
                    server.port(),
                    true,
                    Duration.ofSeconds(10),
                    Parts.tier(Parts.WORKSTATIONS, "calmend-ws", Parts.secret(folder, "never shown to anybody")));
            var parts = new Parts(settings, Clock.systemUTC());
            var report = new WsManDoctor(settings, parts.accounts(), parts.transports(), Clock.systemUTC(), authorities)
                    .examine(pc, step -> {});
            assertFailsAt(Layer.WINRM, reason, report.steps());
        }
    }

    private List<CheckedLayer> examined(int port, String account) {
        return doctor(port, account).examine(pc, step -> {}).steps();
    }

    private static WsManDoctor doctor(int port, String account) {
        return doctor(Parts.settings(
                port, Parts.tier(Parts.WORKSTATIONS, account, Parts.secret(folder, "never shown to anybody"))));
    }

    private static WsManDoctor doctor(RemoteSettings settings) {
        var parts = new Parts(settings, Clock.systemUTC());
        return new WsManDoctor(settings, parts.accounts(), parts.transports(), Clock.systemUTC(), authorities);
    }

    private static CheckedLayer assertFailsAt(Layer layer, FailureReason reason, List<CheckedLayer> steps) {
        assertThat(steps).last().satisfies(step -> {
            assertThat(step.layer()).isEqualTo(layer);
            assertThat(step.failure()).isEqualTo(reason);
            assertThat(step.detail().lines().count()).isLessThanOrEqualTo(1);
        });
        assertThat(steps.subList(0, steps.size() - 1)).allMatch(step -> step.failure() == null);
        return steps.getLast();
    }

    private static CheckedLayer step(List<CheckedLayer> steps, Layer layer) {
        return steps.stream().filter(step -> step.layer() == layer).findFirst().orElseThrow();
    }

    /** Says the same to everybody who says something, and hangs up. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));

        Server(String answer) throws IOException {
            Thread.ofVirtual().start(() -> {
                while (!listening.isClosed()) {
                    try (var socket = listening.accept()) {
                        var in = socket.getInputStream();
                        if (in.read() >= 0) {
                            in.skipNBytes(in.available());
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                            socket.shutdownOutput();
                            in.readNBytes(10_000);
                        }
                    } catch (IOException gone) {
                        // the next one
                    }
                }
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
