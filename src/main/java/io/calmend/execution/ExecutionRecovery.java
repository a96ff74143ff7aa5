package io.calmend.execution;

import io.calmend.directory.Directory;
import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Goes on with executions that wait for an observation, and takes over those whose process is gone: after a crash, a restart, or
 * a node that gives no sign of life. Nothing is repeated; an observation decides.
 */
@Component
class ExecutionRecovery implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRecovery.class);
    private static final Duration PLANS_KEPT = Duration.ofDays(1);

    private final ExecutionStore store;
    private final ExecutionJournal journal;
    private final ExecutionReader reader;
    private final ExecutionEngine engine;
    private final Directory directory;
    private final Workers workers;
    private final ExecutionSettings settings;
    private @Nullable ScheduledExecutorService ticking;
    private Instant plansForgottenAt = Instant.MIN;

    ExecutionRecovery(
            ExecutionStore store,
            ExecutionJournal journal,
            ExecutionReader reader,
            ExecutionEngine engine,
            Directory directory,
            Workers workers,
            ExecutionSettings settings) {
        this.store = store;
        this.journal = journal;
        this.reader = reader;
        this.engine = engine;
        this.directory = directory;
        this.workers = workers;
        this.settings = settings;
    }

    /** Renews the leases of what is at work here, and begins with what is due. Returns without waiting for any host. */
    void sweep() {
        var atWork = workers.atWork();
        journal.renew(atWork);
        var now = journal.now();
        for (var row : journal.inTransaction(store::open)) {
            var due = row.leaseUntil == null
                    ? row.nextObservationAt == null || !row.nextObservationAt.isAfter(now)
                    : !row.leaseUntil.isAfter(now);
            if (due && !atWork.contains(row.executionId())) {
                workers.start(row.executionId(), () -> goOn(row.executionId(), row.state));
            }
        }
        if (now.isAfter(plansForgottenAt.plus(PLANS_KEPT))) {
            plansForgottenAt = now;
            journal.inTransaction(() -> store.forgetPlans(now.minus(PLANS_KEPT)));
        }
    }

    private void goOn(ExecutionId id, ExecutionState found) {
        if (!journal.claim(id, reader::plan)) {
            return;
        }
        var row = reader.row(id);
        var unaltered = reader.unaltered(row);
        if (unaltered.isEmpty()) {
            LOG.error("the plan of {} does not match the audit log", id);
            engine.distrust(id, reader.plan(row), row.state, FailureReason.PLAN_ALTERED);
            return;
        }
        if (reader.hasEnded(id)) {
            LOG.error("{} was open in the database, but its end is in the audit log", id);
            engine.distrust(id, reader.plan(row), row.state, FailureReason.RUN_REOPENED);
            return;
        }
        var plan = unaltered.get();
        LOG.info("{} was found in state {} and is being recovered", id, found);
        switch (directory.host(row.hostId)) {
            case Directory.HostLookup.Found there ->
                engine.settle(new Assignment(id, there.host(), plan, Actor.PORTAL, true));
            case Directory.HostLookup.Refused refused -> {
                if (row.state == ExecutionState.INTENDED) {
                    engine.abandon(id, plan);
                } else {
                    engine.observationFailed(id, plan, Actor.PORTAL, refused.reason(), "");
                }
            }
        }
    }

    private void tick() {
        try {
            sweep();
        } catch (RuntimeException broken) {
            LOG.error("runs could not be recovered; trying again", broken);
        }
    }

    @Override
    public void start() {
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("execution-recovery").factory());
        var _ = executor.scheduleWithFixedDelay(this::tick, 0, settings.tick().toMillis(), TimeUnit.MILLISECONDS);
        ticking = executor;
    }

    /** Lets commands that are running come to an end, within bounds, and leaves the rest to whoever starts next. */
    @Override
    public void stop() {
        workers.close(settings.shutdownWait());
        if (ticking != null) {
            ticking.shutdownNow();
            ticking = null;
        }
        for (var id : workers.atWork()) {
            LOG.warn("{} had not finished when Calmend stopped; it is recovered after the next start", id);
            journal.release(id, journal.now());
        }
    }

    @Override
    public boolean isRunning() {
        return ticking != null;
    }
}
