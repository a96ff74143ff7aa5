package io.calmend.delegation;

import io.calmend.vocabulary.Actor;
import java.time.Instant;
import java.util.Optional;

/** The one switch that stops all changes at once. Its state survives a restart; each turn is on the trail. */
public interface ChangeSwitch {

    /** Who stopped changes, when and why; empty while changes are allowed. */
    Optional<Stop> stopped();

    void stop(Actor administrator, String reason);

    void allow(Actor administrator);

    record Stop(String by, Instant at, String reason) {}
}
