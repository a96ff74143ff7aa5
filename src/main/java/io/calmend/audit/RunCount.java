package io.calmend.audit;

import io.calmend.vocabulary.OperationKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** Counts for monitoring how many runs have ended since the start, by operation and outcome. */
public final class RunCount {

    private RunCount() {}

    /**
     * The counter for runs that end so, created at zero if it does not exist yet.
     */
    public static Counter of(OperationKey operation, boolean undo, AuditEvent.EndState end) {
        return Metrics.counter(
                "calmend.runs",
                "operation",
                operation.value(),
                "undo",
                Boolean.toString(undo),
                "outcome",
                end.name().toLowerCase(Locale.ROOT));
    }
}
