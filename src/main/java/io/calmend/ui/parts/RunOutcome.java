package io.calmend.ui.parts;

import io.calmend.execution.Executions.Execution;
import io.calmend.execution.Executions.StepKind;

/** What an execution came to, as it stands now. Title, badge, colour, lists and texts follow from it alone. */
public enum RunOutcome {
    RUNNING(Severity.RUN),
    ROLLING_BACK(Severity.RUN),
    UNKNOWN(Severity.UNKNOWN),
    /** The changes are in place, and nobody undid them. */
    REPAIRED(Severity.OK),
    /** An operation that only saves; nothing was changed. */
    SAVED(Severity.OK),
    /** What it changed was undone by another execution since, which still stands, so nothing of it is in place. */
    UNDONE(Severity.IDLE),
    /** An undo that is in place. */
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
        return execution.steps().stream().noneMatch(step -> step.kind() == StepKind.CHANGE);
    }

    public Severity severity() {
        return severity;
    }

    /** A word or two for a badge. */
    public String words() {
        return Words.say("ui.outcome." + name());
    }
}
