package io.calmend.ui.fix;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import io.calmend.execution.Plan;
import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.WindowsService;
import io.calmend.operation.Risk;
import io.calmend.ui.parts.Actions;
import io.calmend.ui.parts.Differences;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Words;

/** Shows what a plan would do, and what it promises before it is confirmed. */
final class PlanCards {

    private PlanCards() {}

    /** Whether people lose their connections, by what the plan does and not by what it is called: an undo may stop services too. */
    static boolean disconnects(Plan plan) {
        var act = plan.act();
        return plan.changes().contains(new Change.StopService(WindowsService.REMOTE_DESKTOP))
                || act != null && act.action().equals(new Action.RestartService(WindowsService.REMOTE_DESKTOP));
    }

    /** What will be changed or done. */
    static Div changes(Plan plan) {
        var act = plan.act();
        if (act != null) {
            return Markup.card(
                    "",
                    Words.say("ui.plan.act"),
                    Markup.text("muted", Words.say("ui.plan.act.detail")),
                    Markup.text("strong", Actions.sentence(act.action())),
                    Markup.text("mono small wrap", Actions.planned(act.planned())));
        }
        if (plan.changes().isEmpty()) {
            return Markup.card("", Words.say("ui.plan.changes"), Markup.text("", Words.say("ui.plan.changes.none")));
        }
        var card = Markup.card(
                "",
                Words.say("ui.plan.changes"),
                Markup.text("muted", Words.say("ui.plan.changes.detail")),
                new Differences(plan.differences()));
        var exact = Markup.lines("exact", Words.say("ui.plan.exact"), Exact.lines(plan.changes()));
        card.add(new Details(Words.say("ui.plan.exact.show", plan.changes().size(), plan.commands()), exact));
        return card;
    }

    /** What is saved, what is sent, and whether there is a way back. @param risk {@code NONE} where none is to be named */
    static Div promises(Plan plan, Risk risk) {
        var promises = Markup.div(
                "promises", Markup.promise("shield-check", Words.say("ui.plan.saved"), Words.saved(plan.saved())));
        if (!plan.onlySaves()) {
            promises.add(
                    Markup.promise(
                            "terminal",
                            Words.say("ui.plan.commands", plan.commands()),
                            Words.say("ui.plan.commands.detail")),
                    plan.act() == null
                            ? Markup.promise(
                                    "undo-2", Words.say("ui.plan.undoable"), Words.say("ui.plan.undoable.detail"))
                            : Markup.promise("info", Words.say("ui.plan.final"), Words.say("ui.plan.final.detail")));
        }
        if (risk != Risk.NONE) {
            promises.add(Markup.promise(
                    "info", Words.say("ui.risk." + risk), Words.say("operation." + plan.operation() + ".risk")));
        }
        return promises;
    }
}
