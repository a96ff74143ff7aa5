package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two portals on one database, on a real PostgreSQL server. */
class PostgresLockTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final String url = Databases.Server.newDatabase();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, Databases.Server.ROLE, "");
    }

    private PostgresLock take(DatabaseAddress address) throws SQLException {
        return PostgresLock.take(address, Duration.ZERO, NEVER, ended::countDown);
    }

    /** Ends every other connection to the database, as an administrator or a broken network does. */
    private void cut() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
        }
    }

    @Test
    void secondPortalIsTurnedAwayWithASentence() throws SQLException {
        try (var first = take(this::connect)) {
            assertThat(first.held()).isTrue();
            assertThatExceptionOfType(DatabaseUnusableException.class)
                    .isThrownBy(() -> take(this::connect))
                    .withMessageMatching(
                            "Another Calmend uses this database \\(from [0-9.]+ since .+ UTC\\): only one can.*");
            assertThat(first.held()).isTrue();
        }
    }

    @Test
    void portalThatStopsGivesItBackAndOneThatWaitsGetsIt() throws Exception {
        var first = take(this::connect);
        var waiting = new FutureTask<>(
                () -> PostgresLock.take(this::connect, Duration.ofSeconds(30), NEVER, ended::countDown));
        Thread.ofVirtual().start(waiting);

        first.close();

        assertThat(first.held()).isFalse();
        try (var second = waiting.get()) {
            assertThat(second.held()).isTrue();
        }
    }

    @Test
    void lostConnectionIsReplacedBeforeAnythingIsChanged() throws SQLException {
        try (var lock = PostgresLock.take(this::connect, Duration.ZERO, Duration.ofMillis(100), ended::countDown)) {
            cut();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(lock.held()).isTrue();
                assertThatExceptionOfType(DatabaseUnusableException.class).isThrownBy(() -> take(this::connect));
            });
            assertThat(ended.getCount()).isOne();
        }
    }

    @Test
    void whereAnotherPortalTookItMeanwhileThisOneEnds() throws Exception {
        var reachable = new AtomicBoolean(true);
        try (var first = take(() -> {
            if (!reachable.get()) {
                throw new SQLException("no route");
            }
            return connect();
        })) {
            reachable.set(false);
            cut();
            await().atMost(Duration.ofSeconds(30)).until(() -> !first.held());
            try (var second = take(this::connect)) {
                assertThat(second.held()).isTrue();
                assertThat(ended.getCount())
                        .as("as long as it cannot ask, it waits")
                        .isOne();
                reachable.set(true);

                await().atMost(Duration.ofSeconds(30)).until(() -> !first.held() && ended.getCount() == 0);
                assertThat(first.held()).isFalse();
                assertThat(second.held()).isTrue();
            }
        }
    }

    /** The connection over {@code relay} gives up after a second, as the portal's own does after five. */
    private static Connection connect(DatabaseRelay relay) throws SQLException {
        return DriverManager.getConnection(
                relay.address() + "?socketTimeout=1&connectTimeout=1", Databases.Server.ROLE, "");
    }

    private DatabaseRelay relay() throws IOException {
        var address = URI.create(url.substring("jdbc:".length()));
        return new DatabaseRelay(address.getPort(), address.getPath());
    }

    @Test
    void portalDoesNotTakeItsOwnDeadConnectionForAnotherPortal() throws Exception {
        try (var relay = relay();
                var lock = take(() -> connect(relay))) {
            relay.silence();
            await().atMost(Duration.ofSeconds(30)).until(() -> !lock.held());

            relay.speakToNewOnes();

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(ended.getCount()).as("it goes on").isOne();
                assertThat(lock.held()).isTrue();
            });
        }
    }

    @Test
    void anotherPortalThatGivesItBackSoonDoesNotEndThisOne() throws Exception {
        var reachable = new AtomicBoolean(true);
        try (var first = PostgresLock.take(
                () -> {
                    if (!reachable.get()) {
                        throw new SQLException("no route");
                    }
                    return connect();
                },
                Duration.ofMinutes(10),
                NEVER,
                ended::countDown)) {
            reachable.set(false);
            cut();
            await().atMost(Duration.ofSeconds(30)).until(() -> !first.held());
            try (var second = take(this::connect)) {
                reachable.set(true);
                await().during(Duration.ofMillis(1500))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> !first.held() && ended.getCount() == 1 && second.held());
            }
            await().atMost(Duration.ofSeconds(30)).until(first::held);
            assertThat(ended.getCount()).isOne();
        }
    }

    @Test
    void connectionThatCouldNotTakeItIsClosedWhateverGoesWrong() throws Exception {
        var opened = new ConcurrentLinkedQueue<Connection>();
        try (var first = take(this::connect)) {
            assertThat(first.held()).isTrue();
            try (var administrator = DriverManager.getConnection(url, "postgres", "");
                    var statement = administrator.createStatement()) {
                statement.execute("revoke select on pg_locks from public");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> take(() -> {
                        var connection = connect();
                        opened.add(connection);
                        return connection;
                    }));
            assertThat(opened)
                    .hasSize(1)
                    .allSatisfy(connection -> assertThat(connection.isClosed()).isTrue());
        }
    }

    @Test
    void somethingUnforeseenDoesNotEndTheAsking() throws Exception {
        var broken = new AtomicBoolean();
        var asked = new AtomicInteger();
        try (var lock = PostgresLock.take(
                () -> {
                    if (broken.get()) {
                        asked.incrementAndGet();
                        throw new IllegalStateException("unforeseen");
                    }
                    return connect();
                },
                Duration.ZERO,
                Duration.ofMillis(50),
                ended::countDown)) {
            broken.set(true);
            cut();
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() > 2);
            assertThat(lock.held()).isFalse();
            broken.set(false);
            await().atMost(Duration.ofSeconds(30)).until(lock::held);
        }
    }

    @Test
    void manyWhoWantToKnowAtOnceDoNotWaitForEachOther() throws Exception {
        var away = new AtomicBoolean();
        var asked = new AtomicInteger();
        var answer = new CountDownLatch(1);
        try (var lock = take(() -> {
            if (away.get()) {
                asked.incrementAndGet();
                try {
                    answer.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
                throw new SQLException("no route");
            }
            return connect();
        })) {
            away.set(true);
            cut();
            // until what was confirmed before is no longer believed
            var first = new FutureTask<>(() -> {
                while (lock.held()) {
                    Thread.onSpinWait();
                }
                return false;
            });
            Thread.ofPlatform().daemon().start(first);
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() == 1);

            var second = new FutureTask<>(lock::held);
            Thread.ofVirtual().start(second);
            try {
                assertThat(second.get(30, TimeUnit.SECONDS))
                        .as("told while somebody else waits")
                        .isFalse();
            } finally {
                answer.countDown();
            }
            assertThat(first.get()).isFalse();
            assertThat(lock.held()).isFalse();
            assertThat(asked).as("a failure is believed for a moment").hasValue(1);
        }
    }

    @Test
    void whoeverListensIsToldThatItIsLostAndThatItIsBack() throws Exception {
        var reachable = new AtomicBoolean(true);
        try (var lock = PostgresLock.take(
                () -> {
                    if (!reachable.get()) {
                        throw new SQLException("no route");
                    }
                    return connect();
                },
                Duration.ZERO,
                Duration.ofMillis(50),
                ended::countDown)) {
            var heard = new ConcurrentLinkedQueue<Boolean>();
            lock.listen(() -> heard.add(lock.held()));
            reachable.set(false);
            cut();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(heard).containsExactly(false));
            reachable.set(true);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(heard).containsExactly(false, true));
        }
    }
}
