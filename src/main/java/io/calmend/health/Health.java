package io.calmend.health;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.util.Optional;

/** What every check of the settings came to, for administrators. */
public interface Health {

    /** The last report, if there is one yet. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "health")
    Optional<HealthReport> latest(Actor administrator);

    /** Examines everything now; whoever asks while that goes on waits for the same report. Takes seconds, at worst minutes. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "health")
    HealthReport checkAgain(Actor administrator);
}
