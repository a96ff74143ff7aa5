package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody without an account tries to end Calmend, as it is delivered and in little memory, with all that can be sent without signing in. */
class FloodIT {

    private static final int ADDRESSES = 20;
    private static final int CONNECTIONS = 400;
    private static final Duration HELD = Duration.ofSeconds(60);
    private static final int BODY = 10_000_000;
    private static final byte[] FILLER = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(2);

    @TempDir
    static Path folder;

    private static Process portal;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        portal = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-jar",
                        System.getProperty("calmend.jar"),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--management.server.port=0",
                        "--spring.datasource.url=jdbc:h2:mem:flood;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .ignoreExceptions()
                .until(() -> new RawHttp(port).get("/login").status() == 200);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        portal.destroyForcibly();
        portal.waitFor(30, TimeUnit.SECONDS);
    }

    @Test
    void loginIsAnsweredWhileHundredsHoldLargeBodies() throws InterruptedException {
        var sessions = new ArrayList<String>();
        for (var number = 0; number < CONNECTIONS; number++) {
            var browser = new RawHttp(port);
            assertThat(browser.get("/login").status()).isEqualTo(200);
            sessions.add(browser.cookies().get("calmend"));
        }
        var end = System.nanoTime() + HELD.toNanos();
        var begun = new AtomicInteger();
        var times = new ArrayList<Duration>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < CONNECTIONS; number++) {
                var anonymous = new Anonymous(number, sessions.get(number), end, begun);
                threads.submit(anonymous::run);
            }
            while (System.nanoTime() < end && portal.isAlive()) {
                times.add(loginTakes());
            }
        }

        assertThat(portal.isAlive())
                .as("the portal lives, after %d posts were begun", begun.get())
                .isTrue();
        assertThat(begun).as("posts").hasValueGreaterThanOrEqualTo(CONNECTIONS);
        assertThat(times)
                .as("answers of /login")
                .hasSizeGreaterThan(60)
                .allSatisfy(time -> assertThat(time).isLessThan(SLOWEST_ANSWER));
        System.out.println(begun + " posts from " + ADDRESSES + " addresses; the slowest of " + times.size()
                + " answers of /login took " + Collections.max(times).toMillis() + " ms");
    }

    /** No answer is a very slow one. */
    private static Duration loginTakes() throws InterruptedException {
        var asked = System.nanoTime();
        try {
            assertThat(new RawHttp(port).get("/login").status()).isEqualTo(200);
        } catch (RuntimeException | AssertionError none) {
            return Duration.ofDays(1);
        }
        var took = Duration.ofNanos(System.nanoTime() - asked);
        Thread.sleep(200);
        return took;
    }

    /** Posts from an address of its own, holds what it has begun, and begins again when it is thrown out. */
    private record Anonymous(int number, String session, long end, AtomicInteger begun) {

        private InetAddress address() throws IOException {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number % ADDRESSES)});
        }

        void run() {
            var cookie = number % 4 == 0 ? "" : "Cookie: calmend=" + session + "\r\n";
            while (System.nanoTime() < end && portal.isAlive()) {
                try (var socket = new Socket()) {
                    socket.bind(new InetSocketAddress(address(), 0));
                    socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
                    socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                    post(socket, cookie);
                    begun.incrementAndGet();
                    while (socket.getInputStream().read() >= 0) {
                        // until it is closed
                    }
                } catch (IOException thrownOut) {
                    begun.incrementAndGet();
                }
                try {
                    Thread.sleep(2_000);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        /** Everything but the last byte. */
        private void post(Socket socket, String cookie) throws IOException {
            var out = socket.getOutputStream();
            var path = number % 4 == 0 ? "/login" : "/?v-r=uidl&v-uiId=0";
            var type = number % 4 == 0 ? "application/x-www-form-urlencoded" : "application/json";
            var length = number % 4 == 2 ? "Transfer-Encoding: chunked" : "Content-Length: " + BODY;
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + cookie + "Content-Type: "
                            + type + "\r\n" + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            switch (number % 4) {
                case 2 -> sendChunks(out);
                case 3 -> trickle(out);
                default -> sendAllButOne(out);
            }
        }

        private static void sendAllButOne(OutputStream out) throws IOException {
            var left = BODY - 1;
            while (left > 0) {
                var now = Math.min(left, FILLER.length);
                out.write(FILLER, 0, now);
                left -= now;
            }
            out.flush();
        }

        private static void sendChunks(OutputStream out) throws IOException {
            for (var sent = 0; sent < BODY; sent += FILLER.length) {
                out.write((Integer.toHexString(FILLER.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(FILLER);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
        }

        private void trickle(OutputStream out) throws IOException {
            while (System.nanoTime() < end) {
                out.write(FILLER, 0, 16);
                out.flush();
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
