package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key as it was observed, or as a model says it will be. */
public sealed interface KeyState {

    RegistryPath path();

    /** How many keys that are there were read, this one and those below it. */
    default int keyCount() {
        return switch (this) {
            case Present present ->
                1 + present.keys().stream().mapToInt(KeyState::keyCount).sum();
            case Absent _, Unreadable _ -> 0;
        };
    }

    /** How many values were read in this key and those below it. */
    default int valueCount() {
        return switch (this) {
            case Present present ->
                present.values().size()
                        + present.keys().stream().mapToInt(KeyState::valueCount).sum();
            case Absent _, Unreadable _ -> 0;
        };
    }

    /**
     * A key that is there.
     *
     * @param sddl owner, group and DACL; null if they could not be read, or, in an expected state, are not known
     * @param keys the keys below, as far down as was asked for
     * @param deeper how many keys lie below a key at the deepest level asked for; they were not observed
     */
    record Present(
            RegistryPath path, @Nullable String sddl, List<RegistryValue> values, List<KeyState> keys, int deeper)
            implements KeyState {
        public Present {
            values = List.copyOf(values);
            keys = List.copyOf(keys);
        }
    }

    record Absent(RegistryPath path) implements KeyState {}

    /** A key that is there but could not be read; {@code reason} is the short .NET exception name that the host gave. */
    record Unreadable(RegistryPath path, String reason) implements KeyState {}
}
