package io.calmend.simulator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * WS-Management over HTTPS on one port of 127.0.0.1 for all hosts: the name that a client asks for in the TLS handshake picks
 * the host, and the {@code Host} header where it asks for none.
 */
final class WinRmServer implements AutoCloseable {

    private static final int IDLE_MILLIS = 120_000;

    private final ServerSocket listening;
    private final SwitchableIdentity identity;
    private final Function<String, @Nullable SimulatedHost> hosts;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param port 0 for any */
    WinRmServer(int port, SwitchableIdentity identity, Function<String, @Nullable SimulatedHost> hosts) {
        this.identity = identity;
        this.hosts = hosts;
        try {
            listening = new ServerSocket(port, 200, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("winrm").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().name("winrm connection").start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a client that was gone before it was let in
            }
        }
    }

    private void serve(Socket plain) {
        // a context of its own for each connection: no session of before brings back a certificate that was changed
        SSLContext context = identity.newContext();
        try (plain;
                var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true)) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(IDLE_MILLIS);
            tls.startHandshake();
            var name = SwitchableIdentity.requestedName(tls.getSession());
            var in = new BufferedInputStream(tls.getInputStream());
            var out = tls.getOutputStream();
            while (true) {
                var request = Http.read(in, out);
                if (request == null) {
                    return;
                }
                var host = hosts.apply(name.isEmpty() ? hostHeader(request) : name);
                if (host == null) {
                    Http.write(out, Http.Response.html(404, "Not Found", Http.Response.SERVER), false);
                    return;
                }
                var keepAlive = !"close".equalsIgnoreCase(request.header("connection"));
                try {
                    Http.write(out, host.answer(request, "127.0.0.1"), keepAlive);
                } catch (SimulatedHost.ConnectionDropped e) {
                    reset(plain);
                    return;
                }
                if (!keepAlive) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client went away, or no handshake came about: nothing to answer to
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(plain);
        }
    }

    private static String hostHeader(Http.Request request) {
        var header = request.header("host");
        return header == null ? "" : header.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    }

    /** A reset, not an orderly end: what a client sees when a host loses power or a firewall forgets it. */
    private static void reset(Socket plain) {
        try {
            plain.setSoLinger(true, 0);
            plain.close();
        } catch (IOException e) {
            // gone already
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(WinRmServer::reset);
    }
}
