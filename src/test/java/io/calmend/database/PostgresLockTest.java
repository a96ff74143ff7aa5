package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
                            "Another portal works on this database \\(from [0-9.]+ since .+ UTC\\): only one may.*");
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

                assertThat(first.held()).isFalse();
                assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
                assertThat(first.held()).isFalse();
                assertThat(second.held()).isTrue();
            }
        }
    }
}
