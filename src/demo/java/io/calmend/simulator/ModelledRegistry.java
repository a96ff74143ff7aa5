package io.calmend.simulator;

import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code HKEY_LOCAL_MACHINE\SOFTWARE} of one machine in both views, with owners and access lists that are asked. What a
 * change does to it is what {@link RegistryState#after} says.
 */
final class ModelledRegistry {

    static final RegistryPath SOFTWARE = RegistryPath.of("SOFTWARE");
    static final RegistryPath MICROSOFT = SOFTWARE.child("Microsoft");

    /** As Windows sets it up: Users read, Administrators and the system do everything. */
    static final String ORDINARY = "O:SYG:SYD:PAI(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)(A;CIIO;KA;;;CO)";

    private static final int DEEPEST = 16;

    private final boolean sixtyFourBit;
    private final BooleanSupplier takesOwnership;
    private final Map<RegistryView, KeyState.Present> roots;

    /** What .NET throws, by its short name. */
    static final class Refused extends Exception {
        Refused(String exception) {
            super(exception);
        }

        String exception() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * @param roots the {@code SOFTWARE} key of each view; on 32-bit Windows the 32-bit one is not asked
     * @param takesOwnership whether the token's privilege to take ownership is enabled, asked each time
     */
    ModelledRegistry(Map<RegistryView, KeyState.Present> roots, boolean sixtyFourBit, BooleanSupplier takesOwnership) {
        this.roots = new EnumMap<>(roots);
        this.sixtyFourBit = sixtyFourBit;
        this.takesOwnership = takesOwnership;
    }

    /** A machine on which nobody ever opened Remote Desktop. */
    static Map<RegistryView, KeyState.Present> withoutCache() {
        var roots = new EnumMap<RegistryView, KeyState.Present>(RegistryView.class);
        for (var view : RegistryView.values()) {
            roots.put(view, software(null));
        }
        return roots;
    }

    /** @param licensing the key {@code MSLicensing}, null if there is none */
    static KeyState.Present software(KeyState.@Nullable Present licensing) {
        var microsoft = new KeyState.Present(
                MICROSOFT, ORDINARY, List.of(), licensing == null ? List.of() : List.of(licensing), 0);
        return new KeyState.Present(SOFTWARE, ORDINARY, List.of(), List.of(microsoft), 0);
    }

    // ---- as the system sees it

    synchronized ObservedTree observeAsSystem(TreeTarget target) {
        var tree = see(find(target.view(), target.path()), target.path(), target.depth(), false);
        return new ObservedTree(target, tree, StateDigest.of(tree));
    }

    /** Makes the changes without asking whether anybody may. @throws IllegalArgumentException for one that cannot be made */
    synchronized void apply(List<RegistryChange> changes) {
        try {
            for (var view : RegistryView.values()) {
                var there = changes.stream()
                        .filter(change -> stored(change.view()) == view)
                        .toList();
                if (!there.isEmpty()) {
                    apply(view, there);
                }
            }
        } catch (Refused e) {
            throw new IllegalArgumentException(e);
        }
    }

    // ---- as an administrator of a remote shell sees it

    synchronized ObservedTree observe(TreeTarget target) {
        var tree = see(find(target.view(), target.path()), target.path(), target.depth(), true);
        return new ObservedTree(target, tree, StateDigest.of(tree));
    }

    synchronized void deleteValue(RegistryView view, RegistryPath path, String name) throws Refused {
        open(view, path, SecurityDescriptor.SET_VALUE);
        apply(new RegistryChange.DeleteValue(view, path, name));
    }

    synchronized void setValue(RegistryView view, RegistryPath path, RegistryValue value) throws Refused {
        open(view, path, SecurityDescriptor.SET_VALUE);
        apply(new RegistryChange.SetValue(view, path, value));
    }

    synchronized void appendValue(RegistryView view, RegistryPath path, String name, byte[] bytes) throws Refused {
        open(view, path, SecurityDescriptor.SET_VALUE | SecurityDescriptor.QUERY_VALUE);
        apply(new RegistryChange.AppendValue(view, path, name, bytes));
    }

    synchronized void deleteKeys(RegistryView view, RegistryPath path, List<String> names) throws Refused {
        open(view, path, SecurityDescriptor.KEY_READ | SecurityDescriptor.KEY_WRITE);
        for (var name : names) {
            var key = find(view, path.child(name));
            // .NET takes a key that it cannot open here for one that is not there
            if (key != null && allows(key, SecurityDescriptor.KEY_READ | SecurityDescriptor.KEY_WRITE)) {
                deleteTree(view, path, key);
            }
        }
    }

    /** Deepest first, one by one: what was deleted before a refusal stays deleted. */
    private void deleteTree(RegistryView view, RegistryPath parent, KeyState.Present key) throws Refused {
        for (var child : key.keys()) {
            if (child instanceof KeyState.Present present) {
                if (!allows(present, SecurityDescriptor.KEY_READ | SecurityDescriptor.KEY_WRITE)) {
                    throw new Refused("UnauthorizedAccessException");
                }
                deleteTree(view, key.path(), present);
            }
        }
        if (!allows(key, SecurityDescriptor.DELETE)) {
            throw new Refused("UnauthorizedAccessException");
        }
        apply(new RegistryChange.DeleteKeys(view, parent, List.of(key.path().name())));
    }

    synchronized void createKey(RegistryView view, RegistryPath path) throws Refused {
        var existing = find(view, path);
        if (existing != null) {
            if (!allows(existing, SecurityDescriptor.KEY_READ | SecurityDescriptor.KEY_WRITE)) {
                throw new Refused("UnauthorizedAccessException");
            }
            return;
        }
        var parent = path;
        while (find(view, parent) == null) {
            parent = parent.parent();
        }
        if (!allows(present(view, parent), SecurityDescriptor.CREATE_SUBKEY)) {
            throw new Refused("UnauthorizedAccessException");
        }
        apply(new RegistryChange.CreateKey(view, path));
    }

    synchronized void secure(RegistryView view, RegistryPath path, String sddl) throws Refused {
        open(
                view,
                path,
                SecurityDescriptor.WRITE_DAC | SecurityDescriptor.WRITE_OWNER | SecurityDescriptor.READ_CONTROL);
        try {
            SecurityDescriptor.of(sddl);
        } catch (IllegalArgumentException e) {
            throw new Refused("ArgumentException");
        }
        apply(new RegistryChange.Secure(view, path, sddl));
    }

    synchronized boolean holds(RegistryView view, RegistryPath path) {
        return find(view, path) != null;
    }

    synchronized String security(RegistryView view, RegistryPath path) throws Refused {
        return String.valueOf(open(view, path, SecurityDescriptor.READ_CONTROL).sddl());
    }

    /** Takes the key over; {@link #secure} with what {@link #security} said before gives it back. */
    synchronized void takeOver(RegistryView view, RegistryPath path) throws Refused {
        var key = open(view, path, SecurityDescriptor.WRITE_OWNER);
        var taken = descriptor(key).ownedBy("BA");
        apply(new RegistryChange.Secure(view, path, taken.toString()));
        apply(new RegistryChange.Secure(
                view, path, taken.openedToAdministrators().toString()));
    }

    private KeyState.Present open(RegistryView view, RegistryPath path, int mask) throws Refused {
        var key = find(view, path);
        if (key == null) {
            throw new Refused("FileNotFoundException");
        }
        if (!allows(key, mask)) {
            throw new Refused("SecurityException");
        }
        return key;
    }

    private boolean allows(KeyState.Present key, int mask) {
        return descriptor(key).allows(mask, takesOwnership.getAsBoolean());
    }

    private static SecurityDescriptor descriptor(KeyState.Present key) {
        return SecurityDescriptor.of(key.sddl() == null ? ORDINARY : key.sddl());
    }

    // ---- the tree

    private RegistryView stored(RegistryView view) {
        return sixtyFourBit ? view : RegistryView.REGISTRY64;
    }

    private KeyState.Present present(RegistryView view, RegistryPath path) {
        var key = find(view, path);
        if (key == null) {
            throw new IllegalStateException("no such key");
        }
        return key;
    }

    private KeyState.@Nullable Present find(RegistryView view, RegistryPath path) {
        var root = roots.get(stored(view));
        if (root == null || !path.isAtOrBelow(SOFTWARE)) {
            return null;
        }
        var key = root;
        while (key != null && !key.path().equals(path)) {
            key = childTowards(key, path);
        }
        return key;
    }

    private static KeyState.@Nullable Present childTowards(KeyState.Present key, RegistryPath path) {
        for (var child : key.keys()) {
            if (child instanceof KeyState.Present present && path.isAtOrBelow(present.path())) {
                return present;
            }
        }
        return null;
    }

    private KeyState see(KeyState.@Nullable Present key, RegistryPath path, int depth, boolean asked) {
        if (key == null) {
            return new KeyState.Absent(path);
        }
        if (asked && !allows(key, SecurityDescriptor.KEY_READ)) {
            return new KeyState.Unreadable(path, "SecurityException");
        }
        var children = new ArrayList<KeyState>();
        if (depth > 0) {
            for (var child : key.keys()) {
                if (child instanceof KeyState.Present present) {
                    children.add(see(present, path.child(present.path().name()), depth - 1, asked));
                }
            }
        }
        return new KeyState.Present(
                path,
                key.sddl(),
                key.values(),
                children,
                depth > 0 ? 0 : key.keys().size());
    }

    private void apply(RegistryChange change) throws Refused {
        apply(stored(change.view()), List.of(change));
    }

    /** At once: thousands of changes one by one would take the square of their number. */
    private void apply(RegistryView view, List<RegistryChange> changes) throws Refused {
        var root = roots.get(view);
        if (root == null || !changes.stream().allMatch(change -> change.path().isAtOrBelow(SOFTWARE))) {
            throw new IllegalStateException("outside the model");
        }
        var before = new RegistryState(
                List.of(new ObservedTree(new TreeTarget(view, SOFTWARE, DEEPEST), root, StateDigest.of(root))));
        var step = before.after(
                changes.stream().map(change -> onView(change, view)).toList());
        if (step.error() != null) {
            throw new Refused(step.error());
        }
        if (!(step.state().trees().getFirst().tree() instanceof KeyState.Present present)) {
            throw new IllegalStateException("the hive is gone");
        }
        roots.put(view, inherited(present, SecurityDescriptor.of(ORDINARY)));
    }

    private static RegistryChange onView(RegistryChange change, RegistryView view) {
        return switch (change) {
            case RegistryChange.DeleteValue(var _, var path, var name) ->
                new RegistryChange.DeleteValue(view, path, name);
            case RegistryChange.SetValue(var _, var path, var value) -> new RegistryChange.SetValue(view, path, value);
            case RegistryChange.AppendValue(var _, var path, var name, var bytes) ->
                new RegistryChange.AppendValue(view, path, name, bytes);
            case RegistryChange.DeleteKeys(var _, var path, var names) ->
                new RegistryChange.DeleteKeys(view, path, names);
            case RegistryChange.CreateKey(var _, var path) -> new RegistryChange.CreateKey(view, path);
            case RegistryChange.Secure(var _, var path, var sddl) -> new RegistryChange.Secure(view, path, sddl);
            case RegistryChange.TakeOwnership(var _, var path) -> new RegistryChange.TakeOwnership(view, path);
        };
    }

    /** Gives keys that came new what they inherit. */
    private static KeyState.Present inherited(KeyState.Present key, SecurityDescriptor parent) {
        var sddl = key.sddl() == null ? parent.forNewKey().toString() : key.sddl();
        var own = SecurityDescriptor.of(sddl);
        var children = new ArrayList<KeyState>();
        for (var child : key.keys()) {
            if (child instanceof KeyState.Present present) {
                children.add(inherited(present, own));
            }
        }
        return new KeyState.Present(key.path(), sddl, key.values(), children, 0);
    }
}
