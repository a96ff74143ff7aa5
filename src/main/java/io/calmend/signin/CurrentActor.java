package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;

/**
 * Returns the person who is acting. A view asks once, when an action begins, and then passes the actor on as an
 * argument.
 */
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
