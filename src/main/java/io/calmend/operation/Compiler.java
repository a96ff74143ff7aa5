package io.calmend.operation;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.HostAllowList;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.registry.RegistryChange;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns steps into changes; the only place that knows what each step means.
 *
 * <p>On 32-bit Windows both views show the same keys. The changes then come twice, which does no harm: each leaves the
 * second time what it left the first time, and what is owned for a time of keys that are there is owned for a time before anything goes.
 */
final class Compiler {

    private static final int MOST_NAMED = 20;

    private Compiler() {}

    static Compilation compile(List<Facet> touches, List<Step> steps, HostState present, HostState backup) {
        var touched = present.only(touches);
        if (touched.states().size() != touches.size()) {
            throw new IllegalArgumentException("not everything that the operation touches was observed");
        }
        var gaps = touched.gaps();
        if (!gaps.isEmpty()) {
            return impossible(FailureReason.BACKUP_INCOMPLETE, gaps);
        }
        if (steps.size() == 1 && steps.getFirst() instanceof Step.Act(var action)) {
            return act(action, touched);
        }
        var wanted = backup.only(touches);
        if (steps.stream().anyMatch(Step.Restore.class::isInstance)) {
            if (wanted.states().isEmpty()) {
                return impossible(FailureReason.BACKUP_UNKNOWN, List.of());
            }
            if (!wanted.gaps().isEmpty()) {
                return impossible(FailureReason.BACKUP_INCOMPLETE, wanted.gaps());
            }
        }
        var changes = new ArrayList<Change>();
        var state = touched;
        for (var step : steps) {
            var next = changes(step, touched, state, wanted);
            var services = next.stream()
                    .filter(change -> !(change instanceof Change.Registry))
                    .toList();
            var unsuitable = state.after(services).error();
            if (unsuitable != null) {
                var where = services.stream().map(Change::where).collect(Collectors.joining(", "));
                return impossible(FailureReason.SERVICE_UNSUITABLE, List.of(where + ": " + unsuitable));
            }
            state = state.apply(next);
            changes.addAll(next);
        }
        removeWhatChangesNothing(changes, touched, state);
        if (changes.isEmpty()) {
            return new Compilation.NothingToDo();
        }
        var all = touched.withTemporaryOwnership(changes);
        var outside = all.stream()
                .filter(change -> !HostAllowList.allows(change))
                .map(Change::where)
                .distinct()
                .toList();
        return outside.isEmpty()
                ? new Compilation.Changes(all, touched.apply(all))
                : impossible(FailureReason.NOT_ON_ALLOW_LIST, outside);
    }

    /** An action that the model says would fail on its way is not begun. */
    private static Compilation act(Action action, HostState touched) {
        return switch (action) {
            case Action.RestartService(var service) -> {
                if (!touched.runs(service)) {
                    var status = touched.after(List.of(new Change.StopService(service)))
                            .error();
                    var why = status == null ? ServiceStatus.STOPPED.text() : status;
                    yield impossible(FailureReason.SERVICE_UNSUITABLE, List.of(action.where() + ": " + why));
                }
                var needing = service.neededBy().stream().filter(touched::runs).toList();
                var changes = new ArrayList<Change>();
                needing.forEach(one -> changes.add(new Change.StopService(one)));
                changes.add(new Change.StopService(service));
                changes.add(new Change.StartService(service));
                needing.forEach(one -> changes.add(new Change.StartService(one)));
                var error = touched.after(changes).error();
                yield error == null
                        ? new Compilation.Acts(action)
                        : impossible(FailureReason.SERVICE_UNSUITABLE, List.of(action.where() + ": " + error));
            }
        };
    }

    /** A view of the registry in which nothing would differ in the end is left alone. */
    private static void removeWhatChangesNothing(List<Change> changes, HostState before, HostState after) {
        var viewsThatDiffer = EnumSet.noneOf(RegistryView.class);
        before.registry().differencesTo(after.registry()).forEach(difference -> viewsThatDiffer.add(difference.view()));
        changes.removeIf(change ->
                change instanceof Change.Registry(var registry) && !viewsThatDiffer.contains(registry.view()));
    }

    private static List<Change> changes(Step step, HostState observed, HostState state, HostState wanted) {
        return switch (step) {
            case Step.OfRegistry registry ->
                ofRegistry(RegistrySteps.changes(registry, observed.registry(), state.registry()));
            case Step.StartService(var service) ->
                state.runs(service) ? List.of() : List.of(new Change.StartService(service));
            case Step.StopService(var service) ->
                state.runs(service) ? List.of(new Change.StopService(service)) : List.of();
            case Step.Restore _ -> restore(state, wanted);
            case Step.Act _ -> throw new IllegalArgumentException("an operation either changes or acts");
        };
    }

    private static List<Change> ofRegistry(List<RegistryChange> changes) {
        return changes.stream().<Change>map(Change.Registry::new).toList();
    }

    /** The services that must not run meanwhile stop before the registry changes, and those that have to run start after it. */
    private static List<Change> restore(HostState present, HostState wanted) {
        var whole = wanted.changesFrom(present);
        var changes = new ArrayList<>(
                whole.stream().filter(Change.StopService.class::isInstance).toList());
        changes.addAll(ofRegistry(RegistrySteps.restoration(present.registry(), wanted.registry())));
        whole.stream().filter(Change.StartService.class::isInstance).forEach(changes::add);
        return changes;
    }

    private static Compilation.Impossible impossible(FailureReason reason, List<String> where) {
        return new Compilation.Impossible(reason, where.subList(0, Math.min(where.size(), MOST_NAMED)));
    }
}
