package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees of one host that an operation touches, and the one model of what a change does to them: it gives the preview,
 * the expected state and the simulator's effect, and a test holds it to a real registry.
 *
 * <p>The model knows names, kinds, data and security descriptors, but does not enforce security descriptors: whether a host lets a change
 * happen is the host's to say. What lies deeper than was observed, or outside the trees, it leaves alone.
 */
public record RegistryState(List<ObservedTree> trees) {

    public RegistryState {
        trees = List.copyOf(trees);
    }

    /** Where one change leads; {@code error} is null if it was made, else a .NET exception name like those that a host gives. */
    public record Applied(RegistryState state, @Nullable String error) {}

    /**
     * The state after {@code change}. Names compare as Windows compares them, ignoring case, and what is there keeps the
     * case that it has. The results, as on a host:
     *
     * <ul>
     *   <li>a value or the security of a key that is not there cannot be changed, nor can keys below it be removed: {@code
     *       FileNotFoundException}, nothing changes;
     *   <li>removing a value or key that is not there, and making a key that is: done, nothing changes;
     *   <li>making a key makes the missing keys above it; the security of each is unknown (null) until secured;
     *   <li>bytes can be added only to a binary value that is there, and keep its kind: else {@code IOException} (none there)
     *       or {@code InvalidCastException} (another kind);
     *   <li>a key that could not be read keeps its secrets: any change at or below it, short of removing it with a key above,
     *       ends with the error of the observation;
     *   <li>temporary ownership leaves no trace, since all is restored.
     * </ul>
     */
    public Applied after(RegistryChange change) {
        var registry = new MutableRegistry(this);
        var error = registry.apply(change);
        return new Applied(error == null ? registry.state() : this, error);
    }

    /** As {@link #apply}, with the error of the change that could not be made. */
    public Applied after(List<RegistryChange> changes) {
        var registry = new MutableRegistry(this);
        String error = null;
        for (var change : changes) {
            error = registry.apply(change);
            if (error != null) {
                break;
            }
        }
        return new Applied(registry.state(), error);
    }

    /**
     * The state after {@code changes}, in order; like a host it stops at the first that cannot be made. Security of keys
     * that come new is unknown (null) until secured. The digests are those of the new trees; of a tree with unknown
     * security no host will give the same.
     */
    public RegistryState apply(List<RegistryChange> changes) {
        return after(changes).state();
    }

    /**
     * What turns {@code present} into this state: names (with their case), kinds, data and security descriptors. Empty if nothing
     * differs. Where keys differ from {@code present} in what was added since, the additions are removed.
     *
     * <p>The order works from the top: first, for each tree, what is too much goes, then keys and values come from the top
     * down, and last of all security descriptors from the top down, since rights rolled back earlier could forbid the rest and rights
     * of a key can spread to the keys below it. Nothing is changed twice, so a list that was cut short is simply planned
     * again from what is there then. Trees that only one of the states has are left alone.
     */
    public List<RegistryChange> changesFrom(RegistryState present) {
        return RegistryModel.changes(present, this);
    }

    /**
     * Every difference between this state (before) and {@code other} (after), for people to read; empty if none matters.
     * Not known security (null) differs from nothing, and security is compared as {@link Sddl#canonical} says.
     */
    public List<RegistryDifference> differencesTo(RegistryState other) {
        return RegistryModel.differences(this, other);
    }

    /** {@code changes}, with the ownership of each key taken first that does not let an administrator change it. */
    public List<RegistryChange> withTemporaryOwnership(List<RegistryChange> changes) {
        return TemporaryOwnership.added(this, changes);
    }

    /**
     * Who may do what in {@code after} and may not in this state. A key that comes new with rights of its own is compared with
     * the nearest key above it.
     */
    public List<AccessGain> accessGainedIn(RegistryState after) {
        return AccessGain.between(this, after);
    }

    /**
     * What could not be read or kept, in words for people: unreadable keys, descriptors or values, values of kinds that
     * .NET cannot write, text that the host could not send whole, and keys deeper than was asked. Empty for a whole backup.
     */
    public List<String> gaps() {
        return RegistryModel.gaps(this);
    }

    /** The tree that was observed at {@code root} in {@code view}, or null. */
    @Nullable
    KeyState tree(RegistryView view, RegistryPath root) {
        for (var tree : trees) {
            if (tree.target().view() == view && tree.target().path().equals(root)) {
                return tree.tree();
            }
        }
        return null;
    }

    /**
     * The key at {@code path}, {@link KeyState.Absent} if it is not there, the unreadable key that hides it, or null if no
     * tree reaches it.
     */
    public @Nullable KeyState find(RegistryView view, RegistryPath path) {
        for (var tree : trees) {
            if (tree.target().view() == view && path.isAtOrBelow(tree.target().path())) {
                var found = RegistryModel.find(tree.tree(), path);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
