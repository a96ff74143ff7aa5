package io.calmend.delegation;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * The one switch that stops all changes at once. Its state survives a restart. Administrators alone turn it; each turn is in the
 * audit log, and so is each refusal. Everybody may read it: it is told to every open page and asked before anything is sent.
 */
public interface ChangeSwitch {

    /** Who stopped changes, when and why; the portal itself while it may not be alone on its database. Empty while allowed. */
    Optional<Stop> stopped();

    /**
     * Stops all changes.
     *
     * @param reason as {@link io.calmend.vocabulary.RequestText} takes it
     * @return why nothing was stopped: the reason cannot be taken, or somebody has stopped changes already; empty if it was done
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "stop", changes = true)
    Optional<FailureReason> stop(Actor administrator, String reason);

    /**
     * Takes an administrator's stop back, never the portal's own, which ends by itself.
     *
     * @return why nothing was turned: nobody had stopped changes; empty if it was done
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "allow", changes = true)
    Optional<FailureReason> allow(Actor administrator);

    /**
     * Runs {@code turned} after each turn of this process, an administrator's or the portal's own, on another thread, until the
     * subscription is closed.
     */
    Subscription listen(Runnable turned);

    /** Ends with {@link #close}; closing it again does nothing. */
    interface Subscription {
        void close();
    }

    /** @param byPortal whether the portal stopped changes itself: that ends by itself, and nobody can end it */
    record Stop(String by, Instant at, String reason, boolean byPortal) {}
}
