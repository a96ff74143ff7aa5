package io.calmend.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's HTTP/1.1 connector with two more limits: how many connections one network address may have, and how long a
 * TLS handshake or the head of a request may take in total (Tomcat only limits the time between two bytes). A
 * connection that exceeds one is closed without an answer. Created by Tomcat, by its class name.
 */
public final class PortalConnector extends Http11NioProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(PortalConnector.class);

    public PortalConnector() {
        super(new BoundedEndpoint());
    }

    void setConnectionsPerAddress(int connections) {
        endpoint().perAddress = connections;
    }

    void setHeadWithin(Duration time) {
        endpoint().headWithin = time;
    }

    private BoundedEndpoint endpoint() {
        return (BoundedEndpoint) getEndpoint();
    }

    /** Runs {@code task} and logs any exception or error, so that the next scheduled run still takes place. */
    static Runnable againWhateverHappens(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                LOG.error("late connections could not be closed; trying again", bug);
            }
        };
    }

    private static final class BoundedEndpoint extends NioEndpoint {

        private volatile int perAddress = Integer.MAX_VALUE;
        private volatile Duration headWithin = Duration.ofMinutes(1);
        private @Nullable ScheduledFuture<?> sweeping;

        /** Handshakes and request heads that are incomplete, and since when. */
        private final Map<SocketWrapperBase<NioChannel>, Unfinished> unfinished = new HashMap<>();

        private record Unfinished(long request, long since) {}

        @Override
        public void startInternal() throws Exception {
            super.startInternal();
            sweeping = getUtilityExecutor()
                    .scheduleWithFixedDelay(againWhateverHappens(this::closeLate), 1, 1, TimeUnit.SECONDS);
        }

        @Override
        public void stopInternal() {
            if (sweeping != null) {
                sweeping.cancel(false);
            }
            super.stopInternal();
        }

        /** Counts the connections that are open: a separate counter could drift from them. */
        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            var from = networkOf(socket);
            if (from == null || openFrom(from) >= perAddress) {
                destroySocket(socket);
                return false;
            }
            return super.setSocketOptions(socket);
        }

        private long openFrom(InetAddress network) {
            return connections.keySet().stream()
                    .filter(other -> network.equals(networkOf(other)))
                    .limit(perAddress)
                    .count();
        }

        /** Null if the client has disconnected already. */
        private static @Nullable InetAddress networkOf(SocketChannel socket) {
            try {
                return socket.getRemoteAddress() instanceof InetSocketAddress address
                        ? ClientNetwork.of(address.getAddress())
                        : null;
            } catch (IOException gone) {
                return null;
            }
        }

        private void closeLate() {
            var open = getConnections();
            unfinished.keySet().retainAll(new HashSet<>(open));
            var now = System.nanoTime();
            for (var connection : open) {
                var request = unfinishedRequest(connection);
                if (request == null) {
                    unfinished.remove(connection);
                    continue;
                }
                var known = unfinished.get(connection);
                if (known == null || known.request() != request) {
                    unfinished.put(connection, new Unfinished(request, now));
                } else if (now - known.since() > headWithin.toNanos()) {
                    connection.close();
                }
            }
        }

        /** A number for the handshake or for the request whose head is incomplete; null if there is none. */
        private static @Nullable Long unfinishedRequest(SocketWrapperBase<NioChannel> connection) {
            if (!connection.getSocket().isHandshakeComplete()) {
                return Long.MIN_VALUE;
            }
            // kept with the connection between two parts of a head, and for asynchronous answers
            return connection.getCurrentProcessor() instanceof AbstractProcessor processor && !processor.isAsync()
                    ? Long.valueOf(processor.getRequest().getStartTimeNanos())
                    : null;
        }
    }
}
