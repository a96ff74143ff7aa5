package io.calmend.remote;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Expectation;
import io.calmend.host.Fact;
import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.List;

/** What a host is told to do, in a command that protects itself: late, or where the host is not as planned, it does nothing. */
public sealed interface HostCommand {

    /** Stands in the command, so that whoever watches the host finds its traces. */
    ExecutionId execution();

    /** In the host's own time; after it the host does nothing. */
    Instant until();

    /**
     * Makes one ordered list of changes.
     *
     * @param expected what the host must still find, one for each touched facet
     */
    record Apply(ExecutionId execution, Instant until, List<Expectation> expected, List<Change> changes)
            implements HostCommand {
        public Apply {
            expected = List.copyOf(expected);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Does what cannot be undone, once: a second delivery finds the fact moved.
     *
     * @param planned the action's fact as it was planned for
     * @param expected what the host must still find, one for each touched facet
     */
    record Perform(ExecutionId execution, Instant until, Action action, Fact.Known planned, List<Expectation> expected)
            implements HostCommand {
        public Perform {
            expected = List.copyOf(expected);
            if (!planned.fact().equals(action.confirmedBy())) {
                throw new IllegalArgumentException("a fact that does not confirm the action");
            }
        }
    }
}
