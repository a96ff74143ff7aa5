package io.calmend.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a connection that was kept can carry one message more is known before that is sent. */
class SocketsTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private ServerSocket listening;
    private Socket ours;
    private Socket theirs;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 1, LOOPBACK);
        ours = Sockets.connected(new InetAddress[] {LOOPBACK}, listening.getLocalPort(), Duration.ofSeconds(5));
        theirs = listening.accept();
    }

    @AfterEach
    void close() throws IOException {
        theirs.close();
        ours.close();
        listening.close();
    }

    @Test
    void quietConnectionIsReadAsBefore() throws IOException {
        ours.setSoTimeout(5_000);
        assertThat(Sockets.isQuiet(ours)).isTrue();

        theirs.getOutputStream().write('a');

        assertThat(ours.getInputStream().read()).isEqualTo('a');
        assertThat(Sockets.isQuiet(ours)).isTrue();
    }

    @Test
    void endIsSeen() throws IOException {
        theirs.close();

        await().until(() -> !Sockets.isQuiet(ours));
    }

    @Test
    void whatNobodyAskedForIsSeen() throws IOException {
        theirs.getOutputStream().write('a');

        await().until(() -> !Sockets.isQuiet(ours));
    }
}
