package io.calmend.remote.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** For tests: a server on loopback that does with each connection what no decent one does. */
public final class UntrustedServer implements Closeable {

    /** What is done with one connection, which is closed afterwards. */
    public interface Manners {
        void serve(Socket socket) throws Exception;
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Semaphore connections = new Semaphore(0);

    public UntrustedServer(Manners manners) throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    var socket = listening.accept();
                    open.add(socket);
                    connections.release();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            manners.serve(socket);
                        } catch (Exception gone) {
                            // that is its good right
                        }
                    });
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    /** Announces a long record of TLS and sends it byte by byte, until {@code letGo} is told that the other side has closed. */
    public static UntrustedServer tricklingHandshake(Runnable letGo) throws IOException {
        return new UntrustedServer(socket -> {
            try {
                var out = socket.getOutputStream();
                // a handshake record of 16,000 bytes that begins a ServerHello
                out.write(new byte[] {22, 3, 3, 0x3e, (byte) 0x80, 2, 0, 0x3e, 0x7c});
                while (true) {
                    out.write(0);
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (IOException closed) {
                letGo.run();
            }
        });
    }

    /** Reads the head of a request and, of its body, as much as its length says. */
    public static void readRequest(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        var length = head.toString()
                .lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16).strip()))
                .sum();
        socket.getInputStream().readNBytes(length);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Until one more connection has come. */
    public void awaitConnection() throws InterruptedException {
        if (!connections.tryAcquire(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody came");
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
