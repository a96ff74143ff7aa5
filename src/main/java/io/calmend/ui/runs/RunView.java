package io.calmend.ui.runs;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.Execution;
import io.calmend.host.Difference;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Background;
import io.calmend.ui.parts.Differences;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Heartbeat;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Polling;
import io.calmend.ui.parts.Refresh;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.RegDownloads;
import io.calmend.ui.parts.RunOutcome;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows one execution: live while it runs, and with its result first once it has ended. All content is read again from
 * the journal, so it survives a reload, a lost connection and a restart of the portal.
 */
@Route("run/:execution")
@PermitAll
final class RunView extends Page implements BeforeEnterObserver {

    private final Executions executions;
    private final AuditSearch auditLog;
    private final RegDownloads downloads;
    private final CurrentActor currentActor;

    private final Div top = Markup.div("page-top");
    private final Div facts = Markup.div("facts");
    private final Div state = Markup.div("head-actions");
    private final Div banner = Markup.div("answer");
    private final RunSteps steps = new RunSteps();
    private final Div changed = Markup.div("answer");
    private Component side = Markup.div("col");
    private final Div split = Markup.div("split");

    private final Refresh<Found> refresh = new Refresh<>(this, this::show);
    private @Nullable ExecutionId id;
    private boolean open;
    private @Nullable FailureReason notObserved;
    private @Nullable RunOutcome painted;
    private @Nullable Registration polled;
    private @Nullable Registration wait;

    RunView(Executions executions, AuditSearch auditLog, RegDownloads downloads, CurrentActor currentActor) {
        this.executions = executions;
        this.auditLog = auditLog;
        this.downloads = downloads;
        this.currentActor = currentActor;
        split.add(Markup.div("col", steps, changed), side);
        add(top, Markup.div("page-head", Markup.div("", heading(), facts), state), live(), banner, split);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var number = event.getRouteParameters().get("execution").orElse("");
        if (!number.matches("[1-9][0-9]{0,17}")) {
            throw new NotFoundException();
        }
        var asked = new ExecutionId(Long.parseLong(number));
        id = asked;
        open = true;
        painted = null;
        notObserved = null;
        steps.clear();
        top.removeAll();
        facts.removeAll();
        state.removeAll();
        split.setVisible(false);
        entitle(Words.say("ui.run.crumb", asked.toString()));
        banner.removeAll();
        banner.add(Markup.waiting(Words.say("ui.loading"), Words.say("ui.loading.detail")));
        if (isAttached()) {
            refresh();
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        var ui = event.getUI();
        var beat = new Heartbeat(Duration.ofMillis(500), () -> Background.show(ui, this, this::refresh));
        var subscription = executions.listen(changed -> {
            if (changed.equals(id)) {
                beat.poke();
            }
        });
        addDetachListener(detached -> {
            subscription.close();
            detached.unregisterListener();
        });
        polled = ui.addPollListener(_ -> {
            // a page that waits for nothing but this answer would be asked again by every answer
            if (wait != null) {
                refresh();
            }
        });
        // after the subscription, so that nothing is missed between the two
        refresh();
    }

    @Override
    protected void onDetach(DetachEvent event) {
        super.onDetach(event);
        if (polled != null) {
            polled.remove();
            polled = null;
        }
        await(false);
    }

    /** Makes the browser poll while more events are to come. */
    private void await(boolean more) {
        if (!more && wait != null) {
            wait.remove();
            wait = null;
        } else if (more && wait == null) {
            getUI().ifPresent(ui -> wait = Polling.begin(ui));
        }
    }

    private void refresh() {
        var asked = id;
        // asked once where it is refused: a page that stands open does not fill the audit log
        if (asked != null && open) {
            var actor = currentActor.get();
            refresh.by(() -> read(actor, asked));
        }
    }

    sealed interface Found permits Unknown, Run {}

    record Unknown(ExecutionId id) implements Found {}

    record Run(Execution execution, boolean mayUndo, List<AuditEntry> entries) implements Found {}

    /** Everything that the directory has to be asked for, so not while the session is held. */
    private Found read(Actor actor, ExecutionId asked) {
        return executions
                .find(actor, asked)
                .<Found>map(execution -> new Run(
                        execution,
                        // only hides what the service would refuse
                        execution.undoableUntil() != null
                                && currentActor.has(Role.HELPDESK)
                                && executions.mayUndo(actor, asked),
                        currentActor.has(Role.MANAGER) || currentActor.has(Role.ADMINISTRATOR)
                                ? auditLog.ofExecution(actor, asked)
                                : List.of()))
                .orElseGet(() -> new Unknown(asked));
    }

    private void show(Found found) {
        switch (found) {
            case Unknown(var unknown)
            when unknown.equals(id) -> {
                open = false;
                showUnknown(unknown);
            }
            case Run run when run.execution().id().equals(id) -> show(run);
            case Unknown _, Run _ -> {
                // another one is shown by now
            }
        }
    }

    private void show(Run run) {
        var execution = run.execution();
        split.setVisible(true);
        var done = steps.show(execution);
        live().say(RunOutcome.of(execution) == RunOutcome.RUNNING ? done : headline(execution));
        var outcome = RunOutcome.of(execution);
        if (outcome != painted) {
            painted = outcome;
            paintHead(execution);
            paintBanner(execution);
            paintChanged(execution);
            var fresh = new RunSide(run, downloads, currentActor);
            split.replace(side, fresh);
            side = fresh;
        }
        await(!execution.state().ended());
    }

    private void showUnknown(ExecutionId unknown) {
        await(false);
        split.setVisible(false);
        entitle(Words.say("ui.run.unknown", unknown.toString()));
        banner.removeAll();
        banner.add(Markup.banner(
                Severity.WARN,
                Words.say("ui.run.unknown.strong"),
                Words.say("ui.run.unknown.detail"),
                Markup.quietLink(Words.say("ui.back.start"), "stethoscope", Addresses.FIX)));
        live().say(heading().getText());
    }

    private static String headline(Execution execution) {
        return Words.say(
                switch (RunOutcome.of(execution)) {
                    case RUNNING, ROLLING_BACK ->
                        execution.undoOf() == null ? "ui.run.title.running" : "ui.run.title.running.undo";
                    case UNKNOWN -> "ui.run.title.unknown";
                    case REPAIRED -> "ui.run.title.done";
                    case SAVED -> "ui.run.title.saved";
                    case UNDONE -> execution.undoOf() == null ? "ui.run.title.undone" : "ui.run.title.undone.undo";
                    case UNDO -> "ui.run.title.done.undo";
                    case NOT_CHANGED -> "ui.run.title.notchanged";
                    case ROLLED_BACK -> "ui.run.title.rolledback";
                    case NEEDS_ATTENTION -> "ui.run.title.attention";
                },
                execution.hostName(),
                Objects.toString(execution.undoOf(), ""));
    }

    private void paintHead(Execution execution) {
        entitle(headline(execution));
        top.removeAll();
        top.add(Markup.crumbs(
                execution.hostName(),
                Addresses.host(execution.hostName()),
                execution.id().toString()));
        facts.removeAll();
        var mine = execution.actor().sid().equals(currentActor.get().sid());
        facts.add(
                Markup.text("", Headline.title(execution)),
                Markup.text(
                        "sep muted",
                        Words.say(
                                "ui.run.by",
                                mine
                                        ? Words.say("ui.run.you")
                                        : execution.actor().displayName(),
                                Moments.at(execution.startedAt()))),
                Markup.text("sep muted", Words.say("ui.run.number")),
                Markup.code(execution.id().toString()));
        state.removeAll();
        var outcome = RunOutcome.of(execution);
        state.add(Markup.badge(outcome.severity(), outcome.words()));
    }

    private void paintBanner(Execution execution) {
        banner.removeAll();
        split.setClassName("result-first", execution.state().ended());
        paintOutcome(execution);
        if (notObserved != null) {
            banner.add(Refusal.ofObservation(notObserved));
            notObserved = null;
        }
    }

    private void paintOutcome(Execution execution) {
        var why = execution.failure();
        switch (RunOutcome.of(execution)) {
            case RUNNING -> {
                // shown by the steps
            }
            case ROLLING_BACK ->
                banner.add(Markup.banner(
                        Severity.WARN, Words.say("ui.run.rollingback"), why == null ? "" : Words.what(why)));
            case UNKNOWN ->
                banner.add(Markup.banner(
                        Severity.UNKNOWN,
                        Words.say("ui.run.unknown.outcome"),
                        Words.say("ui.run.unknown.outcome.detail", execution.hostName()),
                        check(execution)));
            case REPAIRED ->
                verified(execution, RunOutcome.acts(execution) ? "ui.run.verified.act" : "ui.run.verified");
            case UNDO -> verified(execution, "ui.run.verified.undo");
            case SAVED ->
                banner.add(Markup.banner(
                        Severity.OK,
                        Words.say("ui.run.verified.saved"),
                        Words.say("ui.run.verified.saved.detail", Moments.took(length(execution)))));
            case UNDONE -> banner.add(undone(execution));
            case NOT_CHANGED, ROLLED_BACK ->
                banner.add(Markup.banner(
                        Severity.WARN,
                        why == null ? RunOutcome.of(execution).words() : Words.what(why),
                        Words.say("ui.run.notchanged." + execution.state())
                                + (why == null ? "" : " " + Words.advice(why))));
            case NEEDS_ATTENTION ->
                banner.add(Markup.banner(
                        Severity.WARN,
                        why == null ? Words.say("ui.run.attention") : Words.what(why),
                        Words.say("ui.run.attention.detail") + (why == null ? "" : " " + Words.advice(why)),
                        check(execution)));
        }
    }

    private void verified(Execution execution, String words) {
        banner.add(Markup.banner(Severity.OK, Words.say(words), verified(execution)));
    }

    private static String verified(Execution execution) {
        var took = Moments.took(length(execution));
        if (RunOutcome.acts(execution)) {
            return Words.say("ui.run.verified.act.detail", took);
        }
        var keys = execution.changed().stream()
                .filter(Difference.Registry.class::isInstance)
                .count();
        return keys > 0 || !execution.saved().isOfServicesOnly()
                ? Words.say("ui.run.verified.detail", execution.changed().size(), took)
                : Words.say(
                        "ui.run.verified.services.detail", execution.changed().size(), took);
    }

    private static Component undone(Execution execution) {
        var by = Objects.requireNonNull(execution.undoneBy());
        return Markup.banner(
                Severity.IDLE,
                Words.say("ui.run.undone"),
                Words.say("ui.run.undone.detail"),
                Markup.quietLink(Words.say("ui.run.crumb", by.toString()), "undo-2", Addresses.run(by)));
    }

    private Component check(Execution execution) {
        if (!currentActor.has(Role.HELPDESK)) {
            return Markup.text("small", Words.say("ui.run.check.other"));
        }
        return Markup.primary(Words.say("ui.run.check"), "stethoscope", () -> {
            live().say(Words.say("ui.run.checking"));
            var actor = currentActor.get();
            Background.run(this, () -> executions.checkAgain(actor, execution.id()), refused -> {
                painted = null;
                notObserved = refused.orElse(null);
                refresh();
            });
        });
    }

    private static Duration length(Execution execution) {
        var ended = execution.endedAt();
        return ended == null ? Duration.ZERO : Duration.between(execution.startedAt(), ended);
    }

    private void paintChanged(Execution execution) {
        changed.removeAll();
        if (!execution.changed().isEmpty()) {
            changed.add(Markup.card(
                    "",
                    Words.say(execution.undoneBy() == null ? "ui.run.changed" : "ui.run.changed.undone"),
                    new Differences(execution.changed())));
        }
    }
}
