package io.calmend.ui.parts;

import com.vaadin.flow.component.html.ListItem;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.delegation.Delegations.Rule;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Puts rules of delegation into sentences. */
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

    /** The operations of a rule by the names that the screens use, sorted. */
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

    /** Whether one operation on one host is allowed, and why, addressed to the person it is about. */
    public static ListItem answer(OperationKey operation, Decision decision, ManagedHost host) {
        return answer(operation, decision, denied -> because(denied, host));
    }

    /** As above, addressed to another person. */
    public static ListItem answerAbout(Actor person, OperationKey operation, Decision decision, ManagedHost host) {
        return answer(operation, decision, denied -> becauseOf(person, denied, host));
    }

    private static ListItem answer(OperationKey operation, Decision decision, Function<Decision.Denied, String> why) {
        var name = Words.operation(operation);
        return switch (decision) {
            case Decision.Allowed(var permit) -> {
                var until = permit.until();
                yield new ListItem(
                        Markup.dot(Severity.OK),
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
                        Markup.dot(Severity.of(denied.reason()) == Severity.UNKNOWN ? Severity.UNKNOWN : Severity.IDLE),
                        Markup.div(
                                "row-main",
                                Markup.text("strong", Words.say("ui.rule.no", name)),
                                Markup.text("muted small", why.apply(denied))));
        };
    }

    /** Why a decision was no, and what would help, addressed to the person it is about. */
    public static String because(Decision.Denied denied, ManagedHost host) {
        return why(denied, host, Words.say("ui.rule.none")) + " " + Words.advice(denied.reason());
    }

    /** As above, addressed to an administrator, who can help. */
    static String becauseOf(Actor person, Decision.Denied denied, ManagedHost host) {
        var why = why(denied, host, Words.say("ui.rule.none.of", person.displayName()));
        return why + " " + (isAboutRules(denied) ? Words.say("ui.rule.advice.of") : Words.advice(denied.reason()));
    }

    private static boolean isAboutRules(Decision.Denied denied) {
        return denied.reason().category() == FailureReason.Category.PERMISSION;
    }

    private static String why(Decision.Denied denied, ManagedHost host, String noRule) {
        if (!isAboutRules(denied)) {
            return Words.what(denied.reason());
        }
        var rule = denied.nearest();
        var miss = denied.miss();
        if (rule == null || miss == null) {
            return noRule;
        }
        return switch (miss) {
            case OPERATION -> Words.say("ui.rule.miss.operation", rule.name());
            case HOST -> Words.say("ui.rule.miss.host", rule.name(), nameOf(rule.organisationalUnit()), host.name());
            case ENDED -> {
                var until = rule.until();
                yield Words.say("ui.rule.miss.ended", rule.name(), until == null ? "" : Moments.at(until));
            }
        };
    }

    /** The first part of a distinguished name: {@code Helpdesk} of {@code CN=Helpdesk,OU=Groups,DC=corp,DC=example}. */
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
}
