package io.calmend.operation;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What {@link RegistryState} promises, worked out on trees of keys. */
final class RegistryModel {

    private static final String ABSENT = "FileNotFoundException";

    private RegistryModel() {}

    // ---- what a change does

    static RegistryState.Step after(RegistryState state, RegistryChange change) {
        var error = obstacle(state, change);
        if (error != null) {
            return new RegistryState.Step(state, error);
        }
        var trees = state.trees().stream()
                .map(tree -> {
                    if (tree.target().view() != change.view()) {
                        return tree;
                    }
                    var changed = changed(tree.tree(), tree.target(), change);
                    return changed.equals(tree.tree())
                            ? tree
                            : new SeenTree(tree.target(), changed, StateDigest.of(changed));
                })
                .toList();
        return new RegistryState.Step(new RegistryState(trees), null);
    }

    private static @Nullable String obstacle(RegistryState state, RegistryChange change) {
        var key = state.find(change.view(), change.path());
        return switch (key) {
            case null -> null;
            case KeyState.Unreadable unreadable -> unreadable.reason();
            case KeyState.Absent absent -> change instanceof RegistryChange.CreateKey ? null : ABSENT;
            case KeyState.Present present -> {
                if (!(change instanceof RegistryChange.AppendValue append)) {
                    yield null;
                }
                var value = value(present, append.name());
                yield value == null ? "IOException" : value.isBinary() ? null : "InvalidCastException";
            }
        };
    }

    private static KeyState changed(KeyState tree, TreeTarget target, RegistryChange change) {
        return switch (change) {
            case RegistryChange.DeleteValue delete ->
                edited(
                        tree,
                        delete.path(),
                        key -> with(
                                key,
                                key.values().stream()
                                        .filter(value -> !same(value.name(), delete.name()))
                                        .toList(),
                                key.keys()));
            case RegistryChange.SetValue set -> edited(tree, set.path(), key -> set(key, set.value()));
            case RegistryChange.AppendValue append ->
                edited(tree, append.path(), key -> {
                    var value = value(key, append.name());
                    return value == null ? key : set(key, longer(value, append.bytes()));
                });
            case RegistryChange.DeleteKeys delete -> {
                var after = tree;
                for (var name : delete.names()) {
                    after = without(after, target, delete.path().child(name));
                }
                yield after;
            }
            case RegistryChange.CreateKey create ->
                create.path().isAtOrBelow(target.path()) ? created(tree, target.depth(), create.path()) : tree;
            case RegistryChange.Secure secure ->
                edited(
                        tree,
                        secure.path(),
                        key -> new KeyState.Present(key.path(), secure.sddl(), key.values(), key.keys(), key.deeper()));
            case RegistryChange.Borrow borrow -> tree;
        };
    }

    private static boolean same(String name, String other) {
        return RegistryPath.fold(name).equals(RegistryPath.fold(other));
    }

    private static RegistryValue longer(RegistryValue value, byte[] more) {
        var bytes = value.bytes();
        var all = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, all, bytes.length, more.length);
        return new RegistryValue(
                value.name(), value.kind(), List.of(Base64.getEncoder().encodeToString(all)), false);
    }

    /** A value that is there keeps its place and the case of its name. */
    private static KeyState.Present set(KeyState.Present key, RegistryValue value) {
        var values = new ArrayList<RegistryValue>(key.values());
        for (int i = 0; i < values.size(); i++) {
            var name = values.get(i).name();
            if (same(name, value.name())) {
                values.set(i, new RegistryValue(name, value.kind(), value.data(), value.lost()));
                return with(key, values, key.keys());
            }
        }
        values.add(value);
        return with(key, values, key.keys());
    }

    private static KeyState without(KeyState tree, TreeTarget target, RegistryPath gone) {
        if (target.path().isAtOrBelow(gone)) {
            return new KeyState.Absent(target.path());
        }
        if (!gone.isAtOrBelow(target.path())) {
            return tree;
        }
        return edited(
                tree,
                gone.parent(),
                key -> with(
                        key,
                        key.values(),
                        key.keys().stream()
                                .filter(child -> !child.path().equals(gone))
                                .toList()));
    }

    private static KeyState created(KeyState key, int depth, RegistryPath path) {
        return switch (key) {
            case KeyState.Unreadable unreadable -> unreadable;
            case KeyState.Absent absent -> created(empty(absent.path()), depth, path);
            case KeyState.Present present -> {
                if (present.path().equals(path)) {
                    yield present;
                }
                var children = new ArrayList<KeyState>(present.keys());
                for (int i = 0; i < children.size(); i++) {
                    var child = children.get(i);
                    if (path.isAtOrBelow(child.path())) {
                        children.set(i, created(child, depth - 1, path));
                        yield with(present, present.values(), children);
                    }
                }
                if (depth == 0) {
                    yield present;
                }
                var below = path;
                while (!below.parent().equals(present.path())) {
                    below = below.parent();
                }
                children.add(created(empty(below), depth - 1, path));
                yield with(present, present.values(), children);
            }
        };
    }

    private static KeyState.Present empty(RegistryPath path) {
        return new KeyState.Present(path, null, List.of(), List.of(), 0);
    }

    private static KeyState.Present with(KeyState.Present key, List<RegistryValue> values, List<KeyState> keys) {
        return new KeyState.Present(key.path(), key.sddl(), values, keys, key.deeper());
    }

    private static KeyState edited(KeyState key, RegistryPath path, UnaryOperator<KeyState.Present> edit) {
        if (!(key instanceof KeyState.Present present) || !path.isAtOrBelow(present.path())) {
            return key;
        }
        return present.path().equals(path)
                ? edit.apply(present)
                : with(
                        present,
                        present.values(),
                        present.keys().stream()
                                .map(child -> edited(child, path, edit))
                                .toList());
    }

    // ---- looking things up

    static @Nullable KeyState find(KeyState key, RegistryPath path) {
        return switch (key) {
            case KeyState.Unreadable unreadable -> unreadable;
            case KeyState.Absent absent -> new KeyState.Absent(path);
            case KeyState.Present present -> {
                if (present.path().equals(path)) {
                    yield present;
                }
                for (var child : present.keys()) {
                    if (path.isAtOrBelow(child.path())) {
                        yield find(child, path);
                    }
                }
                yield present.deeper() > 0 ? null : new KeyState.Absent(path);
            }
        };
    }

    static @Nullable RegistryValue value(KeyState.Present key, String name) {
        for (var value : key.values()) {
            if (same(value.name(), name)) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable KeyState childNamedExactly(KeyState.Present key, RegistryPath path) {
        for (var child : key.keys()) {
            if (child.path().name().equals(path.name())) {
                return child;
            }
        }
        return null;
    }

    private static @Nullable RegistryValue valueNamedExactly(KeyState.Present key, String name) {
        for (var value : key.values()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return null;
    }

    /** Values in the order of their names: two looks may list them differently, and the digests order them so. */
    private static List<RegistryValue> ordered(List<RegistryValue> values) {
        return values.stream().sorted(Comparator.comparing(RegistryValue::name)).toList();
    }

    private static List<KeyState> orderedKeys(List<KeyState> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(key -> key.path().value()))
                .toList();
    }

    private static boolean sameData(RegistryValue one, RegistryValue other) {
        return one.kind() == other.kind() && one.data().equals(other.data()) && one.lost() == other.lost();
    }

    // ---- from one state to another

    static List<RegistryChange> changes(RegistryState from, RegistryState to) {
        var shape = new ArrayList<RegistryChange>();
        var rights = new ArrayList<RegistryChange>();
        for (var tree : to.trees()) {
            var target = tree.target();
            var present = from.tree(target.view(), target.path());
            if (present != null) {
                changes(target.view(), present, tree.tree(), shape, rights);
            }
        }
        shape.addAll(rights);
        return List.copyOf(shape);
    }

    private static void changes(
            RegistryView view, KeyState from, KeyState to, List<RegistryChange> shape, List<RegistryChange> rights) {
        switch (to) {
            // what a backup could not read cannot be brought back
            case KeyState.Unreadable unreadable -> {}
            case KeyState.Absent absent -> {
                if (!(from instanceof KeyState.Absent)) {
                    shape.add(new RegistryChange.DeleteKeys(
                            view, from.path().parent(), List.of(from.path().name())));
                }
            }
            case KeyState.Present wanted -> {
                switch (from) {
                    case KeyState.Unreadable unreadable -> {}
                    case KeyState.Absent absent -> {
                        shape.add(new RegistryChange.CreateKey(view, wanted.path()));
                        changes(view, empty(wanted.path()), wanted, shape, rights);
                    }
                    case KeyState.Present present -> changes(view, present, wanted, shape, rights);
                }
            }
        }
    }

    private static void changes(
            RegistryView view,
            KeyState.Present from,
            KeyState.Present to,
            List<RegistryChange> shape,
            List<RegistryChange> rights) {
        var path = to.path();
        var added = orderedKeys(from.keys()).stream()
                .filter(child -> childNamedExactly(to, child.path()) == null)
                .map(child -> child.path().name())
                .toList();
        if (!added.isEmpty()) {
            shape.add(new RegistryChange.DeleteKeys(view, path, added));
        }
        for (var value : ordered(from.values())) {
            if (valueNamedExactly(to, value.name()) == null) {
                shape.add(new RegistryChange.DeleteValue(view, path, value.name()));
            }
        }
        for (var value : ordered(to.values())) {
            var present = valueNamedExactly(from, value.name());
            if (!value.lost() && (present == null || !sameData(present, value))) {
                shape.add(new RegistryChange.SetValue(view, path, value));
            }
        }
        if (to.sddl() != null && (from.sddl() == null || !Sddl.same(from.sddl(), to.sddl()))) {
            rights.add(new RegistryChange.Secure(view, path, to.sddl()));
        }
        for (var child : orderedKeys(to.keys())) {
            var present = childNamedExactly(from, child.path());
            changes(view, present == null ? new KeyState.Absent(child.path()) : present, child, shape, rights);
        }
    }

    // ---- for people

    static List<Difference> differences(RegistryState before, RegistryState after) {
        var found = new ArrayList<Difference>();
        for (var tree : before.trees()) {
            var view = tree.target().view();
            var other = after.tree(view, tree.target().path());
            if (other != null) {
                differences(view, tree.tree(), other, found);
            }
        }
        return List.copyOf(found);
    }

    private static void differences(RegistryView view, KeyState before, KeyState after, List<Difference> found) {
        if (!(before instanceof KeyState.Present old) || !(after instanceof KeyState.Present now)) {
            var was = presence(before);
            var is = presence(after);
            if (was == null ? is != null : !was.equals(is)) {
                found.add(new Difference(view, before.path(), null, Difference.Kind.KEY, was, is));
                contents(view, before, true, found);
                contents(view, after, false, found);
            }
            return;
        }
        for (var value : ordered(old.values())) {
            var other = valueNamedExactly(now, value.name());
            if (other == null || !sameData(value, other)) {
                found.add(valueDifference(view, old.path(), value, other));
            }
        }
        for (var value : ordered(now.values())) {
            if (valueNamedExactly(old, value.name()) == null) {
                found.add(valueDifference(view, old.path(), null, value));
            }
        }
        if (old.sddl() != null && now.sddl() != null && !Sddl.same(old.sddl(), now.sddl())) {
            found.add(new Difference(view, old.path(), null, Difference.Kind.ACCESS_RIGHTS, old.sddl(), now.sddl()));
        }
        for (var child : orderedKeys(old.keys())) {
            var other = childNamedExactly(now, child.path());
            differences(view, child, other == null ? new KeyState.Absent(child.path()) : other, found);
        }
        for (var child : orderedKeys(now.keys())) {
            if (childNamedExactly(old, child.path()) == null) {
                differences(view, new KeyState.Absent(child.path()), child, found);
            }
        }
    }

    /** Lists what goes with a key that is on one side only. */
    private static void contents(RegistryView view, KeyState key, boolean before, List<Difference> found) {
        if (!(key instanceof KeyState.Present present)) {
            return;
        }
        for (var value : ordered(present.values())) {
            found.add(valueDifference(view, present.path(), before ? value : null, before ? null : value));
        }
        for (var child : orderedKeys(present.keys())) {
            var absent = new KeyState.Absent(child.path());
            differences(view, before ? child : absent, before ? absent : child, found);
        }
    }

    private static @Nullable String presence(KeyState key) {
        return switch (key) {
            case KeyState.Absent absent -> null;
            case KeyState.Unreadable unreadable -> unreadable.path().name() + " (" + unreadable.reason() + ")";
            case KeyState.Present present -> present.path().name();
        };
    }

    private static Difference valueDifference(
            RegistryView view, RegistryPath path, @Nullable RegistryValue before, @Nullable RegistryValue after) {
        var name = before != null ? before.name() : after != null ? after.name() : "";
        return new Difference(
                view,
                path,
                name,
                Difference.Kind.VALUE,
                before == null ? null : ValueText.of(before),
                after == null ? null : ValueText.of(after));
    }

    static List<String> gaps(RegistryState state) {
        var found = new ArrayList<String>();
        for (var tree : state.trees()) {
            var view = tree.target().view() == RegistryView.REGISTRY64 ? " (64-bit)" : " (32-bit)";
            gaps(view, tree.tree(), found);
        }
        return List.copyOf(found);
    }

    private static void gaps(String view, KeyState key, List<String> found) {
        var place = key.path().value() + view;
        switch (key) {
            case KeyState.Absent absent -> {}
            case KeyState.Unreadable unreadable -> found.add(place + ": " + unreadable.reason());
            case KeyState.Present present -> {
                if (bent(present.path().name())) {
                    found.add(place + ": name");
                }
                if (present.sddl() == null) {
                    found.add(place + ": owner, DACL");
                }
                if (present.deeper() > 0) {
                    found.add(place + ": \\… (" + present.deeper() + ")");
                }
                for (var value : ordered(present.values())) {
                    if (value.lost()
                            || !ValueText.isKnown(value.kind())
                            || bent(value.name())
                            || !value.isBinary() && value.data().stream().anyMatch(RegistryModel::bent)) {
                        found.add(place + ": \"" + value.name() + "\" " + ValueText.kind(value.kind()));
                    }
                }
                orderedKeys(present.keys()).forEach(child -> gaps(view, child, found));
            }
        }
    }

    /** Half a surrogate pair travels as U+FFFD, and a NUL ends a name or text: neither would come back as it was. */
    private static boolean bent(String text) {
        return text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0;
    }
}
