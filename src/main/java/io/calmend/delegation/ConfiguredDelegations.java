package io.calmend.delegation;

import io.calmend.directory.Directory;
import io.calmend.directory.DistinguishedName;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Delegation by the rules of the configuration and the groups of the moment. */
@Service
class ConfiguredDelegations implements Delegations {

    private final List<Rule> rules;
    private final Directory directory;
    private final Clock clock;

    ConfiguredDelegations(DelegationSettings settings, Directory directory, Clock clock) {
        this.rules = settings.toRules();
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public List<Rule> rules() {
        return rules;
    }

    @Override
    public Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
        return switch (directory.person(actor.sid())) {
            case Directory.PersonLookup.Found(var _, var enabled, var groups) ->
                enabled
                        ? decide(actor, operation, host, groups)
                        : new Decision.Denied(FailureReason.NOT_PERMITTED, null, null);
            case Directory.PersonLookup.Refused(var reason) ->
                new Decision.Denied(
                        reason == FailureReason.DIRECTORY_UNAVAILABLE ? reason : FailureReason.NOT_PERMITTED,
                        null,
                        null);
        };
    }

    private Decision decide(Actor actor, OperationKey operation, ManagedHost host, Set<String> groups) {
        var memberOf = new HashSet<DistinguishedName>();
        for (var group : groups) {
            DistinguishedName.read(group).ifPresent(memberOf::add);
        }
        var place = DistinguishedName.read(host.distinguishedName());
        var now = clock.instant();
        Optional<Near> nearest = Optional.empty();
        for (var rule : rules) {
            if (DistinguishedName.read(rule.group()).filter(memberOf::contains).isEmpty()) {
                continue;
            }
            var miss = missOf(rule, operation, place, now);
            if (miss == null) {
                return new Decision.Allowed(
                        new Permit(rule.name(), operation, actor.sid(), host.objectId(), rule.until()));
            }
            if (nearest.isEmpty() || closeness(miss) > closeness(nearest.get().miss())) {
                nearest = Optional.of(new Near(rule, miss));
            }
        }
        return nearest.<Decision>map(near -> new Decision.Denied(
                        near.miss() == Miss.ENDED ? FailureReason.PERMISSION_ENDED : FailureReason.NOT_PERMITTED,
                        near.rule(),
                        near.miss()))
                .orElseGet(() -> new Decision.Denied(FailureReason.NOT_PERMITTED, null, null));
    }

    private record Near(Rule rule, Miss miss) {}

    /** What of the rule does not fit; null if all does. */
    private static @Nullable Miss missOf(
            Rule rule, OperationKey operation, Optional<DistinguishedName> place, Instant now) {
        var unit = DistinguishedName.read(rule.organisationalUnit());
        if (unit.isEmpty() || place.isEmpty() || !place.get().isWithin(unit.get())) {
            return Miss.HOST;
        }
        // who may repair something on a host may look at it, so that they know what to repair
        if (!operation.equals(DIAGNOSE) && !rule.operations().contains(operation)) {
            return Miss.OPERATION;
        }
        var until = rule.until();
        return until != null && !now.isBefore(until) ? Miss.ENDED : null;
    }

    private static int closeness(Miss miss) {
        return switch (miss) {
            case HOST -> 0;
            case OPERATION -> 1;
            case ENDED -> 2;
        };
    }
}
