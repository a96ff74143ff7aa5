package io.calmend.host;

/** A change is only made where the host still finds {@code digest} at {@code facet}. */
public record Expectation(Facet facet, String digest) {}
