package io.calmend.execution;

import io.calmend.vocabulary.FailureReason;
import java.util.List;

/**
 * Why something that a person asked for was refused. A check ends in what it was asked for or in this, which is handed up as it
 * is, until {@link Refusals} writes it to the audit log.
 *
 * @param requested what was asked for, as far as it was known by then
 * @param where names keys or values that are in the way, for some reasons; the first 20
 */
record Refusal(RequestedAction requested, FailureReason reason, List<String> where)
        implements Preconditions.Permission, Planning.Outcome, Starting.Outcome, Settling.Outcome {

    private static final int MOST_PLACES = 20;

    Refusal {
        where = where.stream().limit(MOST_PLACES).toList();
    }
}
