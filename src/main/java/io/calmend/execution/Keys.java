package io.calmend.execution;

import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of trees by their locations: found at once, however many there are. */
final class Keys {

    private final Map<Location, KeyState.Present> present = new HashMap<>();

    Keys(List<ObservedTree> trees) {
        trees.forEach(tree -> add(tree.target().view(), tree.tree()));
    }

    private void add(RegistryView view, KeyState key) {
        if (key instanceof KeyState.Present there) {
            present.putIfAbsent(new Location(view, there.path()), there);
            there.keys().forEach(child -> add(view, child));
        }
    }

    /** The key, if it was seen to be there. */
    Optional<KeyState.Present> find(RegistryView view, RegistryPath path) {
        return Optional.ofNullable(present.get(new Location(view, path)));
    }

    /** What a key holds, to be compared: values by their names without regard to case, with kinds and data. */
    static Set<Object> contents(KeyState.Present key) {
        var contents = new HashSet<Object>();
        key.values().forEach(value -> contents.add(Content.of(value)));
        return contents;
    }

    private record Content(String name, RegistryContent data) {

        static Content of(RegistryValue value) {
            return new Content(RegistryPath.fold(value.name()), value.data());
        }
    }
}
