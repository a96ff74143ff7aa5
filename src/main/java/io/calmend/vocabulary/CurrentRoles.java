package io.calmend.vocabulary;

import java.util.Set;

/**
 * Returns the roles that people have by their present groups; none for an account that is disabled or does not exist.
 */
public interface CurrentRoles {

    /** Asks the directory now: for anything that changes something. */
    Set<Role> now(Actor actor);

    /** As {@link #now}, but may use an answer up to two seconds old: for display only. */
    Set<Role> lately(Actor actor);
}
