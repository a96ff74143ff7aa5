package io.calmend.delegation;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Stops all changes on all hosts at once. The state survives a restart. Only administrators can turn the switch; each
 * turn and each refusal is in the audit log. Everybody may read it: open pages are notified, and it is asked before
 * anything is sent.
 */
public interface ChangeSwitch {

    /**
     * Who stopped changes, when and why; the portal itself while it cannot be sure to be alone on its database. Empty
     * while changes are allowed.
     */
    Optional<Stop> stopped();

    /**
     * Stops all changes.
     *
     * @param reason as {@link io.calmend.vocabulary.RequestText} takes it
     * @return why nothing was stopped: the reason is not acceptable, or changes were already stopped; empty if it was
     *     done
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "stop", changes = true)
    Optional<FailureReason> stop(Actor administrator, String reason);

    /**
     * Allows changes again after an administrator's stop. The portal's own stop ends automatically and cannot be ended
     * here.
     *
     * @return why nothing was changed: no administrator had stopped changes; empty if it was done
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "allow", changes = true)
    Optional<FailureReason> allow(Actor administrator);

    /**
     * Runs {@code turned} on another thread after each turn in this process, by an administrator or the portal itself,
     * until the subscription is closed.
     */
    Subscription listen(Runnable turned);

    /** Ends with {@link #close}; closing it again does nothing. */
    interface Subscription {
        void close();
    }

    /** @param byPortal whether the portal itself stopped changes: that ends automatically, and nobody can end it */
    record Stop(String by, Instant at, String reason, boolean byPortal) {}
}
