package io.calmend.registry;

/** A change is only made where the host still finds {@code digest} at {@code target}. */
public record Expectation(TreeTarget target, String digest) {}
