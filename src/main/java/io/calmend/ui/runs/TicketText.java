package io.calmend.ui.runs;

import io.calmend.execution.Executions.Execution;
import io.calmend.host.Difference;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.RunOutcome;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.FailureReason;
import java.util.ArrayList;
import java.util.List;

/** Writes the text for the ticket: plain lines that every ticket system accepts. */
final class TicketText {

    private static final int MOST_CHANGES = 20;

    private TicketText() {}

    static List<String> of(Execution execution) {
        var lines = new ArrayList<String>();
        var undoneBy = execution.undoneBy();
        lines.add(
                undoneBy != null
                        ? Words.say(
                                "ui.ticket.undone",
                                Headline.title(execution),
                                execution.hostName(),
                                undoneBy.toString())
                        : Words.say(
                                "ui.ticket.head",
                                Headline.title(execution),
                                execution.hostName(),
                                RunOutcome.of(execution).words()));
        lines.add(
                Words.say("ui.ticket.who", execution.actor().displayName(), Moments.exactlyAt(execution.startedAt())));
        lines.add(Words.say("ui.ticket.why", execution.reason()));
        FailureReason failure = execution.failure();
        if (failure != null) {
            lines.add(Words.whatAndAdvice(failure));
        }
        if (undoneBy != null && !execution.changed().isEmpty()) {
            lines.add(Words.say("ui.ticket.undone.changes"));
        }
        execution.changed().stream().limit(MOST_CHANGES).forEach(one -> lines.add(change(one)));
        if (execution.changed().size() > MOST_CHANGES) {
            lines.add(Words.say("ui.ticket.more", execution.changed().size() - MOST_CHANGES));
        }
        var backup = execution.backup();
        if (backup != null) {
            lines.add(Words.say("ui.ticket.backup", backup.toString()));
        }
        var until = execution.undoableUntil();
        if (until != null) {
            lines.add(Words.say("ui.ticket.undo", Moments.dayOf(until)));
        }
        lines.add(Words.say(
                "ui.ticket.run", execution.id().toString(), execution.caseId().toString()));
        return List.copyOf(lines);
    }

    private static String change(Difference one) {
        var where = Shortened.text(Words.where(one));
        if (one instanceof Difference.ServiceRun && one.before() != null && one.after() != null) {
            return Words.say("ui.ticket.changed.from", where, one.before(), one.after());
        }
        return Words.say(
                one.after() == null
                        ? "ui.ticket.removed"
                        : one.before() == null ? "ui.ticket.added" : "ui.ticket.changed",
                where);
    }
}
