package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.Ordered;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.filter.OncePerRequestFilter;

/** Each bound by itself, drawn so close that a test need not flood. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = {EdgeTest.Slice.class, WebServerLimitsTest.Reader.class},
        properties = {
            "vaadin.allowed-packages=io.calmend.signin",
            "calmend.signin.limits.connections-per-address=8",
            "calmend.signin.limits.request-within=1s",
            "calmend.signin.limits.sessions-before-sign-in=10"
        })
@DirtiesContext
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebServerLimitsTest {

    private static final int TIMEOUT = 30_000;
    private static final String READ = "/read-by-the-test";

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int healthPort;

    @Autowired
    private OpenSessions sessions;

    @Autowired
    private Reader reader;

    @BeforeEach
    void nothingRead() {
        reader.asked.set(0);
        reader.read.set(0);
    }

    /** Reads whatever comes, which nothing in the portal does. */
    static final class Reader extends OncePerRequestFilter implements Ordered {

        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger read = new AtomicInteger();

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (!request.getRequestURI().equals(READ)) {
                chain.doFilter(request, response);
                return;
            }
            asked.incrementAndGet();
            var buffer = new byte[1_024];
            for (var count = request.getInputStream().read(buffer);
                    count >= 0;
                    count = request.getInputStream().read(buffer)) {
                read.addAndGet(count);
            }
        }
    }

    private Socket from(int address) throws IOException {
        return from(address, port);
    }

    private static Socket from(int address, int port) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        socket.setSoTimeout(TIMEOUT);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private String post(String more) {
        return "POST /login HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n" + more;
    }

    /** Until the other side has closed; empty if it did so without a word. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    /** A path that only the valve guards: Tomcat has bounds of its own for forms, and Vaadin for the messages of its pages. */
    @Test
    void bodyWhoseLengthSaysTooMuchIsRefusedBeforeAnybodyReadsIt() throws IOException {
        try (var socket = from(2)) {
            send(socket, post("Content-Length: 65537\r\n\r\n").replace("/login", READ));

            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ").contains("Connection: close");
        }
        assertThat(reader.asked).hasValue(0);
    }

    @Test
    void bodyOfTheLargestLengthIsRead() throws IOException {
        try (var socket = from(2)) {
            send(
                    socket,
                    post("Connection: close\r\nContent-Length: 65536\r\n\r\n").replace("/login", READ)
                            + "x".repeat(65_536));

            assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(reader.read).hasValue(65_536);
    }

    @Test
    void bodyWithoutALengthIsReadUpToTheBoundAndNoFurther() throws IOException {
        try (var socket = from(3)) {
            send(socket, post("Transfer-Encoding: chunked\r\n\r\n").replace("/login", READ));
            try {
                for (var chunk = 0; chunk < 5; chunk++) {
                    send(socket, "4000\r\n" + "x".repeat(0x4000) + "\r\n");
                }
                send(socket, "0\r\n\r\n");
            } catch (SocketException closed) {
                // the sooner the better
            }

            assertThat(answer(socket)).isEmpty();
        }
        assertThat(reader.asked).hasValue(1);
        assertThat(reader.read).hasValueLessThanOrEqualTo(65_536);
    }

    /** Here Tomcat's {@code max-swallow-size} helps. */
    @ParameterizedTest
    @ValueSource(strings = {"/login", "/", "/?v-r=uidl&v-uiId=0", "/VAADIN/push?v-r=push", "/styles.css"})
    void bodyWithoutEndIsCutOffWhoeverIsAsked(String path) throws IOException {
        try (var socket = from(3)) {
            send(socket, post("Transfer-Encoding: chunked\r\n\r\n").replace("/login", path));
            var chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            var taken = IntStream.range(0, 1_000)
                    .takeWhile(_ -> {
                        try {
                            send(socket, chunk);
                            return true;
                        } catch (IOException closed) {
                            return false;
                        }
                    })
                    .count();

            // what lies in buffers on the way is sent, too
            assertThat(taken).isLessThan(1_000);
        }
    }

    @Test
    void bodyThatTricklesIsCutOff() throws Exception {
        try (var socket = from(4)) {
            send(socket, post("Content-Length: 1000\r\n\r\n"));

            assertThat(trickled(socket, "a=b&")).isLessThan(100);
        }
    }

    @Test
    void headThatTricklesIsCutOff() throws Exception {
        try (var socket = from(5)) {
            send(socket, post(""));

            assertThat(trickled(socket, "X-More: 1\r\n")).isLessThan(100);
        }
    }

    /** How often {@code text} could be sent until the other side had closed. */
    private static int trickled(Socket socket, String text) throws Exception {
        for (var sent = 0; sent < 100; sent++) {
            try {
                send(socket, text);
                socket.setSoTimeout(200);
                if (socket.getInputStream().read() < 0) {
                    return sent;
                }
            } catch (SocketTimeoutException open) {
                // goes on trickling
            } catch (SocketException closed) {
                return sent;
            }
        }
        return 100;
    }

    @Test
    void oneAddressHoldsSoManyConnectionsAndNoMore() throws IOException {
        var held = new ArrayList<Socket>();
        try {
            for (var i = 0; i < 8; i++) {
                held.add(from(6));
            }
            try (var ninth = from(6);
                    var other = from(7)) {
                send(other, "GET /login HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n");
                assertThat(answer(other)).startsWith("HTTP/1.1 200");
                assertThat(answer(ninth)).isEmpty();
            }
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void closingWhatIsLateGoesOnAfterAFault() {
        var rounds = new AtomicInteger();
        var round = PortalConnector.againWhateverHappens(() -> {
            rounds.incrementAndGet();
            throw new IllegalStateException("a bug");
        });

        round.run();
        round.run();

        assertThat(rounds).hasValue(2);
    }

    @Test
    void anonymousSessionsAreFewAndAFloodWashesAwayItself() throws IOException {
        var quiet = sessionFrom(8, "");
        for (var i = 0; i < 30; i++) {
            sessionFrom(9, "");
        }

        assertThat(sessions.all()).hasSizeLessThanOrEqualTo(10);
        assertThat(sessionFrom(8, "Cookie: calmend=" + quiet + "\r\n"))
                .as("no new session is given out")
                .isEmpty();
        assertThat(sessions.all())
                .allSatisfy(
                        session -> assertThat(session.getMaxInactiveInterval()).isEqualTo(300));
    }

    /** The id of the session that an answer gives out; empty if it gives none. */
    private String sessionFrom(int address, String cookie) throws IOException {
        try (var socket = from(address)) {
            send(
                    socket,
                    "GET /login HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + cookie + "Connection: close\r\n\r\n");
            return answer(socket)
                    .lines()
                    .filter(line -> line.startsWith("Set-Cookie: calmend="))
                    .map(line -> line.replaceFirst(".*?=", "").replaceFirst(";.*", ""))
                    .findFirst()
                    .orElse("");
        }
    }

    // ---- the port of the health check

    private Socket askedForHealth(String more) throws IOException {
        var socket = from(10, healthPort);
        send(socket, "GET /actuator/health HTTP/1.1\r\nHost: localhost:" + healthPort + "\r\n" + more + "\r\n");
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var read = socket.getInputStream().read();
                read >= 0 && read != '\r';
                read = socket.getInputStream().read()) {
            line.append((char) read);
        }
        return line.toString();
    }

    @Test
    void headForTheHealthPortThatTricklesIsCutOff() throws Exception {
        try (var socket = from(5, healthPort)) {
            send(socket, "GET /actuator/health HTTP/1.1\r\nHost: localhost\r\n");

            assertThat(trickled(socket, "X-More: 1\r\n")).isLessThan(100);
        }
    }

    @Test
    void headForTheHealthPortIsSmall() throws IOException {
        try (var socket = askedForHealth("X-More: " + "x".repeat(RequestBounds.HEAD_FOR_HEALTH) + "\r\n")) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void healthPortHoldsSoManyConnectionsAndNoMore() throws IOException {
        var held = new ArrayList<Socket>();
        try {
            for (var i = 0; i < RequestBounds.CONNECTIONS_FOR_HEALTH; i++) {
                var socket = askedForHealth("");
                held.add(socket);
                assertThat(firstLine(socket)).startsWith("HTTP/1.1 ");
            }
            try (var further = askedForHealth("")) {
                further.setSoTimeout(500);
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> firstLine(further));

                held.removeLast().close();
                further.setSoTimeout(TIMEOUT);
                assertThat(firstLine(further)).as("a place is free").startsWith("HTTP/1.1 ");
            }
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }
}
