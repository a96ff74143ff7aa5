package io.calmend.execution;

import io.calmend.host.Difference;
import io.calmend.host.StateSize;
import io.calmend.operation.Arguments;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plans, starts, undoes and shows executions. */
public interface Executions {

    /**
     * Observes the host (one remote command, no lock) and says exactly what would be changed.
     *
     * <p>Operation, host and permission are checked first; a refusal is in the audit log before this returns.
     *
     * @param caseId the case it belongs to, refused if that is not about the host; null to open one when it is started
     * @param arguments what was chosen for the operation's parameters; what it does not ask for is ignored
     */
    PlanDecision plan(Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, Arguments arguments);

    /** As {@link #plan}, for rolling back what {@code execution} changed, computed from what is there now. */
    PlanDecision planUndo(Actor actor, ExecutionId execution);

    /** Plans what {@code plan} is about once more, on the same computer by its object id. Only the actor's own plan. */
    PlanDecision planAgain(Actor actor, PlanId plan);

    sealed interface PlanDecision {
        record Planned(Plan plan) implements PlanDecision {}

        /** {@code where} names keys or values that are in the way, for some reasons; else empty. */
        record Refused(FailureReason reason, List<String> where) implements PlanDecision {
            public Refused {
                where = List.copyOf(where);
            }
        }
    }

    /** The plan, if it is the actor's own and they may still see its host; else empty, and a refusal is in the audit log. */
    Optional<Plan> plan(Actor actor, PlanId id);

    /**
     * Starts the plan if it is still valid and unchanged, the directory knows the host, the actor's delegation covers it
     * and no other execution holds it. Runs on a thread of its own; the decision is in the audit log before this returns,
     * whichever way it goes.
     */
    StartDecision start(ExecutionRequest request);

    sealed interface StartDecision {
        record Started(ExecutionId execution) implements StartDecision {}

        record Refused(FailureReason reason) implements StartDecision {}
    }

    /** For an execution whose outcome is unknown or that needs attention: observes again now. Changes nothing on the host. */
    Optional<FailureReason> checkAgain(Actor actor, ExecutionId execution);

    /**
     * The execution, if there is one and {@code actor} may see it: whoever started it, managers and administrators, and people
     * of the helpdesk whom a rule lets check its host, which is asked for by its object id. A refusal is in the audit log.
     */
    Optional<Execution> find(Actor actor, ExecutionId id);

    /** Whether {@link #planUndo} would be refused for want of permission; for what is shown only. */
    boolean mayUndo(Actor actor, ExecutionId id);

    /** Newest first, at most 50; none, and a refusal in the audit log, for whoever may not see the host. */
    List<Execution> ofHost(Actor actor, UUID host);

    /** Running ones first, then the person's own newest, at most {@code limit}. */
    List<Execution> recentOf(Actor actor, int limit);

    /** Those that have not ended and that {@code actor} may see, oldest first, at most 50. */
    List<Execution> running(Actor actor);

    /**
     * Tells {@code listener} the id of each execution whose journal grew, on an engine thread, after the commit; re-read
     * with {@link #find}, which asks who may see it. Close the subscription to stop.
     */
    AutoCloseableSubscription listen(Consumer<ExecutionId> listener);

    interface AutoCloseableSubscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * One execution as it stands.
     *
     * @param changed what is different on the host, verified by an observation; empty while it runs
     * @param undoableUntil when undo stops being offered, null if it is not offered
     * @param saved how much the backup holds, or would
     * @param undoneBy the execution that undid this one and was not undone itself, or null
     */
    record Execution(
            ExecutionId id,
            CaseId caseId,
            OperationKey operation,
            int operationVersion,
            UUID hostId,
            String hostName,
            Actor actor,
            String reason,
            String ticket,
            String allowedBy,
            ExecutionState state,
            @Nullable FailureReason failure,
            @Nullable BackupId backup,
            StateSize saved,
            @Nullable ExecutionId undoOf,
            @Nullable ExecutionId undoneBy,
            Instant startedAt,
            @Nullable Instant endedAt,
            List<StepRun> steps,
            List<Difference> changed,
            @Nullable Instant undoableUntil) {}

    /**
     * A step on the screen, made of journal events.
     *
     * @param result one line for people, empty until it ended; may hold a host's words
     * @param log lines for the expert: keys, digests, command numbers; never a secret
     */
    record StepRun(
            StepKind kind,
            StepState state,
            String result,
            List<String> log,
            @Nullable Instant startedAt,
            @Nullable Duration took) {}

    /** In order. An operation that only saves has no {@code CHANGE} and no {@code VERIFY}, one that acts has no {@code CHANGE}. */
    enum StepKind {
        OBSERVE,
        SAVE,
        CHECK_SAVED,
        CHANGE,
        /** In place of a change: what cannot be undone. */
        ACT,
        VERIFY
    }

    enum StepState {
        NOT_STARTED,
        RUNNING,
        DONE,
        FAILED,
        UNKNOWN,
        SKIPPED
    }
}
