package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.Role;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** For tests: the guard before the services, with the roles that {@link SignedIn} gave. */
// not marked as a configuration, or a whole portal on this class path would find it
@Import(ServiceGuard.class)
public class Guarded {

    @Bean
    CurrentRoles rolesOfTheSession() {
        return new CurrentRoles() {
            @Override
            public Set<Role> now(Actor actor) {
                return actor.equals(Actor.PORTAL)
                        ? Set.of(Role.values())
                        : SignedInActor.person()
                                .filter(person -> person.actor().equals(actor))
                                .map(Person::roles)
                                .orElse(Set.of());
            }

            @Override
            public Set<Role> lately(Actor actor) {
                return now(actor);
            }
        };
    }
}
