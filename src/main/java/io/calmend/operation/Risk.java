package io.calmend.operation;

/** How much harm an operation can do at worst; shown to people, and a reason to ask for more. */
public enum Risk {
    NONE,
    LOW,
    MEDIUM,
    HIGH
}
