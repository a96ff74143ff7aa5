package io.calmend.registry;

import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;

/** A key to observe, with everything below it down to {@code depth} levels (0: the key alone; at most 16). */
public record TreeTarget(RegistryView view, RegistryPath path, int depth) {

    public TreeTarget {
        if (depth < 0 || depth > 16) {
            throw new IllegalArgumentException("depth 0 to 16");
        }
    }

    public Location location() {
        return new Location(view, path);
    }
}
