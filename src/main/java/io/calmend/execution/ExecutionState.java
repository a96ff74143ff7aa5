package io.calmend.execution;

/** How far an execution has come. Only {@link Transitions} changes it, in one exhaustive switch. */
public enum ExecutionState {
    /** Committed with its intent; nothing sent. */
    INTENDED,
    /** The backup is written and verified, and a change is about to leave or has left. */
    SENT,
    /** The host answered; an observation verifies. */
    ANSWERED,
    /** No answer that can be trusted came after sending; an observation decides once the deadline is over. */
    OUTCOME_UNKNOWN,
    /** The engine is rolling back what it had changed. */
    ROLLING_BACK,

    /** Done and verified, or saved and verified for an operation that only saves. */
    SUCCEEDED,
    /** Nothing was changed. */
    NOT_CHANGED,
    /** It failed on the way and the engine put everything back, verified. */
    ROLLED_BACK,
    /** A person has to look: the state on the host is not what it should be, or is not known. */
    NEEDS_ATTENTION;

    /** Whether something on the host may be different from before because of it, so that there is something to undo. */
    boolean mayBeUndone() {
        return this == SUCCEEDED || this == NEEDS_ATTENTION;
    }

    public boolean ended() {
        return switch (this) {
            case INTENDED, SENT, ANSWERED, OUTCOME_UNKNOWN, ROLLING_BACK -> false;
            case SUCCEEDED, NOT_CHANGED, ROLLED_BACK, NEEDS_ATTENTION -> true;
        };
    }
}
