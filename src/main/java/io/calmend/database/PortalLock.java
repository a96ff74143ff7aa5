package io.calmend.database;

/**
 * What keeps a second portal from the database of this one. Held from before the first migration until the portal has stopped;
 * a portal that cannot have it does not start.
 */
public interface PortalLock {

    /**
     * Whether this portal alone works on the database now, as the database confirmed within the last second. False while it
     * does not answer. May ask the database, and then waits at most some seconds; a failure is believed for a second.
     */
    boolean held();

    /**
     * Runs {@code turned} on a thread of its own whenever it is noticed that {@link #held} answers otherwise than before, for as
     * long as the portal runs; never for a lock that cannot be lost.
     */
    default void listen(Runnable turned) {}
}
