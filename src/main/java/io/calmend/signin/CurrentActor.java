package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;

/** Who is acting. Asked once at the start of a gesture; from there on the actor is an argument. */
public interface CurrentActor {

    /**
     * The person for whom the calling thread works.
     *
     * @throws org.springframework.security.access.AccessDeniedException if nobody is signed in
     */
    Actor get();

    /** Whether anybody is signed in. */
    boolean isSomebody();

    boolean has(Role role);
}
