package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a {@link RegistryState} while changes are made to them, as {@link RegistryState#after} says. A change costs what
 * it touches, however many keys there are: a host may have thousands.
 */
final class MutableRegistry {

    private static final String ABSENT = "FileNotFoundException";

    private final List<Tree> trees;

    MutableRegistry(RegistryState state) {
        trees = state.trees().stream().map(Tree::new).toList();
    }

    RegistryState state() {
        return new RegistryState(trees.stream().map(Tree::observed).toList());
    }

    /** Makes {@code change}, or nothing of it. @return the error that a host would give, null if it was made */
    @Nullable
    String apply(RegistryChange change) {
        var error = error(change);
        if (error == null) {
            for (var tree : trees) {
                if (tree.observed.target().view() == change.view()) {
                    tree.apply(change);
                }
            }
        }
        return error;
    }

    private @Nullable String error(RegistryChange change) {
        return switch (find(change.view(), change.path())) {
            case null -> null;
            case Found.Unreadable unreadable -> unreadable.reason();
            case Found.Absent _ -> change instanceof RegistryChange.CreateKey ? null : ABSENT;
            case Found.Present present -> {
                if (!(change instanceof RegistryChange.AppendValue append)) {
                    yield null;
                }
                var value = present.key.values.get(RegistryPath.fold(append.name()));
                yield value == null
                        ? "IOException"
                        : value.data() instanceof RegistryContent.Raw ? null : "InvalidCastException";
            }
        };
    }

    /** A key as it stands now. */
    sealed interface Found {

        record Absent() implements Found {}

        record Unreadable(String reason) implements Found {}

        final class Present implements Found {
            private final Key key;

            private Present(Key key) {
                this.key = key;
            }

            RegistryPath path() {
                return key.path;
            }

            @Nullable
            String sddl() {
                return key.sddl;
            }

            /** The key with all that it holds. */
            KeyState.Present whole() {
                return key.state();
            }
        }
    }

    /** As {@link RegistryState#find}. */
    @Nullable
    Found find(RegistryView view, RegistryPath path) {
        for (var tree : trees) {
            var target = tree.observed.target();
            if (target.view() == view && path.isAtOrBelow(target.path())) {
                var found = tree.find(path);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static final class Tree {

        private final ObservedTree observed;
        private Slot root;
        private boolean touched;

        Tree(ObservedTree observed) {
            this.observed = observed;
            this.root = new Slot(observed.tree());
        }

        ObservedTree observed() {
            if (!touched) {
                return observed;
            }
            var tree = root.state();
            return tree.equals(observed.tree())
                    ? observed
                    : new ObservedTree(observed.target(), tree, StateDigest.of(tree));
        }

        /** The folded names that lead from the root to {@code path}. */
        private String[] namesTo(RegistryPath path) {
            var root = observed.target().path().value().length();
            var value = path.value();
            return value.length() == root
                    ? new String[0]
                    : RegistryPath.fold(value.substring(root + 1)).split("\\\\");
        }

        @Nullable
        Found find(RegistryPath path) {
            var slot = root;
            for (var name : namesTo(path)) {
                var key = slot.opened();
                if (key == null) {
                    break;
                }
                var child = key.keys.get(name);
                if (child == null) {
                    return key.deeper > 0 ? null : new Found.Absent();
                }
                slot = child;
            }
            var key = slot.opened();
            return key != null
                    ? new Found.Present(key)
                    : slot.fixed instanceof KeyState.Unreadable unreadable
                            ? new Found.Unreadable(unreadable.reason())
                            : new Found.Absent();
        }

        /** The key at {@code path} if it is there and can be read. */
        private @Nullable Key present(RegistryPath path) {
            return path.isAtOrBelow(observed.target().path()) && find(path) instanceof Found.Present present
                    ? present.key
                    : null;
        }

        void apply(RegistryChange change) {
            touched = true;
            switch (change) {
                case RegistryChange.DeleteValue delete -> {
                    var key = present(delete.path());
                    if (key != null) {
                        key.values.remove(RegistryPath.fold(delete.name()));
                    }
                }
                case RegistryChange.SetValue set -> {
                    var key = present(set.path());
                    if (key != null) {
                        key.set(set.value());
                    }
                }
                case RegistryChange.AppendValue append -> {
                    var key = present(append.path());
                    var value = key == null ? null : key.values.get(RegistryPath.fold(append.name()));
                    if (key != null && value != null) {
                        key.set(longer(value, append.bytes()));
                    }
                }
                case RegistryChange.DeleteKeys delete ->
                    delete.names().forEach(name -> remove(delete.path().child(name)));
                case RegistryChange.CreateKey create -> create(create.path());
                case RegistryChange.Secure secure -> {
                    var key = present(secure.path());
                    if (key != null) {
                        key.sddl = secure.sddl();
                    }
                }
                case RegistryChange.TakeOwnership _ -> {
                    // all is restored
                }
            }
        }

        private void remove(RegistryPath gone) {
            var target = observed.target().path();
            if (target.isAtOrBelow(gone)) {
                root = new Slot(new KeyState.Absent(target));
            } else if (gone.isAtOrBelow(target)) {
                var parent = present(gone.parent());
                if (parent != null) {
                    parent.keys.remove(RegistryPath.fold(gone.name()));
                }
            }
        }

        private void create(RegistryPath path) {
            var target = observed.target();
            if (!path.isAtOrBelow(target.path())) {
                return;
            }
            if (root.fixed instanceof KeyState.Absent) {
                root = new Slot(empty(target.path()));
            }
            var slot = root;
            var depth = target.depth();
            var names = path.value().substring(target.path().value().length()).split("\\\\");
            // the first is what stands before the first backslash, nothing
            for (var i = 1; i < names.length; i++) {
                var key = slot.opened();
                if (key == null) {
                    return;
                }
                var folded = RegistryPath.fold(names[i]);
                var child = key.keys.get(folded);
                if (child == null && depth == 0) {
                    return;
                }
                if (child == null || child.fixed instanceof KeyState.Absent) {
                    child = new Slot(empty(key.path.child(names[i])));
                    key.keys.put(folded, child);
                }
                slot = child;
                depth--;
            }
        }

        private static KeyState.Present empty(RegistryPath path) {
            return new KeyState.Present(path, null, List.of(), List.of(), 0);
        }

        private static RegistryValue longer(RegistryValue value, byte[] more) {
            if (!(value.data() instanceof RegistryContent.Raw data)) {
                throw new IllegalStateException("not a binary value");
            }
            var bytes = data.bytes();
            var all = Arrays.copyOf(bytes, bytes.length + more.length);
            System.arraycopy(more, 0, all, bytes.length, more.length);
            return new RegistryValue(value.name(), data.with(all));
        }
    }

    /** Where a key stands: as it was observed until somebody asks for what it holds. */
    private static final class Slot {

        private final KeyState fixed;
        private @Nullable Key key;

        Slot(KeyState fixed) {
            this.fixed = fixed;
        }

        /** Null for a key that is not there or cannot be read. */
        @Nullable
        Key opened() {
            if (key == null && fixed instanceof KeyState.Present present) {
                key = new Key(present);
            }
            return key;
        }

        KeyState state() {
            return key == null ? fixed : key.state();
        }
    }

    /** By folded names, in the order in which they were seen or came. */
    private static final class Key {

        private final RegistryPath path;
        private @Nullable String sddl;
        private final Map<String, RegistryValue> values = new LinkedHashMap<>();
        private final Map<String, Slot> keys = new LinkedHashMap<>();
        private final int deeper;

        Key(KeyState.Present observed) {
            path = observed.path();
            sddl = observed.sddl();
            deeper = observed.deeper();
            observed.values().forEach(value -> values.putIfAbsent(RegistryPath.fold(value.name()), value));
            observed.keys()
                    .forEach(child ->
                            keys.putIfAbsent(RegistryPath.fold(child.path().name()), new Slot(child)));
        }

        /** A value that is there keeps its place and the case of its name. */
        void set(RegistryValue value) {
            values.merge(
                    RegistryPath.fold(value.name()),
                    value,
                    (old, other) -> new RegistryValue(old.name(), other.data()));
        }

        KeyState.Present state() {
            return new KeyState.Present(
                    path,
                    sddl,
                    List.copyOf(values.values()),
                    keys.values().stream().map(Slot::state).toList(),
                    deeper);
        }
    }
}
