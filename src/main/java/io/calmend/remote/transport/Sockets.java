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

/** Opens connections to hosts that may have several addresses, and limits the time that a host can take. */
public final class Sockets {

    private Sockets() {}

    /** A connection to the first of {@code addresses} that accepts one; each gets {@code timeout}. */
    public static Socket connected(InetAddress[] addresses, int port, Duration timeout) throws IOException {
        var last = new IOException("no address");
        for (var address : addresses) {
            // a channel's socket, because only that reports without waiting whether the other end has closed it
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
     * Whether {@code wire}, a connection from {@link #connected} that nobody is reading, is open and has received
     * nothing: no byte and no end of stream. Does not block. A connection that has received something cannot be used
     * any more.
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
     * Performs the TLS handshake within {@code time} as a whole: a socket's own timeout only covers the silence
     * between two bytes, and a host that sends one byte at a time is never silent.
     *
     * @param wire the socket below {@code tls}; closed if the time is over
     * @throws SocketTimeoutException if the time is over
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
                // the handshake ended in time
            } catch (IOException gone) {
                // the socket was to be closed anyway
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
