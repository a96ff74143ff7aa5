package io.calmend.operation;

import java.util.List;

/**
 * The trees of one host that an operation touches, and the one model of what a change does to them: it gives the preview,
 * the expected state and the simulator's effect, and a test holds it to a real registry.
 */
public record RegistryState(List<SeenTree> trees) {

    public RegistryState {
        trees = List.copyOf(trees);
    }

    /** The state after {@code changes}, in order. Security of keys that come new is unknown (null) until secured. */
    public RegistryState apply(List<RegistryChange> changes) {
        throw new UnsupportedOperationException();
    }

    /**
     * What turns {@code present} into this state: names, kinds, data and access rights. Empty if nothing differs.
     * Where keys differ from {@code present} in what was added since, the additions are removed.
     */
    public List<RegistryChange> changesFrom(RegistryState present) {
        throw new UnsupportedOperationException();
    }

    /** Every difference between this state and {@code other}, for people to read; empty if none matters. */
    public List<Difference> differencesTo(RegistryState other) {
        throw new UnsupportedOperationException();
    }

    /** What could not be read or kept: unreadable keys, lost values, keys deeper than was asked. Empty for a whole backup. */
    public List<String> gaps() {
        throw new UnsupportedOperationException();
    }
}
