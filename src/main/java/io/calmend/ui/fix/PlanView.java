package io.calmend.ui.fix;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.execution.ExecutionRequest;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.execution.Plan;
import io.calmend.operation.Arguments;
import io.calmend.operation.Effect;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Risk;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Differences;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Newest;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.Relocated;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.StopSwitch;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import io.calmend.vocabulary.RequestText;
import io.calmend.vocabulary.Role;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows a plan for review before it is confirmed: a repair, a restore of a backup, or an undo. */
@Route("host/:name/repair/:operation")
@RouteAlias("run/:execution/undo")
@RouteAlias("plan/:plan")
@PermitAll
@OpenTo(Role.HELPDESK)
final class PlanView extends Page implements BeforeEnterObserver {

    private final Executions executions;
    private final OperationCatalog catalog;
    private final ScreenRefusals refusals;
    private final ChangeSwitch changes;
    private final CurrentActor currentActor;
    private final Clock clock;

    private final Newest plans = new Newest(this);
    private final Newest tickets = new Newest(this);
    private final Div top = Markup.div("page-top");
    private final Div facts = Markup.div("facts");
    private final Div body = Markup.div("col wide");
    private final Div answer = Markup.div("answer");
    private final TextArea reason = new TextArea();
    private final TextField ticket = new TextField();
    private Button run = new Button();
    private Supplier<PlanDecision> readAgain = () -> new PlanDecision.Refused(FailureReason.PLAN_UNKNOWN, List.of());

    PlanView(
            Executions executions,
            OperationCatalog catalog,
            ScreenRefusals refusals,
            ChangeSwitch changes,
            CurrentActor currentActor,
            Clock clock) {
        this.executions = executions;
        this.changes = changes;
        this.catalog = catalog;
        this.refusals = refusals;
        this.currentActor = currentActor;
        this.clock = clock;
        addClassName("plan");
        reason.setLabel(Words.say("ui.plan.reason"));
        reason.setHelperText(Words.say("ui.plan.reason.help"));
        reason.setMaxLength(RequestText.LONGEST_REASON);
        reason.setMinRows(2);
        reason.setRequiredIndicatorVisible(true);
        reason.setWidthFull();
        ticket.setLabel(Words.say("ui.plan.ticket"));
        ticket.setPlaceholder(Words.say("ui.plan.ticket.example"));
        ticket.setMaxLength(RequestText.LONGEST_TICKET);
        ticket.setRequiredIndicatorVisible(true);
        ticket.setWidthFull();
        add(top, Markup.div("page-head", Markup.div("", heading(), facts)), live(), body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var parameters = event.getRouteParameters();
        var actor = currentActor.get();
        var known = parameters.get("plan");
        if (known.isPresent()) {
            open(new PlanId(number(known.get())));
            return;
        }
        var undone = parameters.get("execution");
        if (undone.isPresent()) {
            var execution = new ExecutionId(number(undone.get()));
            tickets.ask(
                    () -> executions.find(actor, execution),
                    found -> found.ifPresent(before -> ticket.setValue(before.ticket())));
            crumbs(Words.say("ui.run.crumb", execution.toString()), Addresses.run(execution));
            read(Words.say("ui.plan.undo", execution.toString()), () -> executions.planUndo(actor, execution));
            return;
        }
        var typed = parameters.get("name").orElse("");
        var operation = operation(parameters.get("operation").orElse(""));
        var query = event.getLocation().getQueryParameters();
        var caseId = query.getSingleParameter("case")
                .map(PlanView::number)
                .map(CaseId::new)
                .orElse(null);
        var backup = query.getSingleParameter("backup")
                .map(PlanView::number)
                .map(BackupId::new)
                .orElse(null);
        switch (HostName.read(typed)) {
            case HostName.Reading.Refused(var why) -> {
                plans.forget();
                refusals.refused("plan", typed, why);
                refuse(why, List.of());
            }
            case HostName.Reading.Accepted(var host) -> {
                crumbs(host.shortName().toUpperCase(Locale.ROOT), Addresses.host(host.value()));
                read(
                        Words.operation(operation),
                        () -> executions.plan(actor, operation, host, caseId, new Arguments(backup)));
            }
        }
    }

    private OperationKey operation(String text) {
        try {
            return new OperationKey(text);
        } catch (IllegalArgumentException _) {
            throw new NotFoundException();
        }
    }

    private static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new NotFoundException();
        }
        return Long.parseLong(text);
    }

    private void crumbs(String words, String address) {
        top.removeAll();
        top.add(Markup.crumbs(words, address, Words.say("ui.plan.crumb")));
    }

    /** Observes the host, which takes seconds, and shows what would change. */
    private void read(String title, Supplier<PlanDecision> plan) {
        readAgain = plan;
        entitle(title);
        var waiting = await(Words.say("ui.plan.observing"), Words.say("ui.plan.observing.detail"));
        live().say(Words.say("ui.plan.observing"));
        var ui = UI.getCurrentOrThrow();
        plans.ask(plan, waiting::removeFromParent, decision -> {
            switch (decision) {
                case PlanDecision.Planned(var made) -> {
                    Relocated.to(ui, Addresses.plan(made.id()));
                    show(made);
                }
                case PlanDecision.Refused(var why, var where) -> refuse(why, where);
            }
        });
    }

    private Div await(String strong, String detail) {
        facts.removeAll();
        body.removeAll();
        var waiting = Markup.waiting(strong, detail);
        body.add(waiting);
        return waiting;
    }

    private void open(PlanId id) {
        crumbs(Words.say("ui.menu.fix"), Addresses.FIX);
        entitle(Words.say("ui.plan.title"));
        var waiting = await(Words.say("ui.loading"), Words.say("ui.loading.detail"));
        var actor = currentActor.get();
        plans.ask(
                () -> executions.plan(actor, id),
                waiting::removeFromParent,
                found -> found.ifPresentOrElse(this::showKnown, () -> refuse(FailureReason.PLAN_UNKNOWN, List.of())));
    }

    private void showKnown(Plan known) {
        var actor = currentActor.get();
        var undoOf = known.undoOf();
        if (undoOf != null) {
            crumbs(Words.say("ui.run.crumb", undoOf.toString()), Addresses.run(undoOf));
        } else {
            crumbs(known.hostName(), Addresses.host(known.hostName()));
        }
        readAgain = () -> executions.planAgain(actor, known.id());
        show(known);
    }

    private void refuse(FailureReason why, List<String> where) {
        body.removeAll();
        if (heading().getText().isEmpty()) {
            entitle(Words.say("ui.plan.title"));
        }
        var banner = Refusal.of(
                why,
                Markup.quiet(
                        Words.say("ui.plan.again"),
                        "activity",
                        () -> read(heading().getText(), readAgain)),
                Markup.quietLink(Words.say("ui.case.other"), "search", Addresses.FIX));
        body.add(banner);
        if (!where.isEmpty()) {
            var list = new UnorderedList();
            list.addClassName("where-list");
            Shortened.list(list, where, one -> new ListItem(Markup.text("mono small wrap", Shortened.text(one))));
            body.add(Markup.card("", Words.say("ui.plan.where"), list));
        }
        live().say(Words.what(why));
    }

    private void show(Plan plan) {
        var undo = plan.undoOf() != null;
        entitle(
                undo
                        ? Words.say("ui.run.undo.of", Words.operation(plan.operation()))
                        : Words.operation(plan.operation()));
        facts.removeAll();
        facts.add(
                Markup.text("", Words.say("ui.case.computer")),
                new Anchor(Addresses.host(plan.hostName()), Markup.code(plan.hostName())),
                Markup.text(
                        "sep muted", Words.say("ui.plan.observed", Moments.ago(plan.observedAt(), clock.instant()))),
                Markup.text("sep muted", Words.say("ui.plan.number")),
                Markup.code(plan.id().toString()));
        body.removeAll();
        answer.removeAll();
        body.add(answer);
        if (clock.instant().isAfter(plan.validUntil())) {
            answer(FailureReason.PLAN_EXPIRED);
        }
        if (!plan.drift().isEmpty()) {
            body.add(Markup.banner(Severity.WARN, Words.say("ui.plan.drift"), Words.say("ui.plan.drift.detail")));
            body.add(Markup.card("", Words.say("ui.plan.drift.head"), new Differences(plan.drift())));
        }
        if (!undo) {
            Words.find("operation." + plan.operation() + ".warning")
                    .ifPresent(
                            warning -> body.add(Markup.banner(Severity.WARN, Words.say("ui.plan.warning"), warning)));
        }
        if (PlanCards.disconnects(plan)) {
            body.add(Markup.banner(
                    Severity.WARN, Words.say("ui.plan.effect"), Words.say("effect." + Effect.DISCONNECTS_USERS)));
        }
        if (!plan.gains().isEmpty()) {
            body.add(new GainsCard(plan.gains()));
        }
        var left = Markup.div("col", PlanCards.changes(plan));
        var aside = new Aside(confirmation(plan, undo));
        aside.addClassName("side");
        aside.getElement().setAttribute("aria-label", Words.say("ui.plan.confirm"));
        body.add(Markup.div("split", left, aside));
        live().say(
                        plan.act() == null
                                ? Words.say("ui.plan.ready", plan.differences().size())
                                : Words.say("ui.plan.ready.act"));
    }

    private Div confirmation(Plan plan, boolean undo) {
        run = Markup.primary(
                Words.say(undo ? "ui.plan.run.undo" : plan.onlySaves() ? "ui.plan.run.save" : "ui.plan.run"),
                undo ? "undo-2" : "play",
                () -> start(plan));
        run.addThemeVariants(ButtonVariant.LARGE);
        run.setWidthFull();
        run.setDisableOnClick(false);
        if (!plan.onlySaves()) {
            StopSwitch.enable(changes, run);
        }
        return Markup.div(
                "card repair",
                Markup.text("eyebrow", Words.say("ui.plan.confirm")),
                new H2(Words.say(undo ? "ui.plan.confirm.undo" : "ui.plan.confirm.head", plan.hostName())),
                PlanCards.promises(plan, undo ? Risk.NONE : risk(plan.operation())),
                reason,
                ticket,
                run,
                Markup.div(
                        "allow",
                        Markup.icon("lock"),
                        Markup.text("small", Words.say("ui.repair.allowed", plan.allowedBy()))),
                Markup.text("muted small", Words.say("ui.plan.valid", Moments.timeOf(plan.validUntil()))));
    }

    private Risk risk(OperationKey operation) {
        return catalog.find(operation).map(definition -> definition.risk()).orElse(Risk.NONE);
    }

    /** The button is never disabled: when pressed, it says what is missing. */
    private void start(Plan plan) {
        answer.removeAll();
        var why = reason.getValue().strip();
        var number = ticket.getValue().strip();
        // from the last field to the first, so that the first wrong one gets the focus
        var ticketIsWrong = blame(ticket, RequestText.ticket(number));
        if (blame(reason, RequestText.reason(why)) || ticketIsWrong) {
            return;
        }
        var request = new ExecutionRequest(currentActor.get(), plan.id(), plan.digest(), why, number);
        var pressed = run;
        pressed.setEnabled(false);
        Runnable over =
                () -> pressed.setEnabled(plan.onlySaves() || changes.stopped().isEmpty());
        plans.ask(() -> executions.start(request), over, decision -> {
            switch (decision) {
                case StartDecision.Started(var execution) ->
                    getUI().orElseThrow().navigate(Addresses.run(execution));
                case StartDecision.Refused(var refused) -> answer(refused);
            }
        });
    }

    private void answer(FailureReason refused) {
        answer.removeAll();
        answer.add(Refusal.of(
                refused,
                Markup.quiet(
                        Words.say("ui.plan.again"),
                        "activity",
                        () -> read(heading().getText(), readAgain))));
        // the message is above the button, on a phone several screens away
        answer.getElement().setAttribute("tabindex", "-1").executeJs("this.focus()");
        live().say(Words.what(refused));
    }

    /** Shows at {@code field} itself what is wrong with its value. */
    private <C extends HasValidation & Focusable<?>> boolean blame(C field, Optional<FailureReason> wrong) {
        field.setInvalid(wrong.isPresent());
        wrong.ifPresent(why -> {
            field.setErrorMessage(Words.whatAndAdvice(why));
            field.focus();
            live().say(Words.what(why));
        });
        return wrong.isPresent();
    }
}
