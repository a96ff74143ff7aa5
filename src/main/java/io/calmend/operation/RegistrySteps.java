package io.calmend.operation;

import io.calmend.registry.KeyState;
import io.calmend.registry.RegistryAllowList;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the steps of the registry come to, in both views. */
final class RegistrySteps {

    private RegistrySteps() {}

    /** What {@code step} comes to where {@code observed} was there at first and the steps before it have led to {@code state}. */
    static List<RegistryChange> changes(Step.OfRegistry step, RegistryState observed, RegistryState state) {
        return switch (step) {
            case Step.DeleteSubkeys delete ->
                eachView(state, (view, changes) -> {
                    if (state.find(view, delete.parent()) instanceof KeyState.Present parent) {
                        var names = parent.keys().stream()
                                .map(key -> key.path().name())
                                .filter(name -> RegistryAllowList.startsWith(name, delete.prefix()))
                                .sorted()
                                .toList();
                        if (!names.isEmpty()) {
                            changes.add(new RegistryChange.DeleteKeys(view, delete.parent(), names));
                        }
                    }
                });
            case Step.DeleteKey delete ->
                eachView(state, (view, changes) -> {
                    if (state.find(view, delete.key()) instanceof KeyState.Present key) {
                        changes.add(new RegistryChange.DeleteKeys(
                                view, key.path().parent(), List.of(key.path().name())));
                    }
                });
            case Step.KeepEmptyKeys keep ->
                eachView(state, (view, changes) -> {
                    var descriptors = new ArrayList<RegistryChange>();
                    keep.keys().stream()
                            .sorted(Comparator.comparingInt(RegistrySteps::depth))
                            .forEach(path -> {
                                if (observed.find(view, path) instanceof KeyState.Present before
                                        && state.find(view, path) instanceof KeyState.Absent) {
                                    changes.add(new RegistryChange.CreateKey(view, before.path()));
                                    if (before.sddl() != null) {
                                        descriptors.add(new RegistryChange.Secure(view, before.path(), before.sddl()));
                                    }
                                }
                            });
                    changes.addAll(descriptors);
                });
        };
    }

    /**
     * Keys that were added since and may not be removed by their own name go with the next key above them that may; what
     * else that one holds is restored.
     */
    static List<RegistryChange> restoration(RegistryState present, RegistryState wanted) {
        var first = new ArrayList<RegistryChange>();
        var state = present;
        while (true) {
            var changes = wanted.changesFrom(state);
            var instead = new ArrayList<RegistryChange>();
            for (var change : changes) {
                if (change instanceof RegistryChange.DeleteKeys && !RegistryAllowList.allows(change)) {
                    var removal = removableAbove(change.view(), change.path());
                    if (removal == null) {
                        // what compiles this says what is not on the list
                        first.addAll(changes);
                        return first;
                    }
                    instead.add(removal);
                }
            }
            if (instead.isEmpty()) {
                first.addAll(changes);
                return first;
            }
            var removals = withoutRepetition(instead);
            first.addAll(removals);
            state = state.apply(removals);
        }
    }

    /** What goes with a key that an earlier one removes is not removed again. */
    private static List<RegistryChange> withoutRepetition(List<RegistryChange> removals) {
        var gone = new HashSet<Gone>();
        var kept = new ArrayList<RegistryChange>();
        for (var removal : removals) {
            if (removal instanceof RegistryChange.DeleteKeys delete) {
                var key = delete.path().child(delete.names().getFirst());
                var isGone = false;
                for (var at = key; depth(at) > 1 && !isGone; at = at.parent()) {
                    isGone = gone.contains(new Gone(delete.view(), at));
                }
                if (!isGone) {
                    gone.add(new Gone(delete.view(), key));
                    kept.add(removal);
                }
            }
        }
        return kept;
    }

    private record Gone(RegistryView view, RegistryPath key) {}

    private static RegistryChange.@Nullable DeleteKeys removableAbove(RegistryView view, RegistryPath path) {
        for (var key = path; depth(key) > 1; key = key.parent()) {
            var change = new RegistryChange.DeleteKeys(view, key.parent(), List.of(key.name()));
            if (RegistryAllowList.allows(change)) {
                return change;
            }
        }
        return null;
    }

    private static int depth(RegistryPath path) {
        return (int) path.value().chars().filter(c -> c == '\\').count() + 1;
    }

    private interface InOneView {
        void add(RegistryView view, List<RegistryChange> changes);
    }

    private static List<RegistryChange> eachView(RegistryState state, InOneView step) {
        var changes = new ArrayList<RegistryChange>();
        state.trees().stream().map(tree -> tree.target().view()).distinct().forEach(view -> step.add(view, changes));
        return changes;
    }
}
