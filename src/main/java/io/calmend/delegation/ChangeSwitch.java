package io.calmend.delegation;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * The one switch that stops all changes at once. Its state survives a restart. Administrators alone turn it; each turn is on the
 * trail, and so is each refusal. Everybody may read it: it is told to every open page and asked before anything is sent.
 */
public interface ChangeSwitch {

    /** Who stopped changes, when and why; the portal itself while it may not be alone on its database. Empty while allowed. */
    Optional<Stop> stopped();

    @AllowedTo(value = Role.ADMINISTRATOR, asked = "stop", changes = true)
    void stop(Actor administrator, String reason);

    @AllowedTo(value = Role.ADMINISTRATOR, asked = "allow", changes = true)
    void allow(Actor administrator);

    /** Runs {@code turned} after each turn of this process, on another thread, until the subscription is closed. */
    Subscription listen(Runnable turned);

    /** Ends with {@link #close}; closing it again does nothing. */
    interface Subscription {
        void close();
    }

    record Stop(String by, Instant at, String reason) {}
}
