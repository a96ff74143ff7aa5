package io.calmend.database;

/**
 * Prevents two portals from using one database. The lock is held from before the first migration until the portal has
 * stopped; a portal that cannot get it does not start.
 */
public interface PortalLock {

    /**
     * Whether this portal holds the lock, as the database confirmed within the last second; false while the database
     * does not answer. May ask the database, and then waits at most a few seconds. A failed answer is also reused for
     * a second.
     */
    boolean held();

    /**
     * Runs {@code turned} on a thread of its own whenever the answer of {@link #held} is found to have changed, for as
     * long as the portal runs. Never called for a lock that cannot be lost.
     */
    default void listen(Runnable turned) {}
}
