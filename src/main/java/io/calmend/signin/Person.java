package io.calmend.signin;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * The person who is signed in, with their present roles. Equal if they are the same person, so that sessions can be
 * counted.
 */
final class Person implements UserDetails {

    private final Actor actor;
    private final Set<Role> roles;
    private final Instant since;

    Person(Actor actor, Set<Role> roles, Instant since) {
        this.actor = actor;
        this.roles = Set.copyOf(roles);
        this.since = since;
    }

    Actor actor() {
        return actor;
    }

    Set<Role> roles() {
        return roles;
    }

    /** When the person signed in. */
    Instant since() {
        return since;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return authorities(roles);
    }

    static List<SimpleGrantedAuthority> authorities(Set<Role> roles) {
        return roles.stream()
                .sorted()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }

    @Override
    public @Nullable String getPassword() {
        return null;
    }

    @Override
    public String getUsername() {
        return actor.account();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Person person && actor.sid().equals(person.actor.sid());
    }

    @Override
    public int hashCode() {
        return actor.sid().hashCode();
    }

    @Override
    public String toString() {
        return actor.account();
    }
}
