package io.calmend.ui.runs;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.calmend.execution.Executions.Execution;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.CopyButton;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.RegDownloads;
import io.calmend.ui.parts.RunOutcome;
import io.calmend.ui.parts.Words;
import io.calmend.ui.runs.RunView.Run;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import java.util.List;
import java.util.Optional;

/** What stands beside the steps of a run: what to tell the user, the undo, the ticket text, the backup, who ran it and why. */
final class RunSide extends Div {

    private final CurrentActor currentActor;

    RunSide(Run run, RegDownloads downloads, CurrentActor currentActor) {
        this.currentActor = currentActor;
        addClassName("col");
        var execution = run.execution();
        if (!execution.state().ended()) {
            add(Markup.card("calm", Words.say("ui.run.leave"), new Paragraph(Words.say("ui.run.leave.detail"))));
            add(thisRun(run));
            return;
        }
        tell(execution).ifPresent(this::add);
        undo(run).ifPresent(this::add);
        add(ticketText(execution));
        var backup = execution.backup();
        if (backup != null) {
            // a .reg file can only hold keys and values
            var services = execution.saved().isOfServicesOnly();
            add(Markup.card(
                    "calm",
                    Words.say("ui.run.backup"),
                    new Paragraph(Words.say(
                            services ? "ui.run.backup.services" : "ui.run.backup.detail",
                            backup.toString(),
                            Words.size(execution.saved()))),
                    services ? Markup.div("") : downloads.links(backup)));
        }
        add(thisRun(run));
    }

    private static Optional<Component> tell(Execution execution) {
        var words = switch (RunOutcome.of(execution)) {
            case REPAIRED, SAVED ->
                Words.find("operation." + execution.operation() + ".after")
                        .orElseGet(() -> Words.say("ui.run.tell.default"));
            case UNDONE, UNDO -> Words.say("ui.run.tell.undone");
            case RUNNING, ROLLING_BACK, UNKNOWN, NOT_CHANGED, ROLLED_BACK, NEEDS_ATTENTION -> "";
        };
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Markup.div(
                "card tell",
                Markup.text("eyebrow", Words.say("ui.run.tell")),
                Markup.div("say", new Paragraph(Visible.of(words))),
                Markup.div("links", primary(new CopyButton(Words.say("ui.copy"), List.of(words))))));
    }

    private static Component primary(CopyButton button) {
        button.addThemeVariants(ButtonVariant.PRIMARY);
        return button;
    }

    private Component ticketText(Execution execution) {
        var text = TicketText.of(execution);
        return Markup.card(
                "calm",
                Words.say("ui.run.ticket"),
                Markup.lines("ticket-text", Words.say("ui.run.ticket"), text),
                Markup.div("links", new CopyButton(Words.say("ui.copy"), text)));
    }

    private static Optional<Component> undo(Run run) {
        var execution = run.execution();
        var until = execution.undoableUntil();
        if (until == null || !run.mayUndo()) {
            return Optional.empty();
        }
        return Optional.of(Markup.card(
                "undo",
                Words.say("ui.run.undo.head"),
                new Paragraph(Words.say("ui.run.undo.detail", Moments.dayOf(until))),
                Markup.quietLink(
                        Words.say(execution.undoOf() == null ? "ui.run.undo" : "ui.run.undo.undo"),
                        "undo-2",
                        Addresses.undo(execution.id()))));
    }

    private Component thisRun(Run run) {
        var execution = run.execution();
        var card = Markup.card(
                "quiet",
                Words.say("ui.run.this"),
                Markup.fact(Words.say("ui.run.host"), hostLink(execution)),
                Markup.fact(Words.say("ui.run.allowed"), execution.allowedBy()),
                Markup.fact(Words.say("ui.run.ticketnumber"), execution.ticket()),
                Markup.fact(Words.say("ui.run.reason"), execution.reason()),
                Markup.fact(Words.say("ui.run.case"), execution.caseId().toString()));
        var undoOf = execution.undoOf();
        if (undoOf != null) {
            card.add(Markup.fact(
                    Words.say("ui.run.undoes"), new Anchor(Addresses.run(undoOf), Visible.of(undoOf.toString()))));
        }
        if (!run.entries().isEmpty()) {
            var first = run.entries().getFirst().number();
            card.add(Markup.fact(
                    Words.say("ui.run.audit"),
                    new Anchor(Addresses.entry(first), Words.say("ui.run.audit.entry", first))));
        }
        return card;
    }

    private Component hostLink(Execution execution) {
        return currentActor.has(Role.HELPDESK)
                ? new Anchor(Addresses.host(execution.hostName()), Visible.of(execution.hostName()))
                : Markup.text("", execution.hostName());
    }
}
