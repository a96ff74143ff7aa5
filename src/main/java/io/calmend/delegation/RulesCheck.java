package io.calmend.delegation;

import io.calmend.directory.DirectoryContents;
import io.calmend.directory.DirectoryContents.Presence;
import io.calmend.health.CheckResult;
import io.calmend.health.HealthCheck;
import io.calmend.vocabulary.Dates;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Checks that the groups and organisational units named in the rules exist in the directory. */
@Component
@Order(30)
class RulesCheck implements HealthCheck {

    private final DelegationSettings settings;
    private final DirectoryContents directory;
    private final Clock clock;

    RulesCheck(DelegationSettings settings, DirectoryContents directory, Clock clock) {
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String area() {
        return "rules";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        var count = occasion != Occasion.START;
        for (var rule : settings.toRules()) {
            var name = "rule '" + rule.name() + "'";
            results.add(line(
                    name + ", group " + rule.group(),
                    directory.group(rule.group(), count),
                    "person",
                    "people",
                    "group"));
            results.add(line(
                    name + ", " + rule.organisationalUnit(),
                    directory.organisationalUnit(rule.organisationalUnit(), count),
                    "computer",
                    "computers",
                    "organisational unit"));
            var until = rule.until();
            if (until != null && !until.isAfter(clock.instant())) {
                results.add(CheckResult.warning(name, "expired on " + Dates.inUtc(until) + ": renew it or remove it"));
            }
        }
        if (results.isEmpty()) {
            results.add(CheckResult.warning(
                    "calmend.delegation.rules",
                    "there is no rule, so nobody can check or repair anything: is config/delegation.yaml"
                            + " in Calmend's working folder?"));
        }
        return results;
    }

    private static CheckResult line(String subject, Presence presence, String one, String many, String kind) {
        return switch (presence) {
            case Presence.Found found
            when found.count().isPresent() && found.count().getAsInt() == 0 ->
                CheckResult.warning(subject, "exists, but contains no " + many);
            case Presence.Found found -> CheckResult.ok(subject, found.describe(one, many));
            case Presence.Unknown(var sentence) -> CheckResult.notChecked(subject, sentence);
            case Presence.Missing _, Presence.NotEnabled _ ->
                CheckResult.failed(
                        subject, "there is no such " + kind + ": copy its distinguishedName from Active Directory");
        };
    }
}
