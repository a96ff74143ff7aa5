package io.calmend.registry;

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
public final class KeyIndex {

    private final Map<Location, KeyState.Present> present = new HashMap<>();

    public KeyIndex(List<ObservedTree> trees) {
        trees.forEach(tree -> add(tree.target().view(), tree.tree()));
    }

    private void add(RegistryView view, KeyState key) {
        if (key instanceof KeyState.Present there) {
            present.putIfAbsent(new Location(view, there.path()), there);
            there.keys().forEach(child -> add(view, child));
        }
    }

    /** The key, if it was seen to be there. */
    public Optional<KeyState.Present> find(RegistryView view, RegistryPath path) {
        return Optional.ofNullable(present.get(new Location(view, path)));
    }

    /** What a key holds, to be compared: values by their names without regard to case, with kinds and data. */
    public static Set<Object> contents(KeyState.Present key) {
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
