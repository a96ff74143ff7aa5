package io.calmend.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock of PostgreSQL, on a connection of its own. PostgreSQL gives it back when that connection ends, so nothing is
 * left over from a portal that was killed. It is asked for again and again: a lost connection is replaced at once, and where
 * another portal has taken the database meanwhile, this one ends.
 */
final class PostgresLock implements PortalLock, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLock.class);

    /** "calmend" in ASCII; other programs that lock in this database take other numbers. */
    private static final long KEY = 0x63616c6d656e64L;

    private static final Duration BELIEVED_FOR = Duration.ofSeconds(1);

    /** The server notices after a minute that this machine is gone, and not after its usual two hours. */
    private static final String KEEPALIVE =
            "set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 4";

    private static final String TAKE = "select pg_try_advisory_lock(" + KEY + ")";

    /** Also false behind a pooler that hands out another server connection for each transaction. */
    private static final String MINE = "select exists (select 1 from pg_locks where locktype = 'advisory' and granted"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and classid = " + (KEY >>> 32) + " and objid = " + (KEY & 0xffffffffL) + " and objsubid = 1"
            + " and pid = pg_backend_pid())";

    /** Who holds it, as far as this account may see. */
    private static final String HOLDER = "select coalesce(host(a.client_addr), 'this machine')"
            + " || coalesce(' since ' || to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', '')"
            + " from pg_locks l join pg_stat_activity a on a.pid = l.pid where l.locktype = 'advisory' and l.granted"
            + " and l.database = (select oid from pg_database where datname = current_database())"
            + " and l.classid = " + (KEY >>> 32) + " and l.objid = " + (KEY & 0xffffffffL) + " and l.objsubid = 1";

    private final DatabaseAddress database;
    private final Runnable end;
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("portal-lock").factory());
    private @Nullable Connection connection;
    private boolean closed;
    /** In {@link System#nanoTime()}. */
    private volatile long confirmedAt;

    private volatile boolean held;

    private PostgresLock(DatabaseAddress database, Runnable end) {
        this.database = database;
        this.end = end;
    }

    /**
     * Takes the lock.
     *
     * @param patience how long to wait for another portal to give it back: one that was just killed or is stopping
     * @param every how often to ask whether it is still held
     * @param end called once, on a thread of its own, when another portal has it
     * @throws DatabaseUnusableException if another portal holds it
     */
    static PostgresLock take(DatabaseAddress database, Duration patience, Duration every, Runnable end)
            throws SQLException {
        var lock = new PostgresLock(database, end);
        var until = System.nanoTime() + patience.toNanos();
        var mine = database.connect();
        while (!isTrue(mine, TAKE)) {
            if (System.nanoTime() > until) {
                var sentence = takenBy(mine);
                mine.close();
                throw new DatabaseUnusableException(sentence);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        lock.keep(mine);
        var _ = lock.asking.scheduleWithFixedDelay(
                lock::confirm, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return lock;
    }

    @Override
    public boolean held() {
        return held && System.nanoTime() - confirmedAt < BELIEVED_FOR.toNanos() || confirm();
    }

    private boolean confirm() {
        turn.lock();
        try {
            if (closed) {
                return false;
            }
            if (connection != null && stillMine(connection)) {
                confirmedAt = System.nanoTime();
                return true;
            }
            held = false;
            takeAgain();
            return held;
        } finally {
            turn.unlock();
        }
    }

    private static boolean stillMine(Connection mine) {
        try {
            return isTrue(mine, MINE);
        } catch (SQLException lost) {
            LOG.warn(
                    "The connection that holds the database for this portal is lost; nothing is changed until it is back.");
            return false;
        }
    }

    private void takeAgain() {
        quietly(connection);
        connection = null;
        try {
            var mine = database.connect();
            if (isTrue(mine, TAKE)) {
                keep(mine);
                LOG.info("The database is held for this portal again.");
                return;
            }
            var sentence = takenBy(mine);
            quietly(mine);
            LOG.error("{} This portal ends.", sentence);
            closed = true;
            Thread.ofPlatform().name("portal-lock-lost").start(end);
        } catch (SQLException away) {
            LOG.debug("The database does not answer.", away);
        }
    }

    private void keep(Connection mine) throws SQLException {
        try (var statement = mine.createStatement()) {
            statement.execute(KEEPALIVE);
        }
        connection = mine;
        confirmedAt = System.nanoTime();
        held = true;
    }

    private static boolean isTrue(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private static String takenBy(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(HOLDER)) {
            return "Another portal works on this database"
                    + (answer.next() ? " (from " + answer.getString(1) + ")" : "")
                    + ": only one may, so stop that one first or name another database.";
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
            held = false;
            quietly(connection);
            connection = null;
        } finally {
            turn.unlock();
        }
    }
}
