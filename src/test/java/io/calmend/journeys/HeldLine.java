package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The way to a server, which can be held: what is sent meanwhile arrives once it is let go. Nothing is lost. */
final class HeldLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ServerSocket entrance;
    private final int port;
    private volatile CountDownLatch open = new CountDownLatch(0);
    private volatile CountDownLatch waiting = new CountDownLatch(1);

    HeldLine(int port) throws IOException {
        this.port = port;
        this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int entrance() {
        return entrance.getLocalPort();
    }

    void hold() {
        waiting = new CountDownLatch(1);
        open = new CountDownLatch(1);
    }

    /** Until somebody's question waits on the held line. */
    void awaitQuestion() throws InterruptedException {
        assertThat(waiting.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("somebody asks within %s", PATIENCE)
                .isTrue();
    }

    void release() {
        open.countDown();
    }

    private void accept() {
        try {
            while (true) {
                var here = entrance.accept();
                Thread.ofVirtual().start(() -> connect(here));
            }
        } catch (IOException closed) {
            // the tests are over
        }
    }

    private void connect(Socket here) {
        try (here;
                var there = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var back = Thread.ofVirtual().start(() -> pass(there, here));
            pass(here, there);
            back.join();
        } catch (IOException stopped) {
            // nobody listens there: whoever asked finds the connection closed
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var bytes = new byte[8192];
            for (int read; (read = in.read(bytes)) >= 0; ) {
                if (open.getCount() > 0) {
                    waiting.countDown();
                    open.await();
                }
                out.write(bytes, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException cut) {
            close(from);
            close(to);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // by the other side
        }
    }

    @Override
    public void close() throws IOException {
        release();
        entrance.close();
    }
}
