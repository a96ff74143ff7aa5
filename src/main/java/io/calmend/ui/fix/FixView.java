package io.calmend.ui.fix;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.ComputerSearch;
import io.calmend.directory.Directory.FoundComputer;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.Execution;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Background;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Heartbeat;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Newest;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refresh;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.RunOutcome;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The start page, on which a person searches for the computer with the problem. */
@Route("")
@PermitAll
@OpenTo(Role.HELPDESK)
final class FixView extends Page {

    private static final int SHOWN = 8;
    private static final int RECENT = 6;
    private static final int SHORTEST_SEARCH = 2;
    private static final Duration REST = Duration.ofSeconds(1);

    private final Directory directory;
    private final Diagnoses diagnoses;
    private final Executions executions;
    private final ScreenRefusals refusals;
    private final CurrentActor currentActor;
    private final Clock clock;

    private final TextField field = new TextField();
    private final Markup.Section results = new Markup.Section(Words.say("ui.fix.results"));
    private final Div below = Markup.div("two");
    private final Newest searches = new Newest(this);
    private final Newest lists = new Newest(this);
    private final Refresh<List<Execution>> now = new Refresh<>(this, this::showRunning);
    private Component running = new Div();
    private List<FoundComputer> found = List.of();

    FixView(
            Directory directory,
            Diagnoses diagnoses,
            Executions executions,
            ScreenRefusals refusals,
            CurrentActor currentActor,
            Clock clock) {
        this.directory = directory;
        this.diagnoses = diagnoses;
        this.executions = executions;
        this.refusals = refusals;
        this.currentActor = currentActor;
        this.clock = clock;

        entitle(Words.say("ui.fix.title"));
        addClassName("home");
        field.setAriaLabel(Words.say("ui.fix.field"));
        field.setPlaceholder(Words.say("ui.fix.placeholder"));
        field.addClassName("hero-search");
        field.setPrefixComponent(Markup.icon("search"));
        field.setClearButtonVisible(true);
        field.setMaxLength(300);
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(250);
        field.getElement().setAttribute("autocomplete", "off").setAttribute("spellcheck", "false");
        field.addValueChangeListener(_ -> search());
        field.addKeyDownListener(Key.ENTER, _ -> take());
        field.addKeyDownListener(Key.ARROW_DOWN, _ -> focusFirstResult());
        results.getElement().getClassList().add("results");
        results.setVisible(false);
        add(
                Markup.div("hero", heading(), field, Markup.text("hint", Words.say("ui.fix.hint"))),
                live(),
                results,
                below);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        var ui = event.getUI();
        var beat = new Heartbeat(REST, () -> Background.show(ui, this, this::readRunning));
        var subscription = executions.listen(_ -> beat.poke());
        addDetachListener(detached -> {
            subscription.close();
            detached.unregisterListener();
        });
        readBelow();
    }

    @Override
    public void focusStart() {
        field.focus();
    }

    @Override
    public boolean takesSearch() {
        return true;
    }

    private void search() {
        field.setInvalid(false);
        var typed = field.getValue().strip();
        if (typed.length() < SHORTEST_SEARCH) {
            searches.forget();
            found = List.of();
            results.removeAll();
            results.setVisible(false);
            results.getElement().removeAttribute("aria-busy");
            live().say("");
            return;
        }
        // what is still shown belongs to what was typed before: Enter must not take it
        found = List.of();
        results.getElement().setAttribute("aria-busy", "true");
        searches.ask(
                () -> directory.findComputers(typed, SHOWN),
                () -> results.getElement().removeAttribute("aria-busy"),
                answer -> show(typed, answer));
    }

    private void show(String typed, ComputerSearch answer) {
        results.removeAll();
        results.setVisible(true);
        switch (answer) {
            case ComputerSearch.Failed(var reason) -> {
                found = List.of();
                results.add(Refusal.of(reason));
                live().say(Words.what(reason));
            }
            case ComputerSearch.Found(var computers, var more) -> {
                found = computers;
                if (computers.isEmpty()) {
                    results.add(Markup.empty(Words.say("ui.fix.none", typed), Words.say("ui.fix.none.detail")));
                    live().say(Words.say("ui.fix.none", typed));
                    return;
                }
                for (var i = 0; i < computers.size(); i++) {
                    results.add(result(computers.get(i), i == 0));
                }
                if (more) {
                    results.add(Markup.div("result more", Markup.text("muted", Words.say("ui.fix.more", SHOWN))));
                }
                live().say(Words.say("ui.fix.count", computers.size()));
            }
        }
    }

    private Component result(FoundComputer host, boolean first) {
        var check = new Button(Words.say("ui.fix.check"), Markup.icon("stethoscope"), _ -> check(host));
        check.addThemeVariants(first ? ButtonVariant.PRIMARY : ButtonVariant.TERTIARY);
        check.setAriaLabel(Words.say("ui.fix.check.this", host.name()));
        var head = Markup.div("result-head", Markup.icon("laptop"), new H2(Visible.of(host.name())));
        var body = Markup.div("result-body", head);
        var meta = Markup.div("meta", Markup.text("mono", host.dnsName().value()));
        if (!host.operatingSystem().isEmpty()) {
            meta.add(Markup.text("", host.operatingSystem()));
        }
        if (!host.description().isEmpty()) {
            body.add(Markup.text("quote", host.description()));
        }
        body.add(meta);
        return Markup.div(first ? "result best" : "result", body, check);
    }

    private void focusFirstResult() {
        results.getChildren()
                .flatMap(Component::getChildren)
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .findFirst()
                .ifPresent(Button::focus);
    }

    /** Called on Enter: takes the only result, or the one with exactly that name; a full name is looked up as it is. */
    private void take() {
        var typed = field.getValue();
        switch (HostName.read(typed)) {
            case HostName.Reading.Refused(var reason) -> refuse(typed, reason);
            case HostName.Reading.Accepted(var name) -> {
                var exact = found.stream()
                        .filter(host -> host.dnsName().equals(name)
                                || host.name().toLowerCase(Locale.ROOT).equals(name.value()))
                        .findFirst();
                if (exact.isPresent()) {
                    check(exact.get());
                } else if (found.size() == 1) {
                    check(found.getFirst());
                } else if (found.isEmpty()) {
                    getUI().orElseThrow().navigate(Addresses.check(name));
                } else {
                    focusFirstResult();
                }
            }
        }
    }

    private void refuse(String typed, FailureReason reason) {
        if (reason != FailureReason.HOST_NAME_EMPTY) {
            if (reason == FailureReason.HOST_NAME_MALFORMED && found.size() == 1) {
                check(found.getFirst());
                return;
            }
            refusals.refused("diagnosis", typed, reason);
        }
        field.setErrorMessage(Words.whatAndAdvice(reason));
        field.setInvalid(true);
    }

    private void check(FoundComputer host) {
        getUI().orElseThrow().navigate(Addresses.check(host.dnsName()));
    }

    private record Recent(boolean running, Instant at, Component row) {}

    /** What stands below the search. */
    private record Below(List<Execution> runs, List<Diagnosis> checks, List<Execution> running) {}

    private void readBelow() {
        below.removeAll();
        var waiting = Markup.waiting(Words.say("ui.loading"), Words.say("ui.loading.detail"));
        below.add(waiting);
        var actor = currentActor.get();
        // the directory is asked which of them may be seen, so not while the session is held
        lists.ask(
                () -> new Below(
                        executions.recentOf(actor, RECENT),
                        diagnoses.recentOf(actor, RECENT),
                        executions.running(actor)),
                waiting::removeFromParent,
                this::showBelow);
    }

    private void showBelow(Below found) {
        below.removeAll();
        var now = clock.instant();
        var recent = new ArrayList<Recent>();
        var observed = new HashSet<UUID>();
        for (var execution : found.runs()) {
            observed.add(execution.hostId());
            recent.add(new Recent(!execution.state().ended(), lastMoment(execution), Headline.row(execution, now)));
        }
        for (var diagnosis : found.checks()) {
            if (observed.add(diagnosis.hostId())) {
                recent.add(new Recent(false, diagnosis.at(), row(diagnosis, now)));
            }
        }
        running = happeningNow(found.running(), now);
        if (recent.isEmpty()) {
            below.add(firstUse(), running);
            return;
        }
        recent.sort(Comparator.comparing(Recent::running)
                .reversed()
                .thenComparing(Comparator.comparing(Recent::at).reversed()));
        var left = Markup.card("", Words.say("ui.fix.continue"));
        recent.stream().limit(RECENT).forEach(one -> left.add(one.row()));
        below.add(left, running);
    }

    private static Instant lastMoment(Execution execution) {
        var ended = execution.endedAt();
        return ended == null ? execution.startedAt() : ended;
    }

    private static Component row(Diagnosis diagnosis, Instant now) {
        return Markup.row(
                Headline.severity(diagnosis),
                diagnosis.hostName() + " · " + Headline.sentence(diagnosis),
                Words.say("ui.fix.checked"),
                Moments.ago(diagnosis.at(), now),
                Addresses.diagnosis(diagnosis.id()));
    }

    /** What everybody does, as it begins and ends. */
    private void readRunning() {
        var actor = currentActor.get();
        now.by(() -> executions.running(actor));
    }

    private void showRunning(List<Execution> executing) {
        if (running.getParent().isEmpty()) {
            // the lists that are still to come were asked for before
            readBelow();
            return;
        }
        var fresh = happeningNow(executing, clock.instant());
        below.replace(running, fresh);
        running = fresh;
    }

    private static Component happeningNow(List<Execution> executing, Instant now) {
        var card = Markup.card("", Words.say("ui.fix.now"));
        if (executing.isEmpty()) {
            card.add(Markup.div(
                    "notice",
                    Markup.dot(Severity.OK),
                    Markup.div(
                            "",
                            Markup.text("strong", Words.say("ui.fix.now.none")),
                            Markup.text("muted", Words.say("ui.fix.now.none.detail")))));
        }
        executing.stream()
                .limit(5)
                .forEach(execution -> card.add(Markup.div(
                        "notice",
                        Markup.dot(RunOutcome.of(execution).severity()),
                        Markup.div(
                                "",
                                Markup.text("strong", execution.hostName() + " · " + Headline.title(execution)),
                                Markup.text(
                                        "muted",
                                        Words.say(
                                                "ui.fix.now.by",
                                                execution.actor().displayName(),
                                                Moments.ago(execution.startedAt(), now)))))));
        return card;
    }

    private static Component firstUse() {
        return Markup.card(
                "promises-card",
                Words.say("ui.fix.help"),
                Markup.div(
                        "promises",
                        Markup.promise("search", Words.say("ui.fix.help.check"), Words.say("ui.fix.help.check.detail")),
                        Markup.promise(
                                "list-checks", Words.say("ui.fix.help.read"), Words.say("ui.fix.help.read.detail")),
                        Markup.promise("undo-2", Words.say("ui.fix.help.undo"), Words.say("ui.fix.help.undo.detail")),
                        Markup.promise(
                                "scroll-text", Words.say("ui.fix.help.audit"), Words.say("ui.fix.help.audit.detail"))));
    }
}
