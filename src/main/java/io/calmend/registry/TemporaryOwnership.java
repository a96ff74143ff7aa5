package io.calmend.registry;

import io.calmend.registry.MutableRegistry.Found;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys whose security descriptors do not let an administrator make a change, and takes their ownership first. An
 * estimate after {@link Sddl#allowsAdministrators}: where it errs, a key is owned for a time without need, or the host refuses
 * the change and it is rolled back.
 */
final class TemporaryOwnership {

    /** What .NET asks of a key to open it for writing; DeleteSubKeyTree opens each key so. */
    private static final int OPEN_FOR_WRITING = Sddl.KEY_READ | Sddl.KEY_WRITE;

    private final List<RegistryChange> beforeAll = new ArrayList<>();
    private final List<RegistryChange> changes = new ArrayList<>();
    private final Set<Location> owned = new HashSet<>();
    private final Map<Location, Sddl> madeHere = new HashMap<>();
    private final Map<String, Optional<Sddl>> read = new HashMap<>();
    private final MutableRegistry registry;

    private TemporaryOwnership(RegistryState observed) {
        this.registry = new MutableRegistry(observed);
    }

    /**
     * {@code changes} with a {@code TakeOwnership} before the first one that needs it: for keys that are there before all else,
     * from the top down; for a key that one of the changes makes, right after it.
     */
    static List<RegistryChange> added(RegistryState observed, List<RegistryChange> changes) {
        var ownership = new TemporaryOwnership(observed);
        for (var change : changes) {
            ownership.add(change);
        }
        ownership.beforeAll.addAll(ownership.changes);
        return List.copyOf(ownership.beforeAll);
    }

    private void add(RegistryChange change) {
        var view = change.view();
        switch (change) {
            case RegistryChange.DeleteValue delete -> need(view, delete.path(), Sddl.SET_VALUE);
            case RegistryChange.SetValue set -> need(view, set.path(), Sddl.SET_VALUE);
            case RegistryChange.AppendValue append -> need(view, append.path(), Sddl.SET_VALUE | Sddl.QUERY_VALUE);
            case RegistryChange.DeleteKeys delete -> {
                need(view, delete.path(), OPEN_FOR_WRITING);
                for (var name : delete.names()) {
                    if (registry.find(view, delete.path().child(name)) instanceof Found.Present present) {
                        needAll(view, present.whole());
                    }
                }
            }
            case RegistryChange.CreateKey create -> {
                var above = create.path().parent();
                while (registry.find(view, above) instanceof Found.Absent) {
                    above = above.parent();
                }
                need(view, above, Sddl.CREATE_SUB_KEY);
                made(view, create.path());
            }
            // taking ownership needs no right of the key: it is a privilege
            case RegistryChange.Secure secure -> {
                need(view, secure.path(), Sddl.READ_CONTROL | Sddl.WRITE_DAC);
                madeHere.remove(new Location(view, secure.path()));
            }
            case RegistryChange.TakeOwnership take -> owned.add(new Location(view, take.path()));
        }
        changes.add(change);
        registry.apply(change);
        if (change instanceof RegistryChange.DeleteKeys delete) {
            var gone = new HashSet<RegistryPath>();
            delete.names().forEach(name -> gone.add(delete.path().child(name)));
            owned.removeIf(location -> location.view() == view && goesWith(location.path(), delete.path(), gone));
        }
    }

    /** Whether {@code path} is, or lies below, one of the keys {@code gone} directly below {@code parent}. */
    private static boolean goesWith(RegistryPath path, RegistryPath parent, Set<RegistryPath> gone) {
        if (!path.isAtOrBelow(parent) || path.equals(parent)) {
            return false;
        }
        var key = path;
        while (!key.parent().equals(parent)) {
            key = key.parent();
        }
        return gone.contains(key);
    }

    private void needAll(RegistryView view, KeyState key) {
        if (key instanceof KeyState.Present present) {
            need(view, present.path(), OPEN_FOR_WRITING | Sddl.DELETE);
            present.keys().forEach(child -> needAll(view, child));
        }
    }

    private void need(RegistryView view, RegistryPath path, int mask) {
        if (!(registry.find(view, path) instanceof Found.Present present)) {
            // above the trees, where no ownership may be taken, or not there
            return;
        }
        var location = new Location(view, present.path());
        var made = madeHere.get(location);
        var sddl = made != null ? made : parsed(present.sddl());
        if (sddl != null && !sddl.allowsAdministrators(mask) && owned.add(location)) {
            (made == null ? beforeAll : changes).add(new RegistryChange.TakeOwnership(view, present.path()));
        }
    }

    /** Read once: thousands of keys of a host have the same few. */
    private @Nullable Sddl parsed(@Nullable String text) {
        return text == null
                ? null
                : read.computeIfAbsent(text, one -> Optional.ofNullable(Sddl.parse(one)))
                        .orElse(null);
    }

    /** Remembers what the keys that {@code path} makes will get from the key above. */
    private void made(RegistryView view, RegistryPath path) {
        if (!(registry.find(view, path) instanceof Found.Absent)) {
            return;
        }
        var above = path.parent();
        made(view, above);
        var from = madeHere.get(new Location(view, above));
        if (from == null && registry.find(view, above) instanceof Found.Present present) {
            from = parsed(present.sddl());
        }
        if (from != null) {
            madeHere.put(new Location(view, path), from.forNewKey());
        } else {
            madeHere.remove(new Location(view, path));
        }
    }
}
