package io.calmend.ui.fix;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.directory.ManagedHost;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.Execution;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.UiProperties;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Background;
import io.calmend.ui.parts.CopyButton;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Newest;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.Relocated;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows one diagnosis: runs a new one if the address names a host, else shows the stored one. Says in one sentence
 * what is wrong and which repair helps.
 */
@Route("case")
@PermitAll
@OpenTo(Role.HELPDESK)
final class CaseView extends Page implements HasUrlParameter<String> {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int EARLIER = 5;

    private final Diagnoses diagnoses;
    private final Executions executions;
    private final Delegations delegations;
    private final OperationCatalog catalog;
    private final ScreenRefusals refusals;
    private final CurrentActor currentActor;
    private final UiProperties properties;
    private final Clock clock;

    private final Newest pages = new Newest(this);
    private final Div top = Markup.div("page-top");
    private final Div actions = Markup.div("head-actions");
    private final Div facts = Markup.div("facts");
    private final Div body = Markup.div("col");

    CaseView(
            Diagnoses diagnoses,
            Executions executions,
            Delegations delegations,
            OperationCatalog catalog,
            ScreenRefusals refusals,
            CurrentActor currentActor,
            UiProperties properties,
            Clock clock) {
        this.diagnoses = diagnoses;
        this.executions = executions;
        this.delegations = delegations;
        this.catalog = catalog;
        this.refusals = refusals;
        this.currentActor = currentActor;
        this.properties = properties;
        this.clock = clock;
        body.addClassName("wide");
        add(top, Markup.div("page-head", Markup.div("", heading(), facts), actions), live(), body);
    }

    @Override
    public void setParameter(BeforeEvent event, String what) {
        if (NUMBER.matcher(what).matches()) {
            open(new DiagnosisId(Long.parseLong(what)));
            return;
        }
        switch (HostName.read(what)) {
            case HostName.Reading.Accepted(var name) -> check(name, null);
            case HostName.Reading.Refused(var reason) -> {
                pages.forget();
                refusals.refused("diagnosis", what, reason);
                refuse(what, reason, null);
            }
        }
    }

    private void clear(String crumb) {
        top.removeAll();
        top.add(Markup.crumbs(Words.say("ui.menu.fix"), Addresses.FIX, crumb));
        facts.removeAll();
        actions.removeAll();
        body.removeAll();
    }

    private void check(HostName name, @Nullable CaseId caseId) {
        var shortName = name.shortName().toUpperCase(Locale.ROOT);
        clear(shortName);
        entitle(Words.say("ui.case.checking", shortName));
        facts.add(Markup.text("muted", Words.say("ui.case.checking.detail")));
        var checking = new CheckingCard();
        body.add(checking);
        live().say(heading().getText());
        var actor = currentActor.get();
        var ui = UI.getCurrentOrThrow();
        Consumer<CheckedLayer> progress = step -> Background.show(ui, checking, () -> live().say(checking.show(step)));
        pages.ask(() -> checked(actor, name, caseId, progress), outcome -> {
            switch (outcome) {
                case Made(var id, var found) -> {
                    Relocated.to(ui, Addresses.diagnosis(id));
                    show(id, found);
                }
                case NotMade(var reason) -> refuse(name.value(), reason, name);
            }
        });
    }

    private sealed interface Outcome permits Made, NotMade {}

    private record Made(DiagnosisId id, Found found) implements Outcome {}

    private record NotMade(FailureReason reason) implements Outcome {}

    private Outcome checked(Actor actor, HostName name, @Nullable CaseId caseId, Consumer<CheckedLayer> progress) {
        return switch (diagnoses.diagnose(actor, name, caseId, progress)) {
            case Diagnoses.CheckDecision.Made(var diagnosis) -> new Made(diagnosis.id(), read(actor, diagnosis.id()));
            case Diagnoses.CheckDecision.Refused(var reason) -> new NotMade(reason);
        };
    }

    private void refuse(String asked, FailureReason reason, @Nullable HostName again) {
        clear(asked);
        entitle(Words.say("ui.case.refused", asked));
        var back = Markup.quietLink(Words.say("ui.case.other"), "search", Addresses.FIX);
        body.add(
                again == null
                        ? Refusal.of(reason, back)
                        : Refusal.of(
                                reason,
                                Markup.quiet(Words.say("ui.case.again"), "activity", () -> check(again, null)),
                                back));
        live().say(Words.what(reason));
    }

    private void open(DiagnosisId id) {
        clear(id.toString());
        entitle(Words.say("ui.case.opening", id.toString()));
        var waiting = Markup.waiting(Words.say("ui.loading"), Words.say("ui.loading.detail"));
        body.add(waiting);
        var actor = currentActor.get();
        pages.ask(() -> read(actor, id), waiting::removeFromParent, found -> show(id, found));
    }

    private sealed interface Found permits Unknown, Closed, Opened {}

    private record Unknown() implements Found {}

    private record Closed(String hostName, FailureReason reason) implements Found {}

    /** @param decisions which operations this person may run there; none where the host could not be read */
    private record Opened(
            Diagnosis diagnosis, ManagedHost host, List<Execution> earlier, Map<OperationKey, Decision> decisions)
            implements Found {}

    /** Everything that the directory has to be asked for, so not while the session is held. */
    private Found read(Actor actor, DiagnosisId id) {
        return switch (diagnoses.open(actor, id)) {
            case Diagnoses.DiagnosisAccess.Unknown() -> new Unknown();
            case Diagnoses.DiagnosisAccess.Closed(var name, var reason) -> new Closed(name, reason);
            case Diagnoses.DiagnosisAccess.Open(var diagnosis, var host) ->
                new Opened(
                        diagnosis,
                        host,
                        executions.ofHost(actor, host.objectId()),
                        diagnosis.failure() != null
                                ? Map.of()
                                : delegations.decideAll(
                                        actor,
                                        catalog.all().stream()
                                                .map(Operation::key)
                                                .toList(),
                                        host));
        };
    }

    private void show(DiagnosisId id, Found found) {
        switch (found) {
            case Unknown() -> {
                clear(id.toString());
                entitle(Words.say("ui.case.unknown", id.toString()));
                body.add(Markup.banner(
                        Severity.WARN,
                        Words.say("ui.case.unknown.strong"),
                        Words.say("ui.case.unknown.detail"),
                        Markup.quietLink(Words.say("ui.case.other"), "search", Addresses.FIX)));
                live().say(heading().getText());
            }
            case Closed(var name, var reason) -> refuse(name, reason, null);
            case Opened opened -> {
                show(opened);
                live().say(heading().getText());
            }
        }
    }

    private void show(Opened opened) {
        var diagnosis = opened.diagnosis();
        var host = opened.host();
        clear(diagnosis.caseId().toString());
        entitle(Headline.sentence(diagnosis));
        var now = clock.instant();
        var stale = Duration.between(diagnosis.at(), now).compareTo(properties.freshFor()) > 0;
        var store = diagnosis.store();
        facts.add(Markup.text("", Words.say("ui.case.computer")), hostLink(host));
        if (store != null && store.os() != null) {
            facts.add(Markup.text("sep", store.os()));
        }
        facts.add(Markup.text("sep muted", Words.say("ui.case.checked", Moments.ago(diagnosis.at(), now))));
        if (!diagnosis.actor().sid().equals(currentActor.get().sid())) {
            facts.add(Markup.text(
                    "sep muted", Words.say("ui.case.by", diagnosis.actor().displayName())));
        }
        var again =
                Markup.quiet(Words.say("ui.case.again"), "activity", () -> check(host.dnsName(), diagnosis.caseId()));
        if (stale) {
            again.removeThemeVariants(ButtonVariant.TERTIARY);
            again.addThemeVariants(ButtonVariant.PRIMARY);
        }
        actions.add(again);
        if (stale) {
            body.add(Markup.banner(
                    Severity.WAIT,
                    Words.say("ui.case.stale", Moments.length(Duration.between(diagnosis.at(), now))),
                    Words.say("ui.case.stale.detail")));
        }
        body.add(new Chain(diagnosis));
        var left = Markup.div("col");
        if (diagnosis.failure() != null) {
            left.add(new ConnectionCard(diagnosis.connection()));
        } else {
            if (!diagnosis.findings().isEmpty()) {
                left.add(new CausesCard(diagnosis));
            }
            if (store != null) {
                left.add(new LicencesCard(store, diagnosis.at()));
            }
            left.add(new ConnectionCard(diagnosis.connection()));
        }
        left.add(before(opened));
        // what to do comes first, for the keyboard and on a phone; why follows
        body.add(Markup.div("split side-first", side(opened, stale), left));
    }

    private static Component hostLink(ManagedHost host) {
        var link = new Anchor(Addresses.host(host.name()), Markup.code(host.name()));
        link.getElement().setAttribute("title", Visible.of(host.dnsName().value()));
        return link;
    }

    private Component before(Opened opened) {
        var host = opened.host();
        var earlier = opened.earlier();
        var card = Markup.div(
                "card",
                Markup.cardHead(
                        Words.say("ui.case.before"),
                        Words.say("ui.case.before.all", host.name()),
                        Addresses.history(host.name())));
        if (earlier.isEmpty()) {
            card.add(Markup.text("muted", Words.say("ui.case.before.none")));
        }
        earlier.stream().limit(EARLIER).forEach(run -> card.add(Headline.rowOfHost(run, clock.instant())));
        return card;
    }

    private Component side(Opened opened, boolean stale) {
        var diagnosis = opened.diagnosis();
        var host = opened.host();
        var aside = new Aside();
        aside.addClassName("side");
        var failure = diagnosis.failure();
        if (failure != null) {
            aside.getElement().setAttribute("aria-label", Words.say("ui.case.todo"));
            aside.add(handOver(diagnosis, failure));
            return aside;
        }
        aside.getElement().setAttribute("aria-label", Words.say("ui.repair.next"));
        aside.add(new RepairCard(
                diagnosis, host, stale, catalog, opened.decisions(), () -> check(host.dnsName(), diagnosis.caseId())));
        return aside;
    }

    /** The text for the team that has to open the connection: what was tried and where it failed. */
    private Component handOver(Diagnosis diagnosis, FailureReason failure) {
        var failed = diagnosis.connection().failed();
        var text = List.of(
                Words.say("ui.case.handover.head", diagnosis.hostName(), Words.what(failure)),
                Words.say(
                        "ui.case.handover.ended",
                        failed == null ? diagnosis.failureDetail() : Words.say("ui.layer." + failed.layer()),
                        failed == null ? "" : failed.detail()),
                Words.say("ui.case.handover.advice", Words.advice(failure)),
                Words.say(
                        "ui.case.handover.when",
                        Moments.exactlyAt(diagnosis.at()),
                        diagnosis.id().toString()));
        return Markup.div(
                "card",
                Markup.text("eyebrow", Words.say("ui.case.todo")),
                new H2(Words.advice(failure)),
                Markup.text("muted", Words.say("ui.case.todo.detail")),
                Markup.div("links", new CopyButton(Words.say("ui.case.handover"), text)));
    }
}
