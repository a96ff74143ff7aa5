package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.transport.UntrustedServer;
import io.calmend.vocabulary.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host, a client or the machine cannot make the relay hold, lose or forget. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {

    private static final String NOTHING = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final HostAccount ACCOUNT =
            HostAccount.withPassword("calmend-ws", new Secret("Tr7-workstations"), TransportKind.OVERTHERE);

    private static Endpoint endpoint(UntrustedServer host, boolean tls, Duration connectTimeout) {
        return new Endpoint(tls, host.port(), "HTTP", connectTimeout, LONG);
    }

    private static HostRoute route(Relay relay, UntrustedServer host, boolean tls) {
        return relay.route(
                "pc-0421.corp.example",
                new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                endpoint(host, tls, LONG),
                ACCOUNT);
    }

    private static Socket client(Relay relay) throws IOException {
        return new Socket("localhost", relay.address().getPort());
    }

    private static void post(Socket client, String path, String more, String body) throws IOException {
        client.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "Content-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String statusLine(Socket client) throws IOException {
        var line = new StringBuilder();
        for (var next = client.getInputStream().read(); next >= 0 && next != '\r'; ) {
            line.append((char) next);
            next = client.getInputStream().read();
        }
        return line.toString();
    }

    @Test
    void hostThatTricklesItsHandshakeIsLetGoWithTheRoute() throws Exception {
        var letGo = new CountDownLatch(1);
        try (var host = UntrustedServer.tricklingHandshake(letGo::countDown);
                var relay = new Relay()) {
            var route = route(relay, host, true);
            try (var client = client(relay)) {
                post(client, route.path(), "", "<a/>");
                host.awaitConnection();
                route.close();

                assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void handshakeIsBoundedAsAWhole() throws Exception {
        try (var host = UntrustedServer.tricklingHandshake(() -> {})) {
            assertThatThrownBy(() -> HostHttp.connect(
                            "pc-0421.corp.example",
                            new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                            endpoint(host, true, Duration.ofMillis(200))))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void connectionThatTheHostHasClosedIsClosedHereToo() throws Exception {
        var letGo = new CountDownLatch(1);
        try (var host = new UntrustedServer(socket -> {
                    UntrustedServer.readRequest(socket);
                    socket.getOutputStream().write(NOTHING.getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    if (socket.getInputStream().read() < 0) {
                        letGo.countDown();
                    }
                });
                var relay = new Relay();
                var route = route(relay, host, false);
                var client = client(relay)) {
            post(client, route.path(), "SOAPAction: Shell\r\n", "<a/>");
            assertThat(statusLine(client)).startsWith("HTTP/1.1 500");
            client.getInputStream().skipNBytes(client.getInputStream().available());
            post(client, route.path(), "SOAPAction: Shell\r\n", "<a/>");
            host.awaitConnection();
            host.awaitConnection();

            assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void connectionIsKeptForTheNextMessageOfTheRoute() throws Exception {
        try (var host = new UntrustedServer(socket -> {
                    answer(socket, NOTHING);
                    answer(socket, NOTHING.replace("500", "401"));
                });
                var relay = new Relay();
                var route = route(relay, host, false)) {
            assertThat(answered(relay, route)).startsWith("HTTP/1.1 500");

            // it may not be free yet
            await().untilAsserted(() -> assertThat(answered(relay, route)).startsWith("HTTP/1.1 401"));
        }
    }

    /** What is left of it would be taken for the answer to the next message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // silent before its end
                "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 100\r\n\r\n<half>",
                "HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<half>\r\n",
                "HTTP/1.1 500 Internal Ser",
                // none at all, which HttpCore 5.3.6 says with an unchecked exception
                "HTTP/1.1 000 None\r\n\r\n"
            })
    void connectionWhoseAnswerBrokeOffIsNotKept(String half) throws Exception {
        var connections = new AtomicInteger();
        var closed = new CountDownLatch(1);
        try (var host = new UntrustedServer(socket -> {
                    if (connections.incrementAndGet() > 1) {
                        answer(socket, NOTHING);
                        return;
                    }
                    answer(socket, half);
                    if (socket.getInputStream().read() < 0) {
                        closed.countDown();
                    } else {
                        socket.getOutputStream()
                                .write(NOTHING.replace("500", "401").getBytes(StandardCharsets.US_ASCII));
                    }
                });
                var relay = new Relay();
                var route = relay.route(
                        "pc-0421.corp.example",
                        new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")},
                        new Endpoint(false, host.port(), "HTTP", LONG, Duration.ofMillis(300)),
                        ACCOUNT)) {
            assertThat(answered(relay, route)).doesNotContain("500");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(answered(relay, route)).startsWith("HTTP/1.1 500");
            assertThat(connections).hasValue(2);
        }
    }

    private static void answer(Socket socket, String answer) throws IOException {
        UntrustedServer.readRequest(socket);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** The status of one message, which has a connection of its own; empty where the relay closed that without an answer. */
    private static String answered(Relay relay, HostRoute route) throws IOException {
        try (var client = client(relay)) {
            post(client, route.path(), "SOAPAction: Shell\r\nConnection: close\r\n", "<a/>");
            return statusLine(client);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Shell, false",
        "Receive, false",
        "Send, false",
        "Signal, false",
        "CommandLine, true",
        "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/Command, true",
        "commandline, true",
        "'', true"
    })
    void whatIsNotKnownToBeHarmlessCountsAsTheCommand(String action, boolean left) throws Exception {
        try (var host = new UntrustedServer(socket -> {
                    UntrustedServer.readRequest(socket);
                    socket.getOutputStream().write(NOTHING.getBytes(StandardCharsets.US_ASCII));
                });
                var relay = new Relay();
                var route = route(relay, host, false);
                var client = client(relay)) {
            post(client, route.path(), action.isEmpty() ? "" : "SOAPAction: " + action + "\r\n", "<a/>");
            assertThat(statusLine(client)).startsWith("HTTP/1.1 500");

            assertThat(route.commandLeft()).isEqualTo(left);
        }
    }

    @Test
    void nothingIsReadForAPathThatNobodyWasGiven() throws Exception {
        try (var relay = new Relay();
                var client = client(relay)) {
            client.getOutputStream()
                    .write("POST /guessed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            // its body has not come yet
            assertThat(statusLine(client)).startsWith("HTTP/1.1 404");
        }
    }

    /** As without file handles: each {@code accept} fails at once. */
    @Test
    void portThatTakesNobodyIsAskedAgainAfterAPauseAndNotGivenUp() throws Exception {
        var asked = new AtomicInteger();
        var failure = new AtomicReference<Throwable>(new IOException("Too many open files"));
        try (var port = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                asked.incrementAndGet();
                switch (failure.get()) {
                    case IOException lost -> throw lost;
                    case Error error -> throw error;
                    case null, default -> {
                        return super.accept();
                    }
                }
            }
        }) {
            port.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            try (var relay = new Relay(List.of(port))) {
                await().until(() -> asked.get() >= 3);
                assertThat(asked).hasValueLessThan(1_000);

                var before = asked.get();
                failure.set(new OutOfMemoryError("unable to create native thread"));
                await().until(() -> asked.get() > before + 1);

                failure.set(null);
                try (var client = new Socket(port.getInetAddress(), port.getLocalPort())) {
                    post(client, "/guessed", "", "");
                    assertThat(statusLine(client)).startsWith("HTTP/1.1 404");
                }
            }
        }
    }
}
