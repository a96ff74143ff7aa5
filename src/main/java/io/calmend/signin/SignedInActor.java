package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** Returns the person whose session the calling thread works for. */
@Component
class SignedInActor implements CurrentActor {

    @Override
    public Actor get() {
        return person().orElseThrow(() -> new AccessDeniedException("nobody is signed in"))
                .actor();
    }

    @Override
    public boolean isSomebody() {
        return person().isPresent();
    }

    @Override
    public boolean has(Role role) {
        return person().filter(person -> person.roles().contains(role)).isPresent();
    }

    static Optional<Person> person() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.isAuthenticated()
                        && authentication.getPrincipal() instanceof Person person
                ? Optional.of(person)
                : Optional.empty();
    }
}
