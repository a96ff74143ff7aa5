package io.calmend.remote.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;

/** Connections to hosts that have more than one address, or all the time in the world. */
public final class Sockets {

    private Sockets() {}

    /** A connection to the first of {@code addresses} that takes one; each is given {@code timeout}. */
    public static Socket connected(InetAddress[] addresses, int port, Duration timeout) throws IOException {
        var last = new IOException("no address");
        for (var address : addresses) {
            // of a channel: only that tells without waiting whether the other end has closed it
            var socket = SocketChannel.open().socket();
            try {
                socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
                return socket;
            } catch (IOException failed) {
                socket.close();
                last = failed;
            }
        }
        throw last;
    }

    /**
     * Whether {@code wire}, a connection of {@link #connected} that nobody reads now, is open and nothing has come on it: no byte
     * and no end. Takes no time; where something has come, the connection is of no use any more.
     */
    public static boolean isQuiet(Socket wire) throws IOException {
        var channel = wire.getChannel();
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /**
     * Shakes hands within {@code time} as a whole: a socket's own time-out counts the silence between two bytes alone, and a
     * host that trickles is never silent.
     *
     * @param wire below {@code tls}; closed if the time is over
     * @throws SocketTimeoutException if it is
     */
    public static void shakeHands(SSLSocket tls, Socket wire, Duration time) throws IOException {
        var over = new AtomicBoolean();
        var watch = Thread.ofVirtual().name("tls-handshake-watch").start(() -> {
            try {
                Thread.sleep(time);
                if (over.compareAndSet(false, true)) {
                    wire.close();
                }
            } catch (InterruptedException shaken) {
                // in time
            } catch (IOException gone) {
                // that is what was wanted
            }
        });
        IOException failure = null;
        try {
            tls.startHandshake();
        } catch (IOException failed) {
            failure = failed;
        } finally {
            watch.interrupt();
        }
        if (!over.compareAndSet(false, true)) {
            var late = new SocketTimeoutException("no handshake within " + time.toMillis() + " ms");
            if (failure != null) {
                late.addSuppressed(failure);
            }
            throw late;
        }
        if (failure != null) {
            throw failure;
        }
    }
}
