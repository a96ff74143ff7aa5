package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Set;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** For tests: makes the calling thread work for a person, as after a sign-in. */
public final class SignedIn {

    private SignedIn() {}

    /** Signs {@code actor} in on this thread until {@link #nobody}. */
    public static void as(Actor actor, Role... roles) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication(actor, roles));
        SecurityContextHolder.setContext(context);
    }

    public static void nobody() {
        SecurityContextHolder.clearContext();
    }

    /** What a sign-in ends in, for tests that put it somewhere themselves. */
    public static Authentication authentication(Actor actor, Role... roles) {
        var person = new Person(actor, Set.of(roles), Instant.now());
        return UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    }
}
