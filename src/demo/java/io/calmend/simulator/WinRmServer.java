package io.calmend.simulator;

import io.calmend.simulator.SimulatedHost.ConnectionEnd;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * WS-Management on one port of 127.0.0.1 for all hosts. Over HTTPS the name that a client asks for in the TLS handshake picks
 * the host, and the {@code Host} header where it asks for none; over plain HTTP that header alone.
 */
final class WinRmServer implements AutoCloseable {

    private static final int IDLE_MILLIS = 120_000;

    private final ServerSocket listening;
    private final @Nullable SwitchableIdentity identity;
    private final KerberosAcceptor acceptor;
    private final Function<String, @Nullable SimulatedHost> hosts;
    private volatile Duration roundTrip = Duration.ZERO;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    private WinRmServer(
            @Nullable SwitchableIdentity identity,
            KerberosAcceptor acceptor,
            Function<String, @Nullable SimulatedHost> hosts) {
        this.identity = identity;
        this.acceptor = acceptor;
        this.hosts = hosts;
        try {
            listening = new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("winrm").start(this::accept);
    }

    /** Over HTTPS, on any port. */
    static WinRmServer secure(
            SwitchableIdentity identity, KerberosAcceptor acceptor, Function<String, @Nullable SimulatedHost> hosts) {
        return new WinRmServer(identity, acceptor, hosts);
    }

    /** Over plain HTTP, where messages are sealed, on any port. */
    static WinRmServer sealed(KerberosAcceptor acceptor, Function<String, @Nullable SimulatedHost> hosts) {
        return new WinRmServer(null, acceptor, hosts);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on the network is that far away: each connection, handshake and request takes so much longer. */
    void roundTrip(Duration duration) {
        roundTrip = duration;
    }

    Traffic traffic() {
        return new Traffic(connections.get(), requests.get());
    }

    void resetTraffic() {
        connections.set(0);
        requests.set(0);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().name("winrm connection").start(() -> serve(socket));
            } catch (IOException e) {
                // closed, or a client that was gone before it was let in
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout(IDLE_MILLIS);
            Thread.sleep(roundTrip);
            if (identity == null) {
                converse(plain, plain, "", null);
                return;
            }
            // a context of its own for each connection: no session of before brings back a certificate that was changed
            var factory = identity.newContext().getSocketFactory();
            try (var tls = (SSLSocket) factory.createSocket(plain, null, true)) {
                Thread.sleep(roundTrip);
                tls.startHandshake();
                var shown = (X509Certificate) tls.getSession().getLocalCertificates()[0];
                converse(plain, tls, SwitchableIdentity.requestedName(tls.getSession()), shown);
            }
        } catch (IOException e) {
            // the client went away, or no handshake came about: nothing to answer to
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(plain);
        }
    }

    private void converse(Socket plain, Socket socket, String name, @Nullable X509Certificate shown)
            throws IOException, InterruptedException {
        var in = new BufferedInputStream(socket.getInputStream());
        var out = socket.getOutputStream();
        WinRmConnection connection = null;
        for (var request = Http.read(in, out); request != null; request = Http.read(in, out)) {
            requests.incrementAndGet();
            Thread.sleep(roundTrip);
            if (connection == null) {
                var host = hosts.apply(name.isEmpty() ? hostHeader(request) : name);
                if (host == null) {
                    Http.write(out, Http.Response.html(404, "Not Found", Http.Response.SERVER), false);
                    return;
                }
                connection = new WinRmConnection(host, acceptor, shown);
            }
            var stays = !"close".equalsIgnoreCase(request.header("connection"));
            SimulatedHost.Answer answer;
            try {
                answer = connection.answer(request);
            } catch (SimulatedHost.ConnectionDropped e) {
                // before TLS could say good-bye
                reset(plain);
                return;
            }
            if (answer.ending() == ConnectionEnd.TOO_LONG) {
                Http.writeTooLong(out);
                return;
            }
            Http.write(out, answer.response(), stays && answer.ending() != ConnectionEnd.CLOSED);
            if (!stays || answer.ending() != ConnectionEnd.STAYS) {
                return;
            }
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
