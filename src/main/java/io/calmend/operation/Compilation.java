package io.calmend.operation;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.HostState;
import io.calmend.vocabulary.FailureReason;
import java.util.List;

/** What an operation comes to on one host. */
public sealed interface Compilation {

    /** {@code changes} in order, and the state that an observation should find after them. */
    record Changes(List<Change> changes, HostState expected) implements Compilation {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** Something to be done that leaves the state as it is. */
    record Acts(Action action) implements Compilation {}

    /** The host is already as the operation would leave it, or the operation only saves. */
    record NothingToDo() implements Compilation {}

    /**
     * Nothing may be changed here: something could not be read or kept ({@code BACKUP_INCOMPLETE}), a change would leave the
     * allow-list, or a service cannot be started or stopped ({@code SERVICE_UNSUITABLE}). {@code where} names what is in the
     * way, at most 20.
     */
    record Impossible(FailureReason reason, List<String> where) implements Compilation {
        public Impossible {
            where = List.copyOf(where);
        }
    }
}
