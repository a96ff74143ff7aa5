package io.calmend.execution;

import io.calmend.operation.Arguments;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What other modules call. Each refusal comes up to here as a value, is written to the audit log and told to the person. */
@Service
class ExecutionService implements Executions {

    private final Planning planning;
    private final Starting starting;
    private final Settling settling;
    private final ExecutionQueries queries;
    private final Refusals refusals;
    private final ExecutionListeners listeners;

    ExecutionService(
            Planning planning,
            Starting starting,
            Settling settling,
            ExecutionQueries queries,
            Refusals refusals,
            ExecutionListeners listeners) {
        this.planning = planning;
        this.starting = starting;
        this.settling = settling;
        this.queries = queries;
        this.refusals = refusals;
        this.listeners = listeners;
    }

    @Override
    public PlanDecision plan(
            Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, Arguments arguments) {
        return decision(planning.plan(actor, operation, host, caseId, arguments));
    }

    @Override
    public PlanDecision planUndo(Actor actor, ExecutionId execution) {
        return decision(planning.planUndo(actor, execution));
    }

    @Override
    public PlanDecision planAgain(Actor actor, PlanId plan) {
        return decision(planning.planAgain(actor, plan));
    }

    private PlanDecision decision(Planning.Outcome outcome) {
        return switch (outcome) {
            case Planning.Planned(var plan) -> new PlanDecision.Planned(plan);
            case Refusal refusal -> new PlanDecision.Refused(refusals.record(refusal), refusal.where());
        };
    }

    @Override
    public StartDecision start(ExecutionRequest request) {
        return switch (starting.start(request)) {
            case Starting.Started(var execution) -> new StartDecision.Started(execution);
            case Refusal refusal -> new StartDecision.Refused(refusals.record(refusal));
        };
    }

    @Override
    public Optional<FailureReason> checkAgain(Actor actor, ExecutionId execution) {
        return switch (settling.checkAgain(actor, execution)) {
            case Settling.Settled(var undecided) -> undecided;
            case Refusal refusal -> Optional.of(refusals.record(refusal));
        };
    }

    @Override
    public Optional<Plan> plan(Actor actor, PlanId id) {
        return queries.plan(actor, id);
    }

    @Override
    public Optional<Execution> find(Actor actor, ExecutionId id) {
        return queries.find(actor, id);
    }

    @Override
    public boolean mayUndo(Actor actor, ExecutionId id) {
        return queries.mayUndo(actor, id);
    }

    @Override
    public List<Execution> ofHost(Actor actor, UUID host) {
        return queries.ofHost(actor, host);
    }

    @Override
    public List<Execution> recentOf(Actor actor, int limit) {
        return queries.recentOf(actor, limit);
    }

    @Override
    public List<Execution> running(Actor actor) {
        return queries.running(actor);
    }

    @Override
    public AutoCloseableSubscription listen(Consumer<ExecutionId> listener) {
        return listeners.add(listener);
    }
}
