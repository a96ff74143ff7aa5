package io.calmend.vocabulary;

import java.util.function.DoubleSupplier;

/**
 * A number about the portal that monitoring reads, for example how many accounts are stopped. It is read in the background, every
 * some seconds, so it may ask the database or the directory; whoever fetches the metrics never waits for it.
 *
 * @param name in lower case with dots, for example {@code calmend.accounts.stopped}
 * @param description a sentence
 * @param read the number now; whatever it throws makes the number unknown
 */
public record Measure(String name, String description, DoubleSupplier read) {}
