package io.calmend.execution;

import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.operation.Tolerance;
import io.calmend.registry.KeyIndex;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryChange.Secure;
import io.calmend.registry.RegistryChange.TakeOwnership;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryState;
import io.calmend.vocabulary.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an observation says about an execution of a plan.
 *
 * @param wrong how the host differs from what the plan expects
 * @param accepted what the host has done by itself meanwhile: no fault
 * @param asExpected whether the changes are in place, or the action was done
 * @param asBefore whether the host is exactly as it was before, and the action was not done
 * @param changed what is different from before
 * @param descriptors that were owned for a time and are still not as they were
 */
record Assessment(
        List<Difference> wrong,
        List<String> accepted,
        boolean asExpected,
        boolean asBefore,
        List<Difference> changed,
        List<RegistryChange> descriptors) {

    Assessment {
        wrong = List.copyOf(wrong);
        accepted = List.copyOf(accepted);
        changed = List.copyOf(changed);
        descriptors = List.copyOf(descriptors);
    }

    boolean onlyDescriptorsDiffer() {
        return !wrong.isEmpty() && wrong.stream().allMatch(Assessment::isOfDescriptor);
    }

    private static boolean isOfDescriptor(Difference difference) {
        return switch (difference) {
            case Difference.Registry(var registry) -> registry.kind() == RegistryDifference.Kind.SECURITY_DESCRIPTOR;
            case Difference.ServiceRun _ -> false;
        };
    }

    /** @param known what was found of the facts that {@link PlanDocument#observation} asks for */
    static Assessment of(PlanDocument plan, HostState present, List<Fact.Known> known, Tolerance tolerance) {
        var accepted = new LinkedHashMap<Object, String>();
        var accepting = tolerance.over(plan.observed(), plan.expected(), present);
        var wrong = new ArrayList<Difference>();
        for (var difference : plan.expected().differencesTo(present)) {
            accepting
                    .accepts(difference)
                    .ifPresentOrElse(one -> accepted.put(one.where(), one.name()), () -> wrong.add(difference));
        }
        var changed = plan.observed().differencesTo(present);
        var act = plan.act();
        var isMoved = act != null && !known.contains(act.planned());
        return new Assessment(
                wrong,
                List.copyOf(accepted.values()),
                wrong.isEmpty() && (act == null || isMoved),
                changed.isEmpty() && !isMoved,
                changed,
                notRestored(plan, present));
    }

    /** Keys that were owned for a time and have neither the descriptor that they had nor the one that the plan gives them. */
    private static List<RegistryChange> notRestored(PlanDocument plan, HostState found) {
        var owned = owned(plan);
        var present = found.registry();
        var asExpected = descriptors(plan.expected().registry(), present);
        var expectedKeys = new KeyIndex(plan.expected().trees());
        var descriptors = new ArrayList<RegistryChange>();
        descriptors(plan.observed().registry(), present).forEach((location, before) -> {
            if (!owned.contains(location)) {
                return;
            }
            var expected = expectedKeys.find(location.view(), location.path()).filter(key -> key.sddl() != null);
            if (expected.isEmpty()) {
                descriptors.add(new Secure(location.view(), location.path(), before));
            } else if (asExpected.containsKey(location)) {
                descriptors.add(new Secure(location.view(), location.path(), asExpected.get(location)));
            }
        });
        return List.copyOf(descriptors);
    }

    /** The descriptors in {@code should} of keys that are there but have another now. */
    private static Map<Location, String> descriptors(RegistryState should, RegistryState present) {
        var descriptors = new LinkedHashMap<Location, String>();
        for (var difference : should.differencesTo(present)) {
            if (difference.kind() == RegistryDifference.Kind.SECURITY_DESCRIPTOR && difference.before() != null) {
                descriptors.put(difference.location(), difference.before());
            }
        }
        return descriptors;
    }

    private static Set<Location> owned(PlanDocument plan) {
        var inUndo = plan.restorationFrom(plan.expected()).stream();
        return Stream.concat(plan.changes().stream(), inUndo)
                .filter(Change.Registry.class::isInstance)
                .map(change -> ((Change.Registry) change).change())
                .filter(TakeOwnership.class::isInstance)
                .map(RegistryChange::location)
                .collect(Collectors.toUnmodifiableSet());
    }
}
