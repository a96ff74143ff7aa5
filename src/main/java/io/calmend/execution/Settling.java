package io.calmend.execution;

import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Finds out, when a person asks, how an execution stands whose outcome is not known or that needs attention. */
@Component
class Settling {

    private final ExecutionReader reader;
    private final Preconditions preconditions;
    private final ExecutionJournal journal;
    private final ExecutionEngine engine;
    private final Workers workers;
    private final Refusals refusals;

    Settling(
            ExecutionReader reader,
            Preconditions preconditions,
            ExecutionJournal journal,
            ExecutionEngine engine,
            Workers workers,
            Refusals refusals) {
        this.reader = reader;
        this.preconditions = preconditions;
        this.journal = journal;
        this.engine = engine;
        this.workers = workers;
        this.refusals = refusals;
    }

    Optional<FailureReason> checkAgain(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "check", execution.toString(), null, null, null);
        try {
            var row = reader.find(execution)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.OUTCOME_UNKNOWN, List.of()));
            var known = requested.toRun(row.operationKey());
            var host = preconditions.host(known, row.hostId);
            preconditions.permit(known.about(host), row.operationKey(), host);
            var run = new Assignment(execution, host, preconditions.unaltered(known.about(host), row), actor, false);
            return switch (row.state) {
                case INTENDED, SENT, ANSWERED, ROLLING_BACK, OUTCOME_UNKNOWN -> settleNow(run);
                case NEEDS_ATTENTION -> engine.observeAgain(run);
                case SUCCEEDED, NOT_CHANGED, ROLLED_BACK -> Optional.empty();
            };
        } catch (RefusedException refusal) {
            return Optional.of(refusals.refuse(refusal));
        }
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
