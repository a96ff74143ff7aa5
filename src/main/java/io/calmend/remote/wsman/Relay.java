package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an HTTP client whose own connections are not safe reach one host and nothing else. The client gets a port on
 * loopback and, for each command, a path that nobody can guess. What it posts there is sent to {@code /wsman} on the
 * host of that path, with strict TLS verification. Answers are limited in size, and redirects never reach the client.
 *
 * <p>Guarantees: a path is valid from {@link #route} until its {@link HostRoute#close}, and leads to one host, one
 * port and one kind of protection. Passwords for Basic never pass through the port: the client has one that is valid
 * for this path alone, and it is replaced by the real one on the way to the host. The port is kept for as long as the
 * portal runs, so that no other process can take it over while a client still uses it.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** Must be this name: only for this one does the client use the host's own name for Kerberos. */
    private static final String NAME = "localhost";

    /** Any process on this server can connect; a connection that stays silent is closed. */
    private static final int MOST_CONNECTIONS = 1_000;

    private static final int LONGEST_SILENCE_MILLIS = 5_000;
    private static final int LARGEST_MESSAGE = 256 * 1_024;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int MOST_ATTEMPTS = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<ServerSocket> listening;
    private final Map<String, HostRoute> routes = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

    /** @throws UncheckedIOException if no port on loopback is available */
    public Relay() {
        this(onePort());
    }

    Relay(List<ServerSocket> listening) {
        this.listening = listening;
        listening.forEach(one -> Thread.ofVirtual().name("winrm-relay").start(() -> accept(one)));
    }

    private static List<ServerSocket> onePort() {
        try {
            return listen();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /**
     * The same port on all loopback addresses that a client may resolve the name to, so that no other process can
     * listen on one of them.
     */
    private static List<ServerSocket> listen() throws IOException {
        var addresses = InetAddress.getAllByName(NAME);
        for (var address : addresses) {
            if (!address.isLoopbackAddress()) {
                throw new IOException(NAME + " is " + address.getHostAddress() + ", which is not this server alone");
            }
        }
        for (var attempt = 1; ; attempt++) {
            var open = new ArrayList<ServerSocket>();
            try {
                for (var address : addresses) {
                    open.add(new ServerSocket(
                            open.isEmpty() ? 0 : open.getFirst().getLocalPort(), 200, address));
                }
                return List.copyOf(open);
            } catch (IOException taken) {
                for (var one : open) {
                    one.close();
                }
                if (attempt == MOST_ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** The address that the client connects to. */
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(NAME, listening.getFirst().getLocalPort());
    }

    /**
     * A route to {@code host}, valid until it is closed.
     *
     * @param addresses of {@code host}; nothing else is connected to
     * @param account the only account that signs in through this route
     */
    public HostRoute route(String host, InetAddress[] addresses, Endpoint endpoint, HostAccount account) {
        var path = "/" + secret();
        var route = new HostRoute(
                "http://" + NAME + ":" + address().getPort(),
                path,
                secret(),
                host,
                addresses,
                endpoint,
                account,
                () -> routes.remove(path));
        routes.put(path, route);
        return route;
    }

    private static String secret() {
        var bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private void accept(ServerSocket port) {
        var failing = false;
        while (!port.isClosed()) {
            try {
                admit(port.accept());
                failing = false;
            } catch (IOException | RuntimeException | Error failed) {
                if (port.isClosed()) {
                    return;
                }
                if (!failing) {
                    LOG.error("a connection from this server could not be accepted; others still can", failed);
                }
                failing = true;
                // without file handles or memory accepting fails again and again without a pause
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void admit(Socket client) throws IOException {
        if (!free.tryAcquire()) {
            client.close();
            return;
        }
        var served = false;
        try {
            Thread.ofVirtual().name("winrm-relayed").start(() -> {
                try {
                    serve(client);
                } finally {
                    free.release();
                }
            });
            served = true;
        } finally {
            if (!served) {
                free.release();
                client.close();
            }
        }
    }

    private void serve(Socket client) {
        HostRoute.Leg leg = null;
        try (client;
                var http = new DefaultBHttpServerConnection(null, HostHttp.LIMITS)) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(LONGEST_SILENCE_MILLIS);
            http.bind(client);
            for (var request = http.receiveRequestHeader(); request != null; request = http.receiveRequestHeader()) {
                var route = routes.get(String.valueOf(request.getPath()));
                // the path is checked first: a message without a route is not read into memory
                var body = route == null || !request.getMethod().equals("POST") ? null : body(http, request);
                if (route == null || body == null) {
                    send(http, new HostRoute.Passed(404, "", List.of(), new byte[0]));
                    http.close(CloseMode.GRACEFUL);
                    return;
                }
                if (leg == null) {
                    leg = route.leg(client);
                }
                if (leg.route() != route) {
                    return;
                }
                send(
                        http,
                        leg.pass(
                                body,
                                value(request, "Content-Type"),
                                value(request, "SOAPAction"),
                                value(request, "Authorization")));
            }
        } catch (IOException | HttpException gone) {
            LOG.trace("a client left: {}", gone.getClass().getSimpleName());
        } finally {
            if (leg != null) {
                leg.close();
            }
        }
    }

    private static byte @Nullable [] body(DefaultBHttpServerConnection http, ClassicHttpRequest request)
            throws IOException, HttpException {
        http.receiveRequestEntity(request);
        var entity = request.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        var body = entity.getContent().readNBytes(LARGEST_MESSAGE + 1);
        return body.length > LARGEST_MESSAGE ? null : body;
    }

    private static @Nullable String value(ClassicHttpRequest request, String name) {
        var header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static void send(DefaultBHttpServerConnection http, HostRoute.Passed answer)
            throws IOException, HttpException {
        var response = new BasicClassicHttpResponse(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setHeader("Content-Type", answer.contentType());
        }
        answer.schemes().forEach(scheme -> response.addHeader("WWW-Authenticate", scheme));
        response.setHeader("Content-Length", answer.body().length);
        response.setEntity(new ByteArrayEntity(answer.body(), ContentType.APPLICATION_OCTET_STREAM));
        http.sendResponseHeader(response);
        http.sendResponseEntity(response);
        http.flush();
    }

    @Override
    public void close() {
        for (var port : listening) {
            try {
                port.close();
            } catch (IOException gone) {
                // the connection was to be closed anyway
            }
        }
        List.copyOf(routes.values()).forEach(HostRoute::close);
    }
}
