package io.calmend.delegation;

import io.calmend.directory.DistinguishedName;
import io.calmend.vocabulary.OperationKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rules that allow groups to run operations, from {@code config/delegation.yaml}. Without rules nobody can repair
 * anything. An unknown property stops the start: otherwise a mistyped {@code until} would mean a rule that never ends.
 *
 * @param rules the rules, in the order in which people see them
 */
@ConfigurationProperties(prefix = "calmend.delegation", ignoreUnknownFields = false)
record DelegationSettings(@DefaultValue List<RuleSettings> rules) {

    private static final int MOST_RULES = 1_000;

    DelegationSettings {
        rules = List.copyOf(rules);
        if (rules.size() > MOST_RULES) {
            throw new IllegalArgumentException("calmend.delegation.rules: more than " + MOST_RULES + " rules");
        }
        var names = new HashSet<String>();
        for (var rule : rules) {
            if (!names.add(rule.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "calmend.delegation.rules: two rules are called '" + rule.name() + "'");
            }
        }
    }

    List<Delegations.Rule> toRules() {
        return rules.stream().map(RuleSettings::toRule).toList();
    }

    /**
     * One rule: members of the group may run the operations on hosts of the organisational unit.
     *
     * @param name what people call it, at most 100 characters; used in refusals and in the audit log
     * @param group the group's distinguished name; nested members count
     * @param operations keys of the catalogue, for example {@code CL-STORE}; each of them includes the right to check
     *     the host
     * @param organisationalUnit the distinguished name below which hosts are covered
     * @param until when the rule ends, for example {@code 2027-01-31T18:00:00+01:00}; without it the rule does not end
     */
    record RuleSettings(
            @DefaultValue("") String name,
            @DefaultValue("") String group,
            @DefaultValue Set<String> operations,
            @DefaultValue("") String organisationalUnit,
            @Nullable String until) {

        private static final int LONGEST_NAME = 100;

        RuleSettings {
            name = name.strip();
            if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "calmend.delegation.rules: each rule needs a name of at most " + LONGEST_NAME + " characters");
            }
            if (DistinguishedName.read(group).isEmpty()) {
                throw wrong(
                        name,
                        "group '" + group
                                + "' is no distinguished name such as CN=Helpdesk,OU=Groups,DC=corp,DC=example");
            }
            if (DistinguishedName.read(organisationalUnit).isEmpty()) {
                throw wrong(
                        name,
                        "organisational-unit '" + organisationalUnit
                                + "' is no distinguished name such as OU=Workstations,DC=corp,DC=example");
            }
            operations = Set.copyOf(operations);
            if (operations.isEmpty()) {
                throw wrong(name, "operations is empty; name at least one, for example " + Delegations.DIAGNOSE);
            }
            for (var operation : operations) {
                try {
                    new OperationKey(operation);
                } catch (IllegalArgumentException e) {
                    throw wrong(name, "operation '" + operation + "' does not have the form of a key such as CL-STORE");
                }
            }
            if (until != null) {
                instant(name, until);
            }
        }

        Delegations.Rule toRule() {
            var keys = new LinkedHashSet<OperationKey>();
            for (var operation : operations) {
                keys.add(new OperationKey(operation));
            }
            return new Delegations.Rule(
                    name, group, keys, organisationalUnit, until == null ? null : instant(name, until));
        }

        private static Instant instant(String rule, String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw wrong(rule, "until '" + text + "' is no time with its zone such as 2027-01-31T18:00:00+01:00");
            }
        }

        private static IllegalArgumentException wrong(String rule, String what) {
            return new IllegalArgumentException("calmend.delegation.rules: rule '" + rule + "': " + what);
        }
    }
}
