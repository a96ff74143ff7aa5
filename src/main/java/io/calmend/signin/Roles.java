package io.calmend.signin;

import io.calmend.directory.DistinguishedName;
import io.calmend.vocabulary.Role;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Maps groups to roles by distinguished name: two groups may have the same common name, but never the same
 * distinguished name.
 */
@Component
class Roles {

    private final SignInSettings.Groups groups;

    Roles(SignInSettings settings) {
        groups = settings.groups();
    }

    Set<Role> of(Set<String> groupNames) {
        var memberOf = new HashSet<DistinguishedName>();
        for (var name : groupNames) {
            DistinguishedName.read(name).ifPresent(memberOf::add);
        }
        var roles = EnumSet.noneOf(Role.class);
        groups.byRole().forEach((role, group) -> {
            if (memberOf.contains(group)) {
                roles.add(role);
            }
        });
        return Set.copyOf(roles);
    }
}
