package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a few signed-in connections to each host for reuse. Shells are never kept. */
final class Connections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** A host drops an idle sign-in after a time that is not documented; all sources suggest less than two minutes. */
    static final int LONGEST_IDLE_SECONDS = 30;

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(LONGEST_IDLE_SECONDS);

    static final int MOST_PER_HOST = 3;
    private static final int MOST = 500;

    private final Endpoint endpoint;
    private final Map<Key, Deque<HostConnection>> idle = new HashMap<>();
    private final ScheduledExecutorService sweeper;
    private int kept;
    private boolean closed;

    /** A connection is reused only for the same account with the same password. */
    private record Key(String host, String account, String fingerprint) {
        static Key of(String host, HostAccount account) {
            return new Key(host, account.name(), account.fingerprint());
        }
    }

    Connections(Endpoint endpoint) {
        this.endpoint = endpoint;
        sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("wsman-idle").factory());
        var often = LONGEST_IDLE.toMillis() / 3;
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, often, often, TimeUnit.MILLISECONDS);
    }

    /** A connection, and whether it was used before: only then may the host have closed it unnoticed. */
    record Taken(HostConnection connection, boolean used) {}

    /** A kept connection that is still alive, else a new one. */
    Taken take(String host, HostAccount account, TicketGrantingTicket ticket)
            throws IOException, KerberosRefusedException {
        for (var one = poll(Key.of(host, account)); one != null; one = poll(Key.of(host, account))) {
            if (one.nanosSinceLastUse() < LONGEST_IDLE.toNanos() && one.isAlive()) {
                return new Taken(one, true);
            }
            one.close();
        }
        return new Taken(fresh(host, ticket), false);
    }

    HostConnection fresh(String host, TicketGrantingTicket ticket) throws IOException, KerberosRefusedException {
        return HostConnection.open(host, endpoint, ticket);
    }

    private synchronized @Nullable HostConnection poll(Key key) {
        var some = idle.get(key);
        if (some == null) {
            return null;
        }
        var last = some.pollLast();
        if (some.isEmpty()) {
            idle.remove(key);
        }
        kept--;
        return last;
    }

    /** Keeps a connection for the next command, or closes it. */
    void release(String host, HostAccount account, HostConnection connection) {
        if (!connection.isOpen() || !keep(Key.of(host, account), connection)) {
            connection.close();
        }
    }

    private synchronized boolean keep(Key key, HostConnection connection) {
        if (closed || kept >= MOST) {
            return false;
        }
        var some = idle.computeIfAbsent(key, _ -> new ArrayDeque<>());
        if (some.size() >= MOST_PER_HOST) {
            return false;
        }
        some.addLast(connection);
        kept++;
        return true;
    }

    private void sweep() {
        try {
            drop(false);
        } catch (RuntimeException bug) {
            LOG.error("idle connections could not be closed; trying again", bug);
        }
    }

    private void drop(boolean all) {
        var old = new ArrayList<HostConnection>();
        synchronized (this) {
            idle.values().removeIf(some -> {
                some.removeIf(one -> {
                    var over = all || one.nanosSinceLastUse() >= LONGEST_IDLE.toNanos();
                    if (over) {
                        old.add(one);
                        kept--;
                    }
                    return over;
                });
                return some.isEmpty();
            });
        }
        old.forEach(HostConnection::close);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        sweeper.shutdownNow();
        drop(true);
    }
}
