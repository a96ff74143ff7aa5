package io.calmend.operation;

/** A change is only made where the host still finds {@code digest} at {@code target}. */
public record Expectation(TreeTarget target, String digest) {}
