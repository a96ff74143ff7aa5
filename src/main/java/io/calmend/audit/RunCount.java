package io.calmend.audit;

import io.calmend.vocabulary.OperationKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** Counts for monitoring how many runs have ended since the start, by operation and outcome. */
public final class RunCount {

    private RunCount() {}

    /**
     * The counter for runs with this outcome, created at zero if it does not exist yet.
     *
     * @param outcome the end state, as the log names it
     */
    public static Counter of(OperationKey operation, boolean undo, String outcome) {
        return Metrics.counter(
                "calmend.runs",
                "operation",
                operation.value(),
                "undo",
                Boolean.toString(undo),
                "outcome",
                outcome.toLowerCase(Locale.ROOT));
    }
}
