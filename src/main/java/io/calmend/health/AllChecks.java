package io.calmend.health;

import io.calmend.health.HealthCheck.Occasion;
import io.calmend.vocabulary.Actor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Runs all health checks, one after the other, and keeps the last report. */
@Service
public class AllChecks implements Health {

    private static final Logger LOG = LoggerFactory.getLogger(AllChecks.class);

    /** A check that takes longer is given up, so that it does not hold up the others. */
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);

    private final List<HealthCheck> checks;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicReference<Optional<HealthReport>> latest = new AtomicReference<>(Optional.empty());

    /** @param checks in the order of the report */
    public AllChecks(List<HealthCheck> checks, Clock clock) {
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    @Override
    public Optional<HealthReport> latest(Actor administrator) {
        return latest.get();
    }

    @Override
    public HealthReport checkAgain(Actor administrator) {
        var asked = clock.instant();
        running.lock();
        try {
            var known = latest.get();
            return known.filter(report ->
                            report.occasion() == Occasion.PAGE && report.at().isAfter(asked))
                    .orElseGet(() -> run(Occasion.PAGE));
        } finally {
            running.unlock();
        }
    }

    /** Runs all checks for the start or the command line, where there is no person whose role could be checked. */
    HealthReport run(Occasion occasion) {
        running.lock();
        try {
            var at = clock.instant();
            var areas = new ArrayList<HealthReport.Area>();
            for (var check : checks) {
                areas.add(new HealthReport.Area(check.area(), results(check, occasion)));
            }
            var report = new HealthReport(at, occasion, areas);
            latest.set(Optional.of(report));
            return report;
        } finally {
            running.unlock();
        }
    }

    private static List<CheckResult> results(HealthCheck check, Occasion occasion) {
        var task = new FutureTask<>(() -> check.check(occasion));
        var thread = Thread.ofVirtual().name("health-" + check.area()).start(task);
        try {
            return task.get(LONGEST_CHECK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            thread.interrupt();
            return List.of(CheckResult.notChecked(
                    check.area(), "did not respond within " + LONGEST_CHECK.toSeconds() + " seconds"));
        } catch (InterruptedException ended) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return List.of(CheckResult.notChecked(check.area(), "Calmend is stopping"));
        } catch (ExecutionException bug) {
            var cause = Objects.requireNonNullElse(bug.getCause(), bug);
            LOG.warn("the check of {} failed", check.area(), cause);
            return List.of(CheckResult.notChecked(
                    check.area(), "the check itself failed: " + cause.getClass().getSimpleName()));
        }
    }
}
