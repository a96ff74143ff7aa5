package io.calmend.host;

import io.calmend.registry.AccessGain;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facets of one host that an operation touches, and the one model of what a change does to them: it gives the preview, the
 * expected state and the simulator's effect, and a test holds it to a real host. Of the registry {@link RegistryState} says
 * more.
 *
 * @param states each facet once, in the order in which they were asked for
 */
public record HostState(List<FacetState> states) {

    public HostState {
        states = List.copyOf(states);
        if (states.stream().map(FacetState::facet).distinct().count() < states.size()) {
            throw new IllegalArgumentException("a facet that is there twice");
        }
    }

    public static HostState of(List<ObservedTree> trees) {
        return new HostState(
                trees.stream().<FacetState>map(FacetState.Registry::new).toList());
    }

    /** Where changes lead; {@code error} is null if all were made, else the short name that the host gives for the first that was not. */
    public record Applied(HostState state, @Nullable String error) {}

    /**
     * The state after {@code changes}, in order; like a host it stops at the first that cannot be made.
     *
     * <p>A service that is not installed, or a disabled one, cannot be started ({@code NotFound}, {@code ServiceDisabled}: the
     * return codes of {@code Win32_Service.StartService}); starting one starts those that it needs. One that another needs
     * which runs cannot be stopped ({@code DependentServicesRunning}). What is as wanted is left alone.
     */
    public Applied after(List<Change> changes) {
        var state = this;
        var from = 0;
        while (from < changes.size()) {
            // those of the registry go together: each list is worked out on one copy of the trees
            var to = from;
            while (to < changes.size() && changes.get(to) instanceof Change.Registry) {
                to++;
            }
            if (to == from) {
                to++;
            }
            var applied = state.afterAlike(changes.subList(from, to));
            if (applied.error() != null) {
                return applied;
            }
            state = applied.state();
            from = to;
        }
        return new Applied(state, null);
    }

    /** {@code changes} are of the registry, or there is one. */
    private Applied afterAlike(List<Change> changes) {
        return switch (changes.getFirst()) {
            case Change.Registry _ -> {
                var applied = registry().after(registryOf(changes));
                yield new Applied(with(applied.state()), applied.error());
            }
            case Change.StartService(var service) -> Services.started(this, service);
            case Change.StopService(var service) -> Services.stopped(this, service);
        };
    }

    private HostState with(RegistryState registry) {
        var trees = new HashMap<TreeTarget, FacetState>();
        registry.trees().forEach(tree -> trees.put(tree.target(), new FacetState.Registry(tree)));
        return new HostState(states.stream()
                .map(state -> switch (state) {
                    case FacetState.Registry(var tree) -> trees.getOrDefault(tree.target(), state);
                    case FacetState.ServiceRun _, FacetState.Unreadable _ -> state;
                })
                .toList());
    }

    /** This state with the trees of {@code other} in place of its own. */
    public HostState withRegistryOf(HostState other) {
        return with(other.only(facets()).registry());
    }

    HostState with(FacetState.ServiceRun service) {
        return new HostState(states.stream()
                .map(state -> state.facet().equals(service.facet()) ? service : state)
                .toList());
    }

    private static List<RegistryChange> registryOf(List<Change> changes) {
        return changes.stream()
                .filter(Change.Registry.class::isInstance)
                .map(change -> ((Change.Registry) change).change())
                .toList();
    }

    /** As {@link #after}, without the error. */
    public HostState apply(List<Change> changes) {
        return after(changes).state();
    }

    /**
     * What turns {@code present} into this state; empty if nothing does. Services that have to stop do so first, and those that
     * have to run start last, so that nobody writes meanwhile; between them the registry, as
     * {@link RegistryState#changesFrom} orders it. Facets that only one of the states has are left alone.
     */
    public List<Change> changesFrom(HostState present) {
        var changes = new ArrayList<Change>(Services.toStop(present, this));
        registry().changesFrom(present.registry()).forEach(change -> changes.add(new Change.Registry(change)));
        changes.addAll(Services.toStart(present, this));
        return List.copyOf(changes);
    }

    /** Every difference between this state (before) and {@code other} (after), for people to read; empty if none matters. */
    public List<Difference> differencesTo(HostState other) {
        var differences = new ArrayList<Difference>();
        registry().differencesTo(other.registry()).forEach(one -> differences.add(new Difference.Registry(one)));
        differences.addAll(Services.differences(this, other));
        return List.copyOf(differences);
    }

    /** {@code changes}, with the ownership of each key taken first that does not let an administrator change it. */
    public List<Change> withTemporaryOwnership(List<Change> changes) {
        var registry = registryOf(changes);
        var all = new ArrayList<Change>();
        var next = 0;
        for (var change : registry().withTemporaryOwnership(registry)) {
            var original = change instanceof RegistryChange.TakeOwnership && !registry.contains(change) ? null : change;
            while (original != null && next < changes.size() && !(changes.get(next) instanceof Change.Registry)) {
                all.add(changes.get(next++));
            }
            all.add(new Change.Registry(change));
            next += original == null ? 0 : 1;
        }
        all.addAll(changes.subList(next, changes.size()));
        return List.copyOf(all);
    }

    /** Who may do what to a key in {@code after} and may not in this state. */
    public List<AccessGain> accessGainedIn(HostState after) {
        return registry().accessGainedIn(after.registry());
    }

    /** What could not be read or kept, in words for people; empty for a whole backup. */
    public List<String> gaps() {
        var gaps = new ArrayList<>(registry().gaps());
        for (var state : states) {
            switch (state) {
                case FacetState.Registry _ -> {}
                case FacetState.ServiceRun service -> {
                    if (!service.status().isSettled()) {
                        gaps.add(service.service().where() + ": "
                                + service.status().text());
                    }
                }
                case FacetState.Unreadable unreadable ->
                    gaps.add(unreadable.facet().where() + ": " + unreadable.reason());
            }
        }
        return List.copyOf(gaps);
    }

    /** The trees of the registry among the facets. */
    public RegistryState registry() {
        return new RegistryState(trees());
    }

    public List<ObservedTree> trees() {
        return states.stream()
                .filter(FacetState.Registry.class::isInstance)
                .map(state -> ((FacetState.Registry) state).tree())
                .toList();
    }

    public Optional<FacetState> find(Facet facet) {
        return states.stream().filter(state -> state.facet().equals(facet)).findFirst();
    }

    public boolean runs(WindowsService service) {
        return Services.is(this, service, ServiceStatus.RUNNING);
    }

    /** The states of {@code facets} alone, in their order here. */
    public HostState only(List<Facet> facets) {
        return new HostState(states.stream()
                .filter(state -> facets.stream().anyMatch(state.facet()::isSameAs))
                .toList());
    }

    public StateSize size() {
        var keys = 0;
        var values = 0;
        var services = 0;
        for (var state : states) {
            switch (state) {
                case FacetState.Registry(var tree) -> {
                    keys += tree.tree().keyCount();
                    values += tree.tree().valueCount();
                }
                case FacetState.ServiceRun run -> services += run.status().isInstalled() ? 1 : 0;
                case FacetState.Unreadable _ -> {}
            }
        }
        return new StateSize(keys, values, services);
    }

    public List<Facet> facets() {
        return states.stream().map(FacetState::facet).toList();
    }

    public List<String> digests() {
        return states.stream().map(FacetState::digest).toList();
    }

    /** What a host must still find so that this state is the present one. */
    public List<Expectation> expectations() {
        return states.stream()
                .map(state -> new Expectation(state.facet(), state.digest()))
                .toList();
    }
}
