package io.calmend.registry;

import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import org.jspecify.annotations.Nullable;

/**
 * One thing that differs between two states of a host, for people to read.
 *
 * @param value the value's name, or null where the key itself or its security descriptors are meant
 * @param before null if it was not there
 * @param after null if it is not there any more
 */
public record RegistryDifference(
        RegistryView view,
        RegistryPath path,
        @Nullable String value,
        Kind kind,
        @Nullable String before,
        @Nullable String after) {

    public Location location() {
        return new Location(view, path);
    }

    public enum Kind {
        KEY,
        VALUE,
        SECURITY_DESCRIPTOR
    }
}
