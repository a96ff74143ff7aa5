package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.peers.Peers;
import io.calmend.peers.SambaDomain;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.Names;
import io.calmend.vocabulary.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our client against a WS-Man server over MIT's Kerberos, which shares no code with Java's and takes tokens in Windows' layout
 * only; the KDC is Samba's.
 */
@Tag("peers")
class MitWinRmIT {

    private static final String HOST = "host1.corp.example";
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    static Path folder;

    static TicketCache tickets;

    @BeforeAll
    static void start() throws Exception {
        if (new ProcessBuilder(PYTHON, "-c", "import gssapi").start().waitFor() != 0) {
            Peers.leaveOut(MitWinRmIT.class, "python3-gssapi is not installed");
        }
        SambaDomain.startFor(MitWinRmIT.class);
        Names.add(HOST, "127.0.0.1");
        tickets = new TicketCache(SambaDomain.kerberosConfiguration(), Clock.systemUTC(), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        if (tickets != null) {
            tickets.close();
        }
    }

    @Test
    void sealedConversationIsTakenAndAnswered() throws Exception {
        try (var server = Server.start(false);
                var transport = transport(server)) {
            assertThat(run(transport, "echo hello sealed")).isEqualTo("hello sealed\r\n");
            assertThat(run(transport, "out 300000")).hasSize(300_000);
            var counts = server.counts();
            assertThat(counts.path("unsealed").asInt()).isEqualTo(8);
            assertThat(counts.path("logins").asInt()).isEqualTo(1);
            assertThat(counts.path("connections").asInt())
                    .as("ours and that of the counts")
                    .isEqualTo(2);
            assertThat(counts.propertyNames())
                    .as("mutual, replay, sequence, confidentiality, integrity; no delegation")
                    .anyMatch(name -> name.startsWith("flags:")
                            && (Integer.decode(name.substring(6)) & 1) == 0
                            && (Integer.decode(name.substring(6)) & 0x3e) == 0x3e);
            assertThat(counts.propertyNames()).contains("token flags 6 ec 0 rrc 28 header 60");
        }
    }

    @Test
    void answersThatAreNotRotatedAreReadAsWell() throws Exception {
        try (var server = Server.start(false, "MITFORM", "plain");
                var transport = transport(server)) {
            assertThat(run(transport, "echo as OMI does")).isEqualTo("as OMI does\r\n");
        }
    }

    @Test
    void signInOverHttpsIsBoundToTheCertificate() throws Exception {
        try (var server = Server.start(true);
                var transport = transport(server)) {
            assertThat(run(transport, "echo hello tls")).isEqualTo("hello tls\r\n");
            assertThat(server.counts().path("channel bound").asInt()).isEqualTo(1);
        }
    }

    private static WsManTransport transport(Server server) {
        return new WsManTransport(
                new Endpoint(server.tls, server.port, "HTTP", Duration.ofSeconds(5), Duration.ofSeconds(30)),
                tickets,
                Duration.ofSeconds(30),
                8_000_000);
    }

    private static String run(WsManTransport transport, String line) throws InterruptedException {
        var account = HostAccount.withPassword("alice@CORP.EXAMPLE", new Secret("Passw0rd!1"), TransportKind.SEALED);
        var ended = new CountDownLatch(1);
        var ending = transport.run(new RemoteCommand(HOST, account, line), () -> {}, ended::countDown);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ending).isInstanceOf(Ending.Ran.class);
        return ((Ending.Ran) ending).output().text();
    }

    /** The server as a process of its own; the command it "runs" is {@code echo …} or {@code out N}. */
    private record Server(Process process, int port, boolean tls) implements AutoCloseable {

        static Server start(boolean tls, String... environment) throws Exception {
            int port;
            try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                port = free.getLocalPort();
            }
            var command = new java.util.ArrayList<>(List.of(
                    PYTHON,
                    "src/test/peers/mitwinrm.py",
                    Integer.toString(port),
                    SambaDomain.keytab("host1").toString()));
            if (tls) {
                command.addAll(List.of(
                        certificate().toString(), folder.resolve("key.pem").toString(), "strict"));
            }
            var builder = new ProcessBuilder(command)
                    .redirectError(folder.resolve("mitwinrm.err").toFile());
            builder.environment()
                    .put("KRB5_CONFIG", SambaDomain.kerberosConfiguration().toString());
            for (var i = 0; i < environment.length; i += 2) {
                builder.environment().put(environment[i], environment[i + 1]);
            }
            var process = builder.start();
            var first = new BufferedReader(process.inputReader()).readLine();
            assertThat(first).startsWith("mit winrm up");
            return new Server(process, port, tls);
        }

        private static Path certificate() throws Exception {
            var certificate = folder.resolve("cert.pem");
            var made = new ProcessBuilder(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "2",
                            "-sha256",
                            "-keyout",
                            folder.resolve("key.pem").toString(),
                            "-out",
                            certificate.toString(),
                            "-subj",
                            "/CN=" + HOST,
                            "-addext",
                            "subjectAltName=DNS:" + HOST)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openssl.log").toFile())
                    .start();
            assertThat(made.waitFor()).isZero();
            TrustForTests.only(certificate);
            return certificate;
        }

        JsonNode counts() throws IOException, InterruptedException {
            try (var client = HttpClient.newHttpClient()) {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create((tls ? "https" : "http") + "://" + HOST + ":" + port + "/"))
                                .build(),
                        BodyHandlers.ofString());
                return JsonMapper.shared().readTree(answer.body());
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
