package io.calmend.vocabulary;

import java.util.function.DoubleSupplier;

/**
 * A number about the portal that monitoring can read, for example how many accounts are stopped. It is read in the
 * background every few seconds, so it may ask the database or the directory; a request for metrics never waits for it.
 *
 * @param name in lower case with dots, for example {@code calmend.accounts.stopped}
 * @param description a sentence
 * @param read returns the present number; if it throws, the number is unknown
 */
public record Measure(String name, String description, DoubleSupplier read) {}
