package io.calmend.delegation;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.Directory.PersonLookup;
import io.calmend.directory.DistinguishedName;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.RecentDirectory;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides by the rules in the configuration and the groups that a person is in now. */
@Service
class ConfiguredDelegations implements Delegations {

    private static final int LONGEST_SUBJECT = 260;

    private final List<Rule> rules;
    private final Directory directory;
    private final RecentDirectory recent;
    private final CurrentRoles roles;
    private final AuditLog auditLog;
    private final Clock clock;

    ConfiguredDelegations(
            DelegationSettings settings,
            Directory directory,
            RecentDirectory recent,
            CurrentRoles roles,
            AuditLog auditLog,
            Clock clock) {
        this.rules = settings.toRules();
        this.directory = directory;
        this.recent = recent;
        this.roles = roles;
        this.auditLog = auditLog;
        this.clock = clock;
    }

    // ---- the rules themselves

    @Override
    public List<Rule> rules(Actor administrator) {
        return rules;
    }

    @Override
    public List<Rule> rulesOn(Actor actor, ManagedHost host) {
        if (!maySee(actor, host.objectId())) {
            return List.of();
        }
        var place = DistinguishedName.read(host.distinguishedName());
        return rules.stream().filter(rule -> covers(rule, place)).toList();
    }

    private static boolean covers(Rule rule, Optional<DistinguishedName> place) {
        var unit = DistinguishedName.read(rule.organisationalUnit());
        return unit.isPresent() && place.isPresent() && place.get().isWithin(unit.get());
    }

    @Override
    public Explanation explain(Actor administrator, String person, HostName name, Collection<OperationKey> operations) {
        auditLog.recordAlone(new AuditEvent.PermissionsExplained(
                administrator, Texts.cut(person, LONGEST_SUBJECT), Texts.cut(name.value(), LONGEST_SUBJECT)));
        return switch (directory.person(person)) {
            case PersonLookup.Refused(var reason) -> new Explanation.Refused(reason);
            case PersonLookup.Found found ->
                switch (directory.host(name)) {
                    case HostLookup.Refused(var reason) -> new Explanation.Refused(reason);
                    case HostLookup.Found(var host) ->
                        new Explanation.Explained(
                                found.person(),
                                found.enabled(),
                                host,
                                decideAll(found.person(), operations, host, found));
                };
        };
    }

    // ---- decisions

    @Override
    public Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
        return decide(actor, operation, host, recent.personNow(actor.sid()));
    }

    @Override
    public Map<OperationKey, Decision> decideAll(Actor actor, Collection<OperationKey> operations, ManagedHost host) {
        return decideAll(actor, operations, host, recent.person(actor.sid()));
    }

    private Map<OperationKey, Decision> decideAll(
            Actor actor, Collection<OperationKey> operations, ManagedHost host, PersonLookup person) {
        var decisions = new LinkedHashMap<OperationKey, Decision>();
        operations.forEach(operation -> decisions.put(operation, decide(actor, operation, host, person)));
        return decisions;
    }

    @Override
    public Set<UUID> visible(Actor actor, Collection<UUID> hosts) {
        if (hosts.isEmpty()) {
            return Set.of();
        }
        var given = roles.lately(actor);
        if (given.contains(Role.MANAGER) || given.contains(Role.ADMINISTRATOR)) {
            return Set.copyOf(hosts);
        }
        if (!given.contains(Role.HELPDESK)) {
            return Set.of();
        }
        if (!(recent.person(actor.sid()) instanceof PersonLookup.Found(var _, var enabled, var groups)) || !enabled) {
            return Set.of();
        }
        var memberOf = names(groups);
        var now = clock.instant();
        var visible = new HashSet<UUID>();
        recent.places(hosts).forEach((id, name) -> {
            var place = DistinguishedName.read(name);
            if (rules.stream().anyMatch(rule -> isFor(rule, memberOf) && missOf(rule, DIAGNOSE, place, now) == null)) {
                visible.add(id);
            }
        });
        return visible;
    }

    private static Set<DistinguishedName> names(Set<String> groups) {
        var names = new HashSet<DistinguishedName>();
        for (var group : groups) {
            DistinguishedName.read(group).ifPresent(names::add);
        }
        return names;
    }

    private static boolean isFor(Rule rule, Set<DistinguishedName> memberOf) {
        return DistinguishedName.read(rule.group()).filter(memberOf::contains).isPresent();
    }

    private Decision decide(Actor actor, OperationKey operation, ManagedHost host, PersonLookup person) {
        return switch (person) {
            case PersonLookup.Found(var _, var enabled, var groups) ->
                enabled
                        ? decide(actor, operation, host, groups)
                        : new Decision.Denied(FailureReason.NOT_PERMITTED, null, null);
            case PersonLookup.Refused(var reason) ->
                new Decision.Denied(
                        reason == FailureReason.DIRECTORY_UNAVAILABLE ? reason : FailureReason.NOT_PERMITTED,
                        null,
                        null);
        };
    }

    private Decision decide(Actor actor, OperationKey operation, ManagedHost host, Set<String> groups) {
        var memberOf = names(groups);
        var place = DistinguishedName.read(host.distinguishedName());
        var now = clock.instant();
        Optional<Near> nearest = Optional.empty();
        for (var rule : rules) {
            if (!isFor(rule, memberOf)) {
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

    /** What part of the rule does not match; null if all of it does. */
    private static @Nullable Miss missOf(
            Rule rule, OperationKey operation, Optional<DistinguishedName> place, Instant now) {
        if (!covers(rule, place)) {
            return Miss.HOST;
        }
        // whoever may repair something on a host may also check it, to know what to repair
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
