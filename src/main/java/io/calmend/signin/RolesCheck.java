package io.calmend.signin;

import io.calmend.directory.DirectoryContents;
import io.calmend.directory.DirectoryContents.Presence;
import io.calmend.health.CheckResult;
import io.calmend.health.HealthCheck;
import io.calmend.vocabulary.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Checks that each role's group exists in the directory, and reports how many people are in it. */
@Component
@Order(20)
class RolesCheck implements HealthCheck {

    private final SignInSettings settings;
    private final DirectoryContents directory;

    RolesCheck(SignInSettings settings, DirectoryContents directory) {
        this.settings = settings;
        this.directory = directory;
    }

    @Override
    public String area() {
        return "sign-in";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        var groups = settings.groups().byRole();
        for (var role : Role.values()) {
            var setting = "calmend.signin.groups." + role.name().toLowerCase(Locale.ROOT);
            var group = groups.get(role);
            if (group == null) {
                results.add(CheckResult.warning(setting, "names no group: nobody has this role"));
                continue;
            }
            var subject = setting + " " + group;
            var also = groups.entrySet().stream()
                    .filter(other -> other.getKey() != role && other.getValue().equals(group))
                    .map(other ->
                            "calmend.signin.groups." + other.getKey().name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            if (!also.isEmpty()) {
                results.add(CheckResult.warning(
                        subject, "also gives another role (" + also + "): whoever is in it has both"));
            }
            results.add(
                    switch (directory.group(group.toString(), occasion != Occasion.START)) {
                        case Presence.Found found
                        when found.count().isPresent() && found.count().getAsInt() == 0 ->
                            CheckResult.warning(subject, "exists, but nobody is in it");
                        case Presence.Found found -> CheckResult.ok(subject, found.describe("person", "people"));
                        case Presence.Unknown(var sentence) -> CheckResult.notChecked(subject, sentence);
                        case Presence.Missing _, Presence.NotEnabled _ ->
                            CheckResult.failed(
                                    subject,
                                    "there is no such group: copy its distinguishedName from Active Directory. Nobody has"
                                            + " this role until then");
                    });
        }
        return results;
    }
}
