package io.calmend.health;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.util.Optional;

/** Gives administrators the results of all checks of the settings. */
public interface Health {

    /** The last report; empty if there is none yet. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "health")
    Optional<HealthReport> latest(Actor administrator);

    /** Runs all checks now; whoever asks while they run waits for the same report. Takes seconds, at worst minutes. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "health")
    HealthReport checkAgain(Actor administrator);
}
