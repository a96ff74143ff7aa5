package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import io.calmend.vocabulary.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link RegistryState} promises, worked out on trees of keys. */
final class RegistryModel {

    private static final int LONGEST_SHOWN = 300;

    private RegistryModel() {}

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

    private static KeyState.Present empty(RegistryPath path) {
        return new KeyState.Present(path, null, List.of(), List.of(), 0);
    }

    /** By their names as they are written: a name in another case is a difference. */
    private static Map<String, KeyState> keysByName(KeyState.Present key) {
        var byName = new HashMap<String, KeyState>();
        key.keys().forEach(child -> byName.putIfAbsent(child.path().name(), child));
        return byName;
    }

    private static Map<String, RegistryValue> valuesByName(KeyState.Present key) {
        var byName = new HashMap<String, RegistryValue>();
        key.values().forEach(value -> byName.putIfAbsent(value.name(), value));
        return byName;
    }

    /** Values in the order of their names: two observations may list them differently, and the digests order them so. */
    private static List<RegistryValue> ordered(List<RegistryValue> values) {
        return values.stream().sorted(Comparator.comparing(RegistryValue::name)).toList();
    }

    private static List<KeyState> orderedKeys(List<KeyState> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(key -> key.path().value()))
                .toList();
    }

    private static boolean sameData(RegistryValue one, RegistryValue other) {
        return one.data().equals(other.data());
    }

    // ---- from one state to another

    static List<RegistryChange> changes(RegistryState from, RegistryState to) {
        var shape = new ArrayList<RegistryChange>();
        var descriptors = new ArrayList<RegistryChange>();
        for (var tree : to.trees()) {
            var target = tree.target();
            var present = from.tree(target.view(), target.path());
            if (present != null) {
                changes(target.view(), present, tree.tree(), shape, descriptors);
            }
        }
        shape.addAll(descriptors);
        return List.copyOf(shape);
    }

    private static void changes(
            RegistryView view,
            KeyState from,
            KeyState to,
            List<RegistryChange> shape,
            List<RegistryChange> descriptors) {
        switch (to) {
            // what a backup could not read cannot be restored
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
                        changes(view, empty(wanted.path()), wanted, shape, descriptors);
                    }
                    case KeyState.Present present -> changes(view, present, wanted, shape, descriptors);
                }
            }
        }
    }

    private static void changes(
            RegistryView view,
            KeyState.Present from,
            KeyState.Present to,
            List<RegistryChange> shape,
            List<RegistryChange> descriptors) {
        var path = to.path();
        var keysThere = keysByName(from);
        var keysWanted = keysByName(to);
        var valuesThere = valuesByName(from);
        var valuesWanted = valuesByName(to);
        var added = orderedKeys(from.keys()).stream()
                .map(child -> child.path().name())
                .filter(name -> !keysWanted.containsKey(name))
                .toList();
        if (!added.isEmpty()) {
            shape.add(new RegistryChange.DeleteKeys(view, path, added));
        }
        for (var value : ordered(from.values())) {
            if (!valuesWanted.containsKey(value.name())) {
                shape.add(new RegistryChange.DeleteValue(view, path, value.name()));
            }
        }
        for (var value : ordered(to.values())) {
            var present = valuesThere.get(value.name());
            if (!(value.data() instanceof RegistryContent.Unreadable)
                    && (present == null || !sameData(present, value))) {
                shape.add(new RegistryChange.SetValue(view, path, value));
            }
        }
        if (to.sddl() != null && (from.sddl() == null || !Sddl.same(from.sddl(), to.sddl()))) {
            descriptors.add(new RegistryChange.Secure(view, path, to.sddl()));
        }
        for (var child : orderedKeys(to.keys())) {
            var present = keysThere.get(child.path().name());
            changes(view, present == null ? new KeyState.Absent(child.path()) : present, child, shape, descriptors);
        }
    }

    // ---- for people

    static List<RegistryDifference> differences(RegistryState before, RegistryState after) {
        var found = new ArrayList<RegistryDifference>();
        for (var tree : before.trees()) {
            var view = tree.target().view();
            var other = after.tree(view, tree.target().path());
            if (other != null) {
                differences(view, tree.tree(), other, found);
            }
        }
        return List.copyOf(found);
    }

    private static void differences(
            RegistryView view, KeyState before, KeyState after, List<RegistryDifference> found) {
        if (!(before instanceof KeyState.Present old) || !(after instanceof KeyState.Present now)) {
            var was = presence(before);
            var is = presence(after);
            if (was == null ? is != null : !was.equals(is)) {
                found.add(new RegistryDifference(view, before.path(), null, RegistryDifference.Kind.KEY, was, is));
                contents(view, before, true, found);
                contents(view, after, false, found);
            }
            return;
        }
        var valuesBefore = valuesByName(old);
        var valuesAfter = valuesByName(now);
        for (var value : ordered(old.values())) {
            var other = valuesAfter.get(value.name());
            if (other == null || !sameData(value, other)) {
                found.add(valueDifference(view, old.path(), value, other));
            }
        }
        for (var value : ordered(now.values())) {
            if (!valuesBefore.containsKey(value.name())) {
                found.add(valueDifference(view, old.path(), null, value));
            }
        }
        if (old.sddl() != null && now.sddl() != null && !Sddl.same(old.sddl(), now.sddl())) {
            found.add(new RegistryDifference(
                    view, old.path(), null, RegistryDifference.Kind.SECURITY_DESCRIPTOR, old.sddl(), now.sddl()));
        }
        var keysBefore = keysByName(old);
        var keysAfter = keysByName(now);
        for (var child : orderedKeys(old.keys())) {
            var other = keysAfter.get(child.path().name());
            differences(view, child, other == null ? new KeyState.Absent(child.path()) : other, found);
        }
        for (var child : orderedKeys(now.keys())) {
            if (!keysBefore.containsKey(child.path().name())) {
                differences(view, new KeyState.Absent(child.path()), child, found);
            }
        }
    }

    /** Lists what goes with a key that is on one side only. */
    private static void contents(RegistryView view, KeyState key, boolean before, List<RegistryDifference> found) {
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

    private static RegistryDifference valueDifference(
            RegistryView view, RegistryPath path, @Nullable RegistryValue before, @Nullable RegistryValue after) {
        var name = before != null ? before.name() : after != null ? after.name() : "";
        return new RegistryDifference(
                view,
                path,
                name,
                RegistryDifference.Kind.VALUE,
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
        var location = shown(key.path().value()) + view;
        switch (key) {
            case KeyState.Absent absent -> {}
            case KeyState.Unreadable unreadable -> found.add(location + ": " + unreadable.reason());
            case KeyState.Present present -> {
                if (bent(present.path().name())) {
                    found.add(location + ": name");
                }
                if (present.sddl() == null) {
                    found.add(location + ": owner, DACL");
                }
                if (present.deeper() > 0) {
                    found.add(location + ": \\… (" + present.deeper() + ")");
                }
                for (var value : ordered(present.values())) {
                    if (value.data() instanceof RegistryContent.Unreadable
                            || bent(value.name())
                            || value.data().texts().stream().anyMatch(RegistryModel::bent)) {
                        found.add(location + ": \"" + shown(value.name()) + "\" "
                                + value.data().kindName());
                    }
                }
                orderedKeys(present.keys()).forEach(child -> gaps(view, child, found));
            }
        }
    }

    /** A name of a value may have 16,383 characters: more than anybody reads. */
    private static String shown(String name) {
        return name.length() <= LONGEST_SHOWN ? name : Texts.cut(name, LONGEST_SHOWN) + "…";
    }

    /** Half a surrogate pair travels as U+FFFD, and a NUL ends a name or text: neither would come back as it was. */
    private static boolean bent(String text) {
        return text.indexOf('\uFFFD') >= 0 || text.indexOf('\0') >= 0;
    }
}
