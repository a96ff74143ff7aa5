package io.calmend.operation;

import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.vocabulary.FailureReason;
import java.util.List;

/** What an operation comes to on one host. */
public sealed interface Compilation {

    /** {@code changes} in order, and the state that an observation should find after them. */
    record Changes(List<RegistryChange> changes, RegistryState expected) implements Compilation {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /** The host is already as the operation would leave it, or the operation only saves. */
    record NothingToDo() implements Compilation {}

    /**
     * Nothing may be changed here: something could not be read or kept ({@code BACKUP_INCOMPLETE}), or a change would
     * leave the allow-list. {@code where} names the keys and values, at most 20.
     */
    record Impossible(FailureReason reason, List<String> where) implements Compilation {
        public Impossible {
            where = List.copyOf(where);
        }
    }
}
