package io.calmend.registry;

import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.List;

/**
 * One concrete change of a host's registry: a verb that the gateway, the model and the audit log know. Each is idempotent in
 * what it leaves behind, and each can be undone from what an observation before it found.
 */
public sealed interface RegistryChange {

    RegistryView view();

    RegistryPath path();

    default Location location() {
        return new Location(view(), path());
    }

    /** Removes the value {@code name}; nothing happens if there is none. */
    record DeleteValue(RegistryView view, RegistryPath path, String name) implements RegistryChange {}

    /** Writes a value of any kind that .NET can write; overwrites. */
    record SetValue(RegistryView view, RegistryPath path, RegistryValue value) implements RegistryChange {}

    /** Adds bytes to a binary value that is there: how a value too long for one command line is written. */
    record AppendValue(RegistryView view, RegistryPath path, String name, byte[] bytes) implements RegistryChange {}

    /** Removes the keys {@code names} directly below {@code path}, each with all below it. */
    record DeleteKeys(RegistryView view, RegistryPath path, List<String> names) implements RegistryChange {
        public DeleteKeys {
            names = List.copyOf(names);
        }
    }

    /** Makes a key, and the keys above it, if they are not there. */
    record CreateKey(RegistryView view, RegistryPath path) implements RegistryChange {}

    /** Gives a key the owner, group and DACL of {@code sddl}. */
    record Secure(RegistryView view, RegistryPath path, String sddl) implements RegistryChange {}

    /**
     * Takes ownership of a key and grants Administrators full control until the list of changes has ended, then gives
     * both back exactly, whatever happened in between. A key that is secured while it is owned for a time keeps what it was secured
     * with, and of a key that is removed meanwhile there is nothing to restore.
     */
    record TakeOwnership(RegistryView view, RegistryPath path) implements RegistryChange {}
}
