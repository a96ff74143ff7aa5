package io.calmend.execution;

import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.Preconditions.Permitted;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Observes the host of a run again when a person asks for it, instead of waiting for recovery to do so. */
@Component
class Settling {

    private final Preconditions preconditions;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final ExecutionEngine engine;
    private final Workers workers;

    Settling(
            Preconditions preconditions,
            ExecutionReader reader,
            ExecutionJournal journal,
            ExecutionEngine engine,
            Workers workers) {
        this.preconditions = preconditions;
        this.reader = reader;
        this.journal = journal;
        this.engine = engine;
        this.workers = workers;
    }

    sealed interface Outcome permits Settled, Refusal {}

    /** @param undecided why nothing was decided; empty if something was */
    record Settled(Optional<FailureReason> undecided) implements Outcome {}

    /** As {@link Executions#checkAgain}. */
    Outcome checkAgain(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "check", execution);
        var found = reader.find(execution);
        if (found.isEmpty()) {
            return requested.refused(FailureReason.OUTCOME_UNKNOWN);
        }
        var row = found.get();
        return switch (preconditions.permission(requested, row.operationKey(), row.hostId)) {
            case Refusal refusal -> refusal;
            case Permitted permitted -> checkAgain(permitted, row);
        };
    }

    private Outcome checkAgain(Permitted permitted, ExecutionRow row) {
        var plan = reader.unaltered(row);
        if (plan.isEmpty()) {
            return permitted.refused(FailureReason.PLAN_ALTERED);
        }
        var actor = permitted.requested().actor();
        var run = new Assignment(row.executionId(), permitted.host(), plan.get(), actor, false);
        return new Settled(
                switch (row.state) {
                    case INTENDED, SENT, ANSWERED, ROLLING_BACK, OUTCOME_UNKNOWN -> settleNow(run);
                    case NEEDS_ATTENTION -> engine.observeAgain(run);
                    case SUCCEEDED, NOT_CHANGED, ROLLED_BACK -> Optional.empty();
                });
    }

    /** On the thread of a worker, so that nobody else works on the execution meanwhile; waits for it. */
    private Optional<FailureReason> settleNow(Assignment run) {
        var outcome = new CompletableFuture<Optional<FailureReason>>();
        var begun = workers.start(run.id(), () -> {
            try {
                outcome.complete(
                        journal.claim(run.id(), reader::plan)
                                ? engine.settle(run)
                                : Optional.of(FailureReason.HOST_BUSY));
            } catch (RuntimeException broken) {
                outcome.completeExceptionally(broken);
                throw broken;
            }
        });
        return begun ? outcome.join() : Optional.of(FailureReason.HOST_BUSY);
    }
}
