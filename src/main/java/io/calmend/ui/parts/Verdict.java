package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Anchor;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.execution.Executions.Execution;
import io.calmend.licensing.Cause;
import io.calmend.licensing.Finding;
import java.time.Instant;

/** What a diagnosis or an execution came to, in one mark and one sentence. */
public final class Verdict {

    private Verdict() {}

    public static Mark mark(Diagnosis diagnosis) {
        return diagnosis.failure() != null || diagnosis.findings().isEmpty()
                ? Mark.UNKNOWN
                : mark(diagnosis.findings().getFirst());
    }

    /** How sure a finding is, as a mark. */
    public static Mark mark(Finding finding) {
        return isHealthy(finding)
                ? Mark.OK
                : switch (finding.likelihood()) {
                    case VERY_LIKELY -> Mark.FAIL;
                    case LIKELY, POSSIBLE -> Mark.WARN;
                    case RULED_OUT -> Mark.OK;
                };
    }

    /** Whether it says that nothing is wrong here. */
    public static boolean isHealthy(Finding finding) {
        return finding.cause().equals(Cause.OTHER_HARMLESS.code());
    }

    /** One sentence, as a headline: without its full stop. */
    public static String sentence(Diagnosis diagnosis) {
        var failure = diagnosis.failure();
        if (failure != null) {
            return headline(Words.what(failure));
        }
        return diagnosis.findings().isEmpty()
                ? Words.say("ui.case.nothing")
                : Words.title(diagnosis.findings().getFirst());
    }

    private static String headline(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** {@code Renewed the licence cache}, {@code Undone: …}. */
    public static String title(Execution execution) {
        var operation = Words.operation(execution.operation());
        return execution.undoOf() == null ? operation : Words.say("ui.run.undo.of", operation);
    }

    public static String state(Execution execution) {
        return Words.say("ui.state." + execution.state());
    }

    /** An execution among those of many computers. */
    public static Anchor row(Execution execution, Instant now) {
        return row(execution, execution.hostName() + " · " + title(execution), execution.ticket(), now);
    }

    /** An execution among those of one computer. */
    public static Anchor rowOfHost(Execution execution, Instant now) {
        return row(execution, title(execution), execution.actor().displayName() + " · " + execution.ticket(), now);
    }

    private static Anchor row(Execution execution, String strong, String more, Instant now) {
        var ended = execution.endedAt();
        return Markup.row(
                Mark.of(execution.state()),
                strong,
                state(execution) + " · " + more,
                Moments.ago(ended == null ? execution.startedAt() : ended, now),
                Addresses.run(execution.id()));
    }
}
