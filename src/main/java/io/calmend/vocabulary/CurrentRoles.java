package io.calmend.vocabulary;

import java.util.Set;

/** The roles that people have by their groups of the moment; none for who is disabled or gone. */
public interface CurrentRoles {

    /** Asks the directory now: for what changes something. */
    Set<Role> now(Actor actor);

    /** As {@link #now}, but an answer of the last two seconds will do: for what is only shown. */
    Set<Role> lately(Actor actor);
}
