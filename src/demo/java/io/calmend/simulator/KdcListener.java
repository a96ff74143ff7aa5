package io.calmend.simulator;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Where the realm's key distribution centre listens (TCP, 127.0.0.1): counts what it is asked, and can be slow or shut. */
public final class KdcListener implements AutoCloseable {

    private static final int IDLE_MILLIS = 30_000;
    private static final int LONGEST = 1024 * 1024;

    private final ServerSocket listening;
    private final Centre centre;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong exchanges = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean shut;

    /** One message in, one out. */
    interface Centre {
        byte[] answer(byte[] message) throws IOException;
    }

    KdcListener(Centre centre) {
        this.centre = centre;
        try {
            listening = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("kdc").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many messages have been answered since the start. */
    public long exchanges() {
        return exchanges.get();
    }

    /** Each answer takes so long from now on. */
    public void delay(Duration duration) {
        delay = duration;
    }

    /** While it is shut, every connection ends without an answer. */
    public void shut(boolean closed) {
        shut = closed;
    }

    /** Open, and as fast as it can be. */
    void reset() {
        shut(false);
        delay(Duration.ZERO);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().name("kdc connection").start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a client that was gone before it was let in
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(IDLE_MILLIS);
            var in = new DataInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            while (!shut) {
                var length = in.readInt();
                if (length < 0 || length > LONGEST) {
                    return;
                }
                var message = in.readNBytes(length);
                if (message.length < length) {
                    throw new EOFException();
                }
                Thread.sleep(delay);
                if (shut) {
                    return;
                }
                var answer = centre.answer(message);
                var framed = new byte[4 + answer.length];
                ByteBuffer.wrap(framed).putInt(answer.length).put(answer);
                exchanges.incrementAndGet();
                out.write(framed);
                out.flush();
            }
        } catch (IOException e) {
            // the client went away, or asked what no realm answers
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
