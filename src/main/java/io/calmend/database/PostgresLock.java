package io.calmend.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks a PostgreSQL database with an advisory lock, on a connection of its own. PostgreSQL releases the lock when
 * that connection ends, so a killed portal leaves nothing behind. The lock is checked regularly: a lost connection is
 * replaced at once, and this portal ends if another one has taken the lock meanwhile. If the network dropped a
 * connection unnoticed by the server, the server still holds the lock for it; this portal recognises that connection
 * as its own and ends it.
 */
final class PostgresLock implements PortalLock, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLock.class);

    /**
     * "calmend" in ASCII, so that it does not collide with the numbers of other programs that lock in this database.
     */
    private static final long KEY = 0x63616c6d656e64L;

    private static final Duration BELIEVED_FOR = Duration.ofSeconds(1);

    /** The longest time that one query may take. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

    /** How long a server process may need to end. */
    private static final Duration ENDING = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Makes the server notice within a minute, not its usual two hours, that this computer is gone. */
    private static final String KEEPALIVE =
            "set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 4";

    private static final String TAKE = "select pg_try_advisory_lock(" + KEY + ")";

    /** Also false behind a connection pooler that assigns another server connection to each transaction. */
    private static final String MINE = "select exists (select 1 from pg_locks where locktype = 'advisory' and granted"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and classid = " + (KEY >>> 32) + " and objid = " + (KEY & 0xffffffffL) + " and objsubid = 1"
            + " and pid = pg_backend_pid())";

    private static final String HOLDER = " from pg_locks l join pg_stat_activity a on a.pid = l.pid"
            + " where l.locktype = 'advisory' and l.granted"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and l.classid = " + (KEY >>> 32) + " and l.objid = " + (KEY & 0xffffffffL) + " and l.objsubid = 1";

    /** Who holds the lock, as far as this account is allowed to see. */
    private static final String WHO = "select coalesce(host(a.client_addr), 'this server')"
            + " || coalesce(' since ' || to_char(a.backend_start at time zone 'UTC', 'FMDD Mon YYYY, HH24:MI') || ' UTC', '')"
            + HOLDER;

    private final DatabaseAddress database;
    private final Duration timeout;
    private final Runnable end;

    /**
     * The application name of this lock's connections: unique to this process, so that no other portal and no restart
     * has the same.
     */
    private final String name = "calmend lock " + UUID.randomUUID();

    private final String endOwn =
            "select pg_terminate_backend(a.pid)" + HOLDER + " and a.application_name = '" + name + "'";

    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("portal-lock").factory());
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Connection connection;
    private boolean closed;
    /** Since when another portal has held the lock, in {@link System#nanoTime()}. */
    private @Nullable Long refusedSince;

    private volatile Known known = new Known(false, System.nanoTime());

    /** @param at in {@link System#nanoTime()} */
    private record Known(boolean held, long at) {
        boolean isRecent() {
            return System.nanoTime() - at < BELIEVED_FOR.toNanos();
        }
    }

    private PostgresLock(DatabaseAddress database, Duration timeout, Runnable end) {
        this.database = database;
        this.timeout = timeout;
        this.end = end;
    }

    /**
     * Takes the lock.
     *
     * @param timeout how long to wait for another portal to release it, now and later: one that is stopping or was
     *     just killed
     * @param every how often to ask whether it is still held
     * @param end called once, on a thread of its own, when another portal has taken the lock and keeps it
     * @throws DatabaseUnusableException if another portal holds it
     */
    static PostgresLock take(DatabaseAddress database, Duration timeout, Duration every, Runnable end)
            throws SQLException {
        var lock = new PostgresLock(database, timeout, end);
        var mine = database.connect();
        try {
            lock.introduce(mine);
            var until = System.nanoTime() + timeout.toNanos();
            while (!isTrue(mine, TAKE)) {
                if (System.nanoTime() > until) {
                    throw new DatabaseUnusableException(takenBy(mine));
                }
                pause();
            }
            lock.connection = mine;
            lock.known = new Known(true, System.nanoTime());
        } finally {
            if (lock.connection == null) {
                quietly(mine);
            }
        }
        var _ = lock.asking.scheduleWithFixedDelay(
                lock::confirm, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return lock;
    }

    @Override
    public boolean held() {
        var before = known;
        if (before.isRecent()) {
            return before.held();
        }
        try {
            // while the lock is lost, callers do not wait for the one that is asking the database
            if (!turn.tryLock(before.held() ? LONGEST_TURN.toMillis() : 0, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return known.isRecent() ? known.held() : ask();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void listen(Runnable turned) {
        listeners.add(turned);
    }

    private void confirm() {
        turn.lock();
        try {
            ask();
        } finally {
            turn.unlock();
        }
    }

    private boolean ask() {
        if (closed) {
            return false;
        }
        if (connection != null && stillMine(connection)) {
            know(true);
            return true;
        }
        know(false);
        quietly(connection);
        connection = null;
        try {
            takeAgain();
        } catch (SQLException away) {
            refusedSince = null;
            LOG.debug("The database does not answer.", away);
        } catch (RuntimeException unforeseen) {
            // the next call tries again
            LOG.error("Calmend could not lock its database again.", unforeseen);
        }
        know(connection != null);
        return known.held();
    }

    private void know(boolean held) {
        var before = known;
        known = new Known(held, System.nanoTime());
        if (before.held() != held) {
            for (var listener : listeners) {
                Thread.ofVirtual().name("portal-lock-turned").start(listener);
            }
        }
    }

    private static boolean stillMine(Connection mine) {
        try {
            return isTrue(mine, MINE);
        } catch (SQLException | RuntimeException lost) {
            LOG.warn("Calmend lost the connection that locks its database; nothing is changed until it is back.");
            LOG.debug("It is lost by this.", lost);
            return false;
        }
    }

    private void takeAgain() throws SQLException {
        var mine = database.connect();
        try {
            introduce(mine);
            if (isTrue(mine, TAKE) || isTakenFromLostConnection(mine)) {
                connection = mine;
                refusedSince = null;
                LOG.info("Calmend has locked its database again.");
                return;
            }
            var sentence = takenBy(mine);
            var now = System.nanoTime();
            var since = refusedSince == null ? now : refusedSince;
            refusedSince = since;
            if (now - since < timeout.toNanos()) {
                LOG.warn("{} Calmend stops if that lasts.", sentence);
                return;
            }
            LOG.error("{} Calmend stops.", sentence);
            closed = true;
            Thread.ofPlatform().name("portal-lock-lost").start(end);
        } finally {
            if (connection == null) {
                quietly(mine);
            }
        }
    }

    /**
     * If a dead connection of this portal, which the server still believes alive, holds the lock: ends that connection
     * and takes the lock.
     */
    private boolean isTakenFromLostConnection(Connection mine) throws SQLException {
        if (!isTrue(mine, endOwn)) {
            return false;
        }
        LOG.info("A lost connection of Calmend still locked the database; the server was asked to end it.");
        var until = System.nanoTime() + ENDING.toNanos();
        while (!isTrue(mine, TAKE)) {
            if (System.nanoTime() > until) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Names this connection to the server, and sets how the server notices its end. */
    private void introduce(Connection mine) throws SQLException {
        try (var statement = mine.createStatement()) {
            statement.execute(KEEPALIVE + "; set application_name = '" + name + "'");
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static String takenBy(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(WHO)) {
            return "Another Calmend uses this database"
                    + (answer.next() ? " (from " + answer.getString(1) + ")" : "")
                    + ": only one can, so stop that one first or name another database.";
        }
    }

    private static void quietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            LOG.debug("A lost connection could not be closed.", gone);
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
        turn.lock();
        try {
            closed = true;
            known = new Known(false, System.nanoTime());
            quietly(connection);
            connection = null;
        } finally {
            turn.unlock();
        }
    }
}
