package io.calmend.execution;

import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.Preconditions.Permitted;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RequestText;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Begins what a person has confirmed: checks that the plan still stands, asks again who may, and hands it to the engine. */
@Component
class Starting {

    private final OperationCatalog catalog;
    private final Preconditions preconditions;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final ExecutionEngine engine;
    private final Workers workers;

    Starting(
            OperationCatalog catalog,
            Preconditions preconditions,
            ExecutionReader reader,
            ExecutionJournal journal,
            ExecutionEngine engine,
            Workers workers) {
        this.catalog = catalog;
        this.preconditions = preconditions;
        this.reader = reader;
        this.journal = journal;
        this.engine = engine;
        this.workers = workers;
    }

    sealed interface Outcome permits Started, Refusal {}

    record Started(ExecutionId execution) implements Outcome {}

    /** As {@link Executions#start}. */
    Outcome start(ExecutionRequest request) {
        var typed = new RequestedAction(request.actor(), "start", request.plan());
        var unusable = RequestText.reason(request.reason()).or(() -> RequestText.ticket(request.ticket()));
        if (unusable.isPresent()) {
            return typed.refused(unusable.get());
        }
        var requested = typed.forTicket(request.ticket());
        var own = reader.plan(request.plan())
                .filter(row -> row.actorSid.equals(request.actor().sid()));
        if (own.isEmpty()) {
            return requested.refused(FailureReason.PLAN_UNKNOWN);
        }
        if (!own.get().fitsItsDigest()) {
            return requested.refused(FailureReason.PLAN_CHANGED);
        }
        var plan = own.get().read();
        var invalid = whyNot(request, own.get(), plan);
        if (invalid.isPresent()) {
            return requested.toRun(plan.operation()).refused(invalid.get());
        }
        return switch (preconditions.permission(requested, plan.operation(), plan.hostId())) {
            case Refusal refusal -> refusal;
            case Permitted permitted -> start(permitted, request, plan);
        };
    }

    /** Why {@code plan} is not the one that was confirmed, or may not be started any more; empty if it may. */
    private Optional<FailureReason> whyNot(ExecutionRequest request, PlanRow row, PlanDocument plan) {
        if (!row.digest.equals(request.planDigest())) {
            return Optional.of(FailureReason.PLAN_CHANGED);
        }
        if (!reader.wasShown(row, plan, request.actor())) {
            return Optional.of(FailureReason.PLAN_ALTERED);
        }
        if (reader.isStarted(request.plan()) || journal.now().isAfter(plan.validUntil())) {
            return Optional.of(FailureReason.PLAN_EXPIRED);
        }
        var isOfToday = plan.undoOf() != null
                || catalog.find(plan.operation())
                        .filter(definition -> definition.version() == plan.operationVersion())
                        .isPresent();
        return isOfToday ? Optional.empty() : Optional.of(FailureReason.PLAN_CHANGED);
    }

    private Outcome start(Permitted permitted, ExecutionRequest request, PlanDocument plan) {
        var failure = preconditions.preflightFailure(permitted.host(), !plan.onlySaves());
        if (failure.isPresent()) {
            return permitted.refused(failure.get());
        }
        if (plan.undoOf() != null && reader.isUndone(plan.undoOf())) {
            return permitted.refused(FailureReason.NOTHING_TO_UNDO);
        }
        if (workers.isClosed()) {
            return permitted.refused(FailureReason.PORTAL_RESTARTED);
        }
        return switch (journal.begin(request.plan(), plan, request, permitted.permit())) {
            case ExecutionJournal.NotBegun(var reason) -> permitted.refused(reason);
            case ExecutionJournal.Begun(var execution) -> {
                var assignment = new Assignment(execution, permitted.host(), plan, request.actor(), true);
                workers.startNext(execution, () -> engine.run(assignment));
                yield new Started(execution);
            }
        };
    }
}
