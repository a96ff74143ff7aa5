package io.calmend.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports within a second and a half whether the database answers. The pool itself waits far longer for a connection,
 * and a monitor would conclude that the portal hangs. Only one query runs at a time, however often health is asked
 * for.
 */
final class DatabaseHealth extends AbstractHealthIndicator {

    private static final Duration LONGEST = Duration.ofMillis(1500);

    private final DataSource database;
    private final AtomicReference<@Nullable CompletableFuture<Boolean>> underWay = new AtomicReference<>();

    DatabaseHealth(DataSource database) {
        super("The database could not be asked");
        this.database = database;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
        builder.status(answers() ? "UP" : "DOWN");
    }

    private boolean answers() throws InterruptedException {
        var mine = new CompletableFuture<Boolean>();
        var asked = underWay.compareAndExchange(null, mine);
        if (asked == null) {
            asked = mine;
            Thread.ofVirtual().name("database-health").start(() -> {
                try {
                    mine.complete(ask());
                } finally {
                    underWay.set(null);
                    mine.complete(false);
                }
            });
        }
        try {
            return asked.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return false;
        }
    }

    private boolean ask() {
        try (var connection = database.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }
}
