package io.calmend.execution;

import io.calmend.operation.Difference;
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
     * Looks at the host (one remote command, no lock) and says exactly what would be changed.
     *
     * <p>Operation, host and permission are checked first; a refusal is on the trail before this returns.
     *
     * @param backup for an operation that needs one, else null
     */
    PlanDecision plan(
            Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, @Nullable BackupId backup);

    /** As {@link #plan}, for putting back what {@code execution} changed, computed from what is there now. */
    PlanDecision planUndo(Actor actor, ExecutionId execution);

    sealed interface PlanDecision {
        record Planned(Plan plan) implements PlanDecision {}

        /** {@code where} names keys or values that are in the way, for some reasons; else empty. */
        record Refused(FailureReason reason, List<String> where) implements PlanDecision {
            public Refused {
                where = List.copyOf(where);
            }
        }
    }

    Optional<Plan> plan(Actor actor, PlanId id);

    /**
     * Starts the plan if it is still valid and unchanged, the directory knows the host, the actor's delegation covers it
     * and no other execution holds it. Runs on a thread of its own; the decision is on the trail before this returns,
     * whichever way it goes.
     */
    StartDecision start(ExecutionRequest request);

    sealed interface StartDecision {
        record Started(ExecutionId execution) implements StartDecision {}

        record Refused(FailureReason reason) implements StartDecision {}
    }

    /** For an execution whose outcome is unknown or that needs attention: looks again now. Changes nothing on the host. */
    Optional<FailureReason> checkAgain(Actor actor, ExecutionId execution);

    /** The execution, whoever started it; who may see it is for the caller to ask. */
    Optional<Execution> find(ExecutionId id);

    /** Newest first, at most 50. */
    List<Execution> ofHost(UUID host);

    /** Running ones first, then the person's own newest, at most {@code limit}. */
    List<Execution> recentOf(Actor actor, int limit);

    /** All that have not ended. */
    List<Execution> running();

    /**
     * Tells {@code listener} the id of each execution whose journal grew, on an engine thread, after the commit; re-read
     * with {@link #find}. Close the subscription to stop.
     */
    AutoCloseableSubscription listen(Consumer<ExecutionId> listener);

    interface AutoCloseableSubscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * One execution as it stands.
     *
     * @param changed what is different on the host, verified by a look; empty while it runs
     * @param undoableUntil when undo stops being offered, null if it is not offered
     * @param undoneBy the execution that undid this one, or null
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

    /** In order. An operation that only saves has no {@code CHANGE} and no {@code VERIFY}. */
    enum StepKind {
        LOOK,
        SAVE,
        CHECK_SAVED,
        CHANGE,
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
