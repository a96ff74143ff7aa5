package io.calmend.execution;

import io.calmend.operation.KeyState;
import io.calmend.operation.RegistryState;
import io.calmend.operation.SeenTree;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.List;
import java.util.Optional;

/** Finds keys in trees. */
final class Keys {

    private Keys() {}

    /** The key, if it was seen to be there. */
    static Optional<KeyState.Present> find(List<SeenTree> trees, RegistryView view, RegistryPath path) {
        return new RegistryState(trees).find(view, path) instanceof KeyState.Present present
                ? Optional.of(present)
                : Optional.empty();
    }

    /** Whether both hold the same values: names without regard to case, kinds and data. */
    static boolean sameValues(KeyState.Present one, KeyState.Present other) {
        return one.values().size() == other.values().size()
                && one.values().stream()
                        .allMatch(value -> other.values().stream()
                                .anyMatch(
                                        match -> RegistryPath.fold(match.name()).equals(RegistryPath.fold(value.name()))
                                                && match.kind() == value.kind()
                                                && match.data().equals(value.data())));
    }
}
