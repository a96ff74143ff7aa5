package io.calmend.host;

import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What of the registry as what of a host: most tests have nothing else. */
public final class OfRegistry {

    private OfRegistry() {}

    public static List<Facet> facets(List<TreeTarget> targets) {
        return targets.stream().<Facet>map(Facet.Registry::new).toList();
    }

    public static List<Change> changes(List<? extends RegistryChange> changes) {
        return changes.stream().<Change>map(Change.Registry::new).toList();
    }

    public static List<Change> changes(RegistryChange... changes) {
        return changes(Arrays.asList(changes));
    }

    public static List<Difference> differences(RegistryDifference... differences) {
        return Arrays.stream(differences)
                .<Difference>map(Difference.Registry::new)
                .toList();
    }

    public static Expectation expectation(TreeTarget target, String digest) {
        return new Expectation(new Facet.Registry(target), digest);
    }

    public static Observation observation(List<TreeTarget> targets, boolean client) {
        return new Observation(facets(targets), List.of(), client);
    }

    public static HostCommand.Apply apply(
            ExecutionId execution, Instant until, List<Expectation> expected, List<? extends RegistryChange> changes) {
        return new HostCommand.Apply(execution, until, expected, changes(changes));
    }

    public static List<Expectation> expectations(List<ObservedTree> trees) {
        return HostState.of(trees).expectations();
    }

    /** The registry's changes among {@code changes}. */
    public static List<RegistryChange> registry(List<Change> changes) {
        return changes.stream()
                .filter(Change.Registry.class::isInstance)
                .map(change -> ((Change.Registry) change).change())
                .toList();
    }

    /** The registry's differences among {@code differences}. */
    public static List<RegistryDifference> differences(List<Difference> differences) {
        return differences.stream()
                .filter(Difference.Registry.class::isInstance)
                .map(difference -> ((Difference.Registry) difference).difference())
                .toList();
    }
}
