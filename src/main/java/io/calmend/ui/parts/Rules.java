package io.calmend.ui.parts;

import com.vaadin.flow.component.html.ListItem;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.delegation.Delegations.Rule;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.OperationKey;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Rules of delegation as sentences. */
public final class Rules {

    private Rules() {}

    /** {@code Members of “Helpdesk” may renew the licence cache on computers in “Workstations”, until 1 Dec 2026.} */
    public static String sentence(Rule rule) {
        var who = nameOf(rule.group());
        var what = operations(rule);
        var where = nameOf(rule.organisationalUnit());
        var until = rule.until();
        return until == null
                ? Words.say("ui.rule.sentence", who, what, where)
                : Words.say("ui.rule.sentence.until", who, what, where, Moments.at(until));
    }

    /** The operations of a rule in the words of the menus, by name. */
    public static String operations(Rule rule) {
        return rule.operations().stream()
                .sorted()
                .map(key -> inASentence(Words.operation(key)))
                .collect(Collectors.joining(Words.say("ui.rule.and")));
    }

    private static String inASentence(String title) {
        return title.length() > 1 && Character.isLowerCase(title.charAt(1))
                ? Character.toLowerCase(title.charAt(0)) + title.substring(1)
                : title;
    }

    /** One operation on one host, yes or no, and why. */
    public static ListItem verdict(OperationKey operation, Decision decision, ManagedHost host) {
        var name = Words.operation(operation);
        return switch (decision) {
            case Decision.Allowed(var permit) -> {
                var until = permit.until();
                yield new ListItem(
                        Markup.dot(Mark.OK),
                        Markup.div(
                                "row-main",
                                Markup.text("strong", Words.say("ui.rule.yes", name)),
                                Markup.text(
                                        "muted small",
                                        until == null
                                                ? Words.say("ui.rule.by", permit.rule())
                                                : Words.say("ui.rule.by.until", permit.rule(), Moments.at(until)))));
            }
            case Decision.Denied denied ->
                new ListItem(
                        Markup.dot(Refusal.markOf(denied.reason()) == Mark.UNKNOWN ? Mark.UNKNOWN : Mark.IDLE),
                        Markup.div(
                                "row-main",
                                Markup.text("strong", Words.say("ui.rule.no", name)),
                                Markup.text("muted small", because(denied, host))));
        };
    }

    /** Why a decision was no, and what would help. */
    public static String because(Decision.Denied denied, ManagedHost host) {
        var rule = denied.nearest();
        var miss = denied.miss();
        if (rule == null || miss == null) {
            return Words.say("ui.rule.none") + " " + Words.advice(denied.reason());
        }
        var why = switch (miss) {
            case OPERATION -> Words.say("ui.rule.miss.operation", rule.name());
            case HOST -> Words.say("ui.rule.miss.host", rule.name(), nameOf(rule.organisationalUnit()), host.name());
            case ENDED -> {
                var until = rule.until();
                yield Words.say("ui.rule.miss.ended", rule.name(), until == null ? "" : Moments.at(until));
            }
        };
        return why + " " + Words.advice(denied.reason());
    }

    /** The last name of a distinguished name: {@code Helpdesk} of {@code CN=Helpdesk,OU=Groups,DC=corp,DC=example}. */
    public static String nameOf(String distinguishedName) {
        try {
            var name = new LdapName(distinguishedName);
            return name.isEmpty()
                    ? distinguishedName
                    : name.getRdn(name.size() - 1).getValue().toString();
        } catch (InvalidNameException _) {
            return distinguishedName;
        }
    }

    /** Whether {@code rule} is about the place where {@code host} lies. */
    public static boolean covers(Rule rule, ManagedHost host) {
        try {
            return new LdapName(host.distinguishedName().toLowerCase(Locale.ROOT))
                    .startsWith(new LdapName(rule.organisationalUnit().toLowerCase(Locale.ROOT)));
        } catch (InvalidNameException _) {
            return false;
        }
    }
}
