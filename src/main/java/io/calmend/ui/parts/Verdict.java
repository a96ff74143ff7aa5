package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Anchor;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.execution.Executions.Execution;
import io.calmend.licensing.Finding;
import java.time.Instant;

/** What a diagnosis or an execution came to, in one mark and one sentence. */
public final class Verdict {

    private Verdict() {}

    public static Mark mark(Diagnosis diagnosis) {
        if (diagnosis.failure() != null || diagnosis.findings().isEmpty()) {
            return Mark.UNKNOWN;
        }
        var first = diagnosis.findings().getFirst();
        return first.repair() == null && isHealthy(first) ? Mark.OK : mark(first);
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

    /** Whether all evidence speaks for health, so that nothing is wrong here. */
    public static boolean isHealthy(Finding finding) {
        return finding.repair() == null
                && !finding.evidence().isEmpty()
                && finding.evidence().stream().allMatch(Finding.Evidence::sound);
    }

    public static String sentence(Diagnosis diagnosis) {
        var failure = diagnosis.failure();
        if (failure != null) {
            return Words.what(failure);
        }
        return diagnosis.findings().isEmpty()
                ? Words.say("ui.case.nothing")
                : Words.title(diagnosis.findings().getFirst());
    }

    /** {@code Renewed the licence cache}, {@code Undone: …}. */
    public static String title(Execution execution) {
        var operation = Words.operation(execution.operation());
        return execution.undoOf() == null ? operation : Words.say("ui.run.undo.of", operation);
    }

    public static String state(Execution execution) {
        return Words.say("ui.state." + execution.state());
    }

    public static Anchor row(Execution execution, Instant now) {
        var ended = execution.endedAt();
        return Markup.row(
                Mark.of(execution.state()),
                execution.hostName() + " · " + title(execution),
                state(execution) + " · " + execution.ticket(),
                Moments.ago(ended == null ? execution.startedAt() : ended, now),
                Addresses.run(execution.id()));
    }
}
