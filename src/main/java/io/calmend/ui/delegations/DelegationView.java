package io.calmend.ui.delegations;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Explanation;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.remote.PortalAccounts;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.Rules;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.StopSwitch;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RequestText;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows which groups may do what, explains the permissions of a given person, and has the switch that stops all
 * changes.
 */
@Route(Addresses.DELEGATION)
@PermitAll
@OpenTo(Role.ADMINISTRATOR)
final class DelegationView extends Page implements BeforeEnterObserver {

    private static final int LONGEST_PERSON = 256;

    private final Delegations delegations;
    private final ChangeSwitch changes;
    private final PortalAccounts accounts;
    private final OperationCatalog catalog;
    private final CurrentActor currentActor;
    private final Clock clock;

    private final TextField person = new TextField();
    private final TextField host = new TextField();
    private final Div explanation = Markup.div("answer");
    private final Div stop = Markup.div("answer");
    private final Div stoppedAccounts = Markup.div("answer");

    DelegationView(
            Delegations delegations,
            ChangeSwitch changes,
            PortalAccounts accounts,
            OperationCatalog catalog,
            CurrentActor currentActor,
            Clock clock) {
        this.delegations = delegations;
        this.changes = changes;
        this.accounts = accounts;
        this.catalog = catalog;
        this.currentActor = currentActor;
        this.clock = clock;
        entitle(Words.say("ui.rules.title"));
        person.setLabel(Words.say("ui.explain.person"));
        person.setPlaceholder(Words.say("ui.explain.person.example"));
        person.setMaxLength(LONGEST_PERSON);
        host.setLabel(Words.say("ui.explain.host"));
        host.setPlaceholder(Words.say("ui.explain.host.example"));
        host.setMaxLength(LONGEST_PERSON);
        host.addKeyDownListener(Key.ENTER, _ -> ask());
        person.addKeyDownListener(Key.ENTER, _ -> ask());
        var ask = new Button(Words.say("ui.explain.ask"), Markup.icon("circle-help"), _ -> ask());
        ask.addThemeVariants(ButtonVariant.PRIMARY);
        var explain = Markup.card(
                "",
                Words.say("ui.explain.title"),
                Markup.text("muted", Words.say("ui.explain.detail")),
                Markup.div("filters explain", person, host, ask),
                explanation);
        add(
                Markup.div(
                        "page-head",
                        Markup.div(
                                "",
                                heading(),
                                Markup.div("facts", Markup.text("muted", Words.say("ui.rules.detail"))))),
                live(),
                Markup.div("split", Markup.div("col", rules(), explain), Markup.div("col", stop, stoppedAccounts)));
        showStop();
        showAccounts();
        StopSwitch.follow(changes, this, this::showStop);
    }

    private Component rules() {
        var all = delegations.rules(currentActor.get());
        if (all.isEmpty()) {
            return Markup.div("card", Markup.empty(Words.say("ui.rules.none"), Words.say("ui.rules.none.detail")));
        }
        var card = Markup.card("", Words.say("ui.rules.head", all.size()));
        var list = new UnorderedList();
        list.addClassName("rule-list");
        var now = clock.instant();
        for (var rule : all) {
            var until = rule.until();
            var head = Markup.div("rule-head", new H3(Visible.of(rule.name())));
            if (until != null) {
                head.add(
                        until.isBefore(now)
                                ? Markup.badge(Severity.IDLE, Words.say("ui.rules.ended"))
                                : Markup.badge(Severity.WAIT, Words.say("ui.rules.until", Moments.dayOf(until))));
            }
            list.add(new ListItem(
                    head,
                    Markup.text("", Rules.sentence(rule)),
                    Markup.div(
                            "rule-names",
                            Markup.text("mono small wrap muted", rule.group()),
                            Markup.text("mono small wrap muted", rule.organisationalUnit()))));
        }
        card.add(list);
        return card;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var query = event.getLocation().getQueryParameters();
        var who = query.getSingleParameter("person").orElse("");
        var where = query.getSingleParameter("host").orElse("");
        explanation.removeAll();
        if (who.isBlank() && where.isBlank()) {
            return;
        }
        person.setValue(cut(who));
        host.setValue(cut(where));
        explain(cut(who).strip(), cut(where));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_PERSON));
    }

    private void ask() {
        person.setInvalid(person.getValue().isBlank());
        person.setErrorMessage(Words.say("ui.explain.person.missing"));
        host.setInvalid(host.getValue().isBlank());
        host.setErrorMessage(Words.what(FailureReason.HOST_NAME_EMPTY));
        if (person.isInvalid()) {
            person.focus();
        } else if (host.isInvalid()) {
            host.focus();
        } else {
            getUI().orElseThrow()
                    .navigate(
                            Addresses.DELEGATION,
                            QueryParameters.simple(Map.of(
                                    "person", person.getValue().strip(),
                                    "host", host.getValue().strip())));
        }
    }

    private void explain(String who, String where) {
        switch (HostName.read(where)) {
            case HostName.Reading.Refused(var reason) -> refuse(reason);
            case HostName.Reading.Accepted(var name) -> {
                switch (delegations.explain(currentActor.get(), who, name, operations())) {
                    case Explanation.Refused(var reason) -> refuse(reason);
                    case Explanation.Explained explained -> show(explained);
                }
            }
        }
    }

    private List<OperationKey> operations() {
        return Stream.concat(
                        Stream.of(Delegations.DIAGNOSE), catalog.all().stream().map(Operation::key))
                .toList();
    }

    private void refuse(FailureReason reason) {
        explanation.add(Refusal.of(reason));
        live().say(Words.what(reason));
    }

    private void show(Explanation.Explained explained) {
        var about = explained.person();
        var computer = explained.host();
        if (!explained.enabled()) {
            explanation.add(Markup.banner(
                    Severity.WARN,
                    Words.say("ui.explain.disabled", about.displayName()),
                    Words.say("ui.explain.disabled.detail")));
        }
        var list = new UnorderedList();
        list.addClassName("evidence");
        explained
                .decisions()
                .forEach((operation, decision) -> list.add(Rules.answerAbout(about, operation, decision, computer)));
        var headline = Words.say("ui.explain.answer", about.displayName(), computer.name());
        explanation.add(new H3(Visible.of(headline)), list);
        live().say(headline);
    }

    /** @return the state that it shows, in a few words */
    private String showStop() {
        stop.removeAll();
        var now = changes.stopped();
        var card = Markup.card("", Words.say("ui.stop.title"));
        stop.add(card);
        if (now.isEmpty()) {
            var words = Words.say("ui.stop.off");
            card.add(
                    Markup.badge(Severity.OK, words),
                    new Paragraph(Words.say("ui.stop.off.detail")),
                    new Button(Words.say("ui.stop.stop"), Markup.icon("octagon-x"), _ -> askStop()));
            return words;
        }
        var stopped = now.get();
        var words = Words.say("ui.stop.on");
        card.add(
                Markup.badge(Severity.WARN, words),
                new Paragraph(
                        Words.say("ui.stop.on.detail", stopped.by(), Moments.at(stopped.at()), stopped.reason())));
        card.add(
                stopped.byPortal()
                        ? new Paragraph(Words.say("ui.stop.itself"))
                        : Markup.primary(Words.say("ui.stop.allow"), "play", this::allow));
        return words;
    }

    private void allow() {
        answerTurn(changes.allow(currentActor.get()));
    }

    /** Announces the present state, which another administrator or Calmend itself may have changed meanwhile. */
    private void answerTurn(Optional<FailureReason> refused) {
        getUI().orElseThrow().navigate(Addresses.DELEGATION);
        var now = showStop();
        live().say(refused.map(Words::what).orElse(now));
    }

    private void askStop() {
        var dialog = new Dialog();
        dialog.setHeaderTitle(Words.say("ui.stop.ask"));
        dialog.setWidth("520px");
        var why = new TextField(Words.say("ui.stop.reason"));
        why.setMaxLength(RequestText.LONGEST_REASON);
        why.setWidthFull();
        why.setRequiredIndicatorVisible(true);
        why.setHelperText(Words.say("ui.stop.reason.help"));
        var keep = new Button(Words.say("ui.stop.keep"), _ -> dialog.close());
        keep.setAutofocus(true);
        var go = new Button(Words.say("ui.stop.stop"), _ -> {
            var text = why.getValue().strip();
            var wrong = RequestText.reason(text);
            if (wrong.isPresent()) {
                why.setErrorMessage(Words.what(wrong.get()));
                why.setInvalid(true);
                why.focus();
                return;
            }
            dialog.close();
            answerTurn(changes.stop(currentActor.get(), text));
        });
        go.addThemeVariants(ButtonVariant.PRIMARY);
        dialog.add(Markup.div("col", new Paragraph(Words.say("ui.stop.ask.detail")), why));
        dialog.getFooter().add(keep, go);
        dialog.open();
    }

    private void showAccounts() {
        stoppedAccounts.removeAll();
        var card = Markup.card("", Words.say("ui.accounts.title"));
        var all = accounts.stopped(currentActor.get());
        if (all.isEmpty()) {
            card.add(
                    Markup.badge(Severity.OK, Words.say("ui.accounts.none")),
                    Markup.text("muted small", Words.say("ui.accounts.none.detail")));
        }
        for (var stopped : all) {
            var release = new Button(Words.say("ui.accounts.release"), _ -> {
                accounts.release(currentActor.get(), stopped);
                showAccounts();
                live().say(Words.say("ui.accounts.released", stopped.account()));
            });
            release.setAriaLabel(Words.say(
                    stopped.everywhere() ? "ui.accounts.release.this" : "ui.accounts.release.there",
                    stopped.account(),
                    stopped.host()));
            card.add(Markup.div(
                    "account-line",
                    Markup.badge(Severity.WARN, stopped.account()),
                    Markup.text(
                            "muted small",
                            Words.say(
                                    stopped.everywhere() ? "ui.accounts.stopped" : "ui.accounts.stopped.there",
                                    stopped.host(),
                                    Moments.at(stopped.at()))),
                    release));
        }
        if (!all.isEmpty()) {
            card.add(Markup.text("muted small", Words.say("ui.accounts.detail")));
        }
        stoppedAccounts.add(card);
    }
}
