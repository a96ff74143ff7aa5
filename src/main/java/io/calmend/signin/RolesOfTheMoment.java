package io.calmend.signin;

import io.calmend.directory.Directory;
import io.calmend.directory.Directory.PersonLookup;
import io.calmend.directory.RecentDirectory;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Returns the roles that a person's groups give them now. While the directory is down, people keep the roles of the
 * session for which the calling thread works; otherwise nobody could stop changes during an outage.
 */
@Component
class RolesOfTheMoment implements CurrentRoles {

    private final Directory directory;
    private final RecentDirectory recent;
    private final Roles roles;

    RolesOfTheMoment(Directory directory, RecentDirectory recent, Roles roles) {
        this.directory = directory;
        this.recent = recent;
        this.roles = roles;
    }

    @Override
    public Set<Role> now(Actor actor) {
        return isPortal(actor) ? EnumSet.allOf(Role.class) : roles(directory.person(actor.sid()), actor);
    }

    @Override
    public Set<Role> lately(Actor actor) {
        return isPortal(actor) ? EnumSet.allOf(Role.class) : roles(recent.person(actor.sid()), actor);
    }

    private static boolean isPortal(Actor actor) {
        return actor.equals(Actor.PORTAL);
    }

    private Set<Role> roles(PersonLookup lookup, Actor actor) {
        return switch (lookup) {
            case PersonLookup.Found(var found, var enabled, var groups) ->
                enabled && found.sid().equals(actor.sid()) ? roles.of(groups) : Set.of();
            case PersonLookup.Refused(var reason) ->
                reason == FailureReason.DIRECTORY_UNAVAILABLE
                        ? SignedInActor.person()
                                .filter(person -> person.actor().sid().equals(actor.sid()))
                                .map(Person::roles)
                                .orElse(Set.of())
                        : Set.of();
        };
    }
}
