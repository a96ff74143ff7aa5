package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Anchor;
import io.calmend.diagnosis.Conclusion;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.execution.Executions.Execution;
import io.calmend.licensing.Finding;
import java.time.Instant;

/** Sums up a diagnosis or an execution in one severity and one sentence. */
public final class Headline {

    private Headline() {}

    public static Severity severity(Diagnosis diagnosis) {
        return switch (Conclusion.of(diagnosis)) {
            case Conclusion.InOrder _ -> Severity.OK;
            case Conclusion.Repairable _, Conclusion.HandOver _ ->
                severity(diagnosis.findings().getFirst());
            case Conclusion.NotRead _, Conclusion.OnlyCacheRead _, Conclusion.Open _ -> Severity.UNKNOWN;
        };
    }

    /** The severity of a finding, by how likely it is the fault; never the one for "in order". */
    public static Severity severity(Finding finding) {
        return switch (finding.likelihood()) {
            case VERY_LIKELY -> Severity.FAIL;
            case LIKELY, POSSIBLE -> Severity.WARN;
            case RULED_OUT -> Severity.IDLE;
        };
    }

    /** One sentence as a headline, without its full stop. */
    public static String sentence(Diagnosis diagnosis) {
        return switch (Conclusion.of(diagnosis)) {
            case Conclusion.NotRead(var why) -> headline(Words.what(why));
            case Conclusion.OnlyCacheRead _ -> {
                var store = diagnosis.store();
                yield Words.say(
                        store != null && store.runsServer()
                                ? "ui.case.only-cache.server"
                                : "ui.case.only-cache.unknown");
            }
            case Conclusion.Repairable _, Conclusion.HandOver _, Conclusion.InOrder _, Conclusion.Open _ ->
                Words.title(diagnosis.findings().getFirst());
        };
    }

    private static String headline(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** {@code Clear cached licences}, {@code Undo: …}, {@code Undone: …}, {@code Undone: Undo: …}. */
    public static String title(Execution execution) {
        var operation = Words.operation(execution.operation());
        var title = execution.undoOf() == null ? operation : Words.say("ui.run.undo.of", operation);
        return execution.undoneBy() == null ? title : Words.say("ui.run.undone.of", title);
    }

    /** A link to an execution, in a list for several computers. */
    public static Anchor row(Execution execution, Instant now) {
        return row(execution, execution.hostName() + " · " + title(execution), execution.ticket(), now);
    }

    /** A link to an execution, in the list for one computer. */
    public static Anchor rowOfHost(Execution execution, Instant now) {
        return row(execution, title(execution), execution.actor().displayName() + " · " + execution.ticket(), now);
    }

    private static Anchor row(Execution execution, String strong, String more, Instant now) {
        var ended = execution.endedAt();
        return Markup.row(
                RunOutcome.of(execution).severity(),
                strong,
                RunOutcome.of(execution).words() + " · " + more,
                Moments.ago(ended == null ? execution.startedAt() : ended, now),
                Addresses.run(execution.id()));
    }
}
