package io.calmend.remote.wsman;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a KDC and counts what it is asked; each question of Java comes on a connection of its own. */
final class KdcProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    private final AtomicInteger questions = new AtomicInteger();
    private final String kdc;

    /** @param kdc the address of the KDC; empty to take questions and never answer */
    KdcProxy(String kdc) throws IOException {
        this.kdc = kdc;
        Thread.ofVirtual().start(this::listen);
    }

    int questions() {
        return questions.get();
    }

    /** A krb5.conf that leads to this proxy. */
    Path configuration(Path folder) {
        return configuration(folder, "CORP.EXAMPLE", server.getLocalPort());
    }

    static Path configuration(Path folder, String realm, int port) {
        try {
            return Files.writeString(
                    folder.resolve("krb5-" + realm + "-" + port + ".conf"), """
                    [libdefaults]
                      dns_lookup_kdc = false
                      dns_lookup_realm = false
                      udp_preference_limit = 1
                    [realms]
                      %s = {
                        kdc = 127.0.0.1:%d
                      }
                    """.formatted(realm, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try {
            while (true) {
                var client = server.accept();
                questions.incrementAndGet();
                if (!kdc.isEmpty()) {
                    var behind = new Socket(kdc, 88);
                    Thread.ofVirtual().start(() -> pump(client, behind));
                    Thread.ofVirtual().start(() -> pump(behind, client));
                }
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // by the other side
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
