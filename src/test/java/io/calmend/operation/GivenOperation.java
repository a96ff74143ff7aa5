package io.calmend.operation;

import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/** An operation that a test gives; it touches a client's licence cache unless it says otherwise. */
public record GivenOperation(OperationKey key, List<Facet> touched, List<Step> steps, Set<Effect> effects)
        implements Operation {

    public static GivenOperation of(String key, Step... steps) {
        return new GivenOperation(
                new OperationKey(key), OfRegistry.facets(MsLicensing.BOTH_VIEWS), List.of(steps), Set.of());
    }

    public GivenOperation touching(TreeTarget... targets) {
        return new GivenOperation(key, OfRegistry.facets(List.of(targets)), steps, effects);
    }

    public GivenOperation meaning(Effect... all) {
        return new GivenOperation(key, touched, steps, Set.of(all));
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Risk risk() {
        return Risk.LOW;
    }

    @Override
    public HostKind on() {
        return HostKind.CLIENT;
    }

    @Override
    public List<Facet> touches(Arguments arguments) {
        return touched;
    }

    @Override
    public List<Step> steps(Arguments arguments) {
        return steps;
    }

    public Compilation compile(RegistryState observed, List<ObservedTree> saved) {
        return compile(Arguments.NONE, HostState.of(observed.trees()), HostState.of(saved));
    }

    /** What an operation on the registry alone comes to. */
    public record RegistryChanges(List<RegistryChange> changes, RegistryState expected) {

        public static RegistryChanges of(Compilation compilation) {
            var compiled = (Compilation.Changes) compilation;
            return new RegistryChanges(
                    OfRegistry.registry(compiled.changes()), compiled.expected().registry());
        }
    }
}
