package io.calmend.operation;

import io.calmend.vocabulary.RegistryPath;
import java.util.List;

/** One line of an operation: what is to be done, before it is known what a host holds. Each applies to both views. */
public sealed interface Step {

    /** Removes every key directly below {@code parent} whose name begins with {@code prefix} (case of A to Z ignored). */
    record DeleteSubkeys(RegistryPath parent, String prefix) implements Step {}

    /** Removes {@code key} with all below it. */
    record DeleteKey(RegistryPath key) implements Step {}

    /** Makes each of {@code keys} that was there before again, empty, with the security descriptors it had. */
    record KeepEmptyKeys(List<RegistryPath> keys) implements Step {
        public KeepEmptyKeys {
            keys = List.copyOf(keys);
        }
    }

    /** Makes the touched trees what a backup says they were: names, kinds, data and security descriptors. */
    record Restore() implements Step {}
}
