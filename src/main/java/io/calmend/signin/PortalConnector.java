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
 * Tomcat's HTTP/1.1 with two bounds that it has not: how many connections one network address may hold, and how long a TLS
 * handshake or the head of a request may take as a whole (Tomcat counts the time between two bytes alone). What goes beyond is
 * closed without a word. Made by Tomcat, by the name of its class.
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

    /** {@code task}, which an exception does not keep from being run the next time. */
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

        /** What is not whole yet, and since when. */
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

        /** The open connections themselves are counted: a count kept beside them could drift from them for ever. */
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

        /** Null where the other side is gone already. */
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

        /** A number of the handshake or of the request whose head is still coming; null if none is. */
        private static @Nullable Long unfinishedRequest(SocketWrapperBase<NioChannel> connection) {
            if (!connection.getSocket().isHandshakeComplete()) {
                return Long.MIN_VALUE;
            }
            // kept with the connection between two pieces of a head, and for what is answered asynchronously
            return connection.getCurrentProcessor() instanceof AbstractProcessor processor && !processor.isAsync()
                    ? Long.valueOf(processor.getRequest().getStartTimeNanos())
                    : null;
        }
    }
}
