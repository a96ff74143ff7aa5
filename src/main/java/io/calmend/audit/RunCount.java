package io.calmend.audit;

import io.calmend.vocabulary.OperationKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** How many runs of one kind have ended since the start. */
public final class RunCount {

    private RunCount() {}

    /**
     * The counter for runs that end so, created at zero if there is none yet.
     *
     * @param outcome the state in which such runs end, as the log has it
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
