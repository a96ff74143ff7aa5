package io.calmend.execution;

import io.calmend.vocabulary.FailureReason;
import java.util.List;

/** Ends what a person asked for inside this module where a condition does not hold; {@link Refusals} makes a value of it. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MOST_PLACES = 20;

    private final transient RequestedAction requested;
    private final FailureReason reason;
    private final transient List<String> where;

    RefusedException(RequestedAction requested, FailureReason reason, List<String> where) {
        super(reason.name(), null, false, false);
        this.requested = requested;
        this.reason = reason;
        this.where = where.stream().limit(MOST_PLACES).toList();
    }

    RequestedAction requested() {
        return requested;
    }

    FailureReason reason() {
        return reason;
    }

    /** What it is about, {@value #MOST_PLACES} at most: locations of keys, values that cannot be saved. */
    List<String> where() {
        return where;
    }
}
