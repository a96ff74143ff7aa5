package io.calmend.health;

/** What one check came to. Green is earned: what was not examined has its own word. */
public enum CheckOutcome {
    OK,
    WARNING,
    FAILED,
    NOT_CHECKED
}
