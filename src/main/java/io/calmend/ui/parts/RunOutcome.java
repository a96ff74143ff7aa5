package io.calmend.ui.parts;

import io.calmend.execution.Executions.Execution;
import io.calmend.execution.Executions.StepKind;

/** The present outcome of an execution, from which screens derive title, badge, colour, lists and texts. */
public enum RunOutcome {
    RUNNING(Severity.RUN),
    ROLLING_BACK(Severity.RUN),
    UNKNOWN(Severity.UNKNOWN),
    /** The changes are in place and were not undone. */
    REPAIRED(Severity.OK),
    /** An operation that only makes a backup; nothing was changed. */
    SAVED(Severity.OK),
    /** Another execution has undone the changes since and was not undone itself, so none of them is in place. */
    UNDONE(Severity.IDLE),
    /** An undo whose changes are in place. */
    UNDO(Severity.OK),
    NOT_CHANGED(Severity.IDLE),
    ROLLED_BACK(Severity.WARN),
    NEEDS_ATTENTION(Severity.WARN);

    private final Severity severity;

    RunOutcome(Severity severity) {
        this.severity = severity;
    }

    public static RunOutcome of(Execution execution) {
        if (execution.undoneBy() != null) {
            return UNDONE;
        }
        return switch (execution.state()) {
            case INTENDED, SENT, ANSWERED -> RUNNING;
            case ROLLING_BACK -> ROLLING_BACK;
            case OUTCOME_UNKNOWN -> UNKNOWN;
            case SUCCEEDED -> execution.undoOf() != null ? UNDO : onlySaves(execution) ? SAVED : REPAIRED;
            case NOT_CHANGED -> NOT_CHANGED;
            case ROLLED_BACK -> ROLLED_BACK;
            case NEEDS_ATTENTION -> NEEDS_ATTENTION;
        };
    }

    private static boolean onlySaves(Execution execution) {
        return !has(execution, StepKind.CHANGE) && !acts(execution);
    }

    /** Whether it does what cannot be undone, in place of a change. */
    public static boolean acts(Execution execution) {
        return has(execution, StepKind.ACT);
    }

    private static boolean has(Execution execution, StepKind kind) {
        return execution.steps().stream().anyMatch(step -> step.kind() == kind);
    }

    public Severity severity() {
        return severity;
    }

    /** A word or two for a badge. */
    public String words() {
        return Words.say("ui.outcome." + name());
    }
}
