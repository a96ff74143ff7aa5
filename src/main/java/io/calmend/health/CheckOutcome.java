package io.calmend.health;

/** The result of one check. What was not examined has a result of its own and never counts as good. */
public enum CheckOutcome {
    OK,
    WARNING,
    FAILED,
    NOT_CHECKED
}
