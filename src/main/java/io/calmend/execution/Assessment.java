package io.calmend.execution;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryChange.Secure;
import io.calmend.registry.RegistryChange.TakeOwnership;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an observation says about an execution of a plan.
 *
 * @param wrong how the host differs from what the plan expects; empty: the change is in place
 * @param reissued licences, and a hardware id, that the client got again after they were removed: no fault
 * @param asBefore whether the host is exactly as it was before the change
 * @param changed what is different from before
 * @param descriptors that were owned for a time and are still not as they were
 */
record Assessment(
        List<RegistryDifference> wrong,
        List<String> reissued,
        boolean asBefore,
        List<RegistryDifference> changed,
        List<RegistryChange> descriptors) {

    Assessment {
        wrong = List.copyOf(wrong);
        reissued = List.copyOf(reissued);
        changed = List.copyOf(changed);
        descriptors = List.copyOf(descriptors);
    }

    boolean asExpected() {
        return wrong.isEmpty();
    }

    boolean onlyDescriptorsDiffer() {
        return !wrong.isEmpty()
                && wrong.stream().allMatch(one -> one.kind() == RegistryDifference.Kind.SECURITY_DESCRIPTOR);
    }

    static Assessment of(PlanDocument plan, List<ObservedTree> found) {
        var present = new RegistryState(found);
        var reissued = new LinkedHashMap<Location, String>();
        var reissuing = new Reissuing(plan, found);
        var wrong = new ArrayList<RegistryDifference>();
        for (var difference : plan.target().differencesTo(present)) {
            var licence = licenceKey(difference.path());
            if (licence.isPresent() && reissuing.licence(difference.view(), licence.get())) {
                reissued.put(
                        new Location(difference.view(), licence.get()),
                        licence.get().name());
            } else if (reissuing.hardwareId(difference)) {
                reissued.put(new Location(difference.view(), MsLicensing.HARDWARE_ID), MsLicensing.HARDWARE_ID.name());
            } else {
                wrong.add(difference);
            }
        }
        var changed = plan.saved().differencesTo(present);
        return new Assessment(
                wrong, List.copyOf(reissued.values()), changed.isEmpty(), changed, notRestored(plan, found));
    }

    /** The key of the cached licence that {@code path} is or lies in. */
    private static Optional<RegistryPath> licenceKey(RegistryPath path) {
        var below = path;
        while (below.isAtOrBelow(MsLicensing.STORE) && !below.equals(MsLicensing.STORE)) {
            if (below.parent().equals(MsLicensing.STORE)) {
                var isLicence = below.name().toUpperCase(Locale.ROOT).startsWith(MsLicensing.LICENCE_PREFIX);
                return isLicence ? Optional.of(below) : Optional.empty();
            }
            below = below.parent();
        }
        return Optional.empty();
    }

    /** What a client that runs meanwhile may have got again. */
    private static final class Reissuing {

        private final boolean removes;
        private final Keys before;
        private final Keys expected;
        private final Keys present;
        private final Map<RegistryView, Set<Set<Object>>> oldLicences = new EnumMap<>(RegistryView.class);

        Reissuing(PlanDocument plan, List<ObservedTree> found) {
            removes = !plan.onlySaves();
            before = new Keys(plan.observed());
            expected = new Keys(plan.expected());
            present = new Keys(found);
        }

        /** A licence may come even under the name of an old one. One of the old ones under any name is no new licence. */
        boolean licence(RegistryView view, RegistryPath licence) {
            var there = present.find(view, licence);
            return removes
                    && there.isPresent()
                    && expected.find(view, licence).isEmpty()
                    && !oldLicences.computeIfAbsent(view, this::oldLicences).contains(Keys.contents(there.get()));
        }

        private Set<Set<Object>> oldLicences(RegistryView view) {
            return before.find(view, MsLicensing.STORE).map(KeyState.Present::keys).orElse(List.of()).stream()
                    .filter(KeyState.Present.class::isInstance)
                    .map(KeyState.Present.class::cast)
                    .map(Keys::contents)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** A client whose whole cache is gone makes a new hardware id when it connects; the old one come back is none. */
        boolean hardwareId(RegistryDifference difference) {
            var view = difference.view();
            return difference.path().equals(MsLicensing.HARDWARE_ID)
                    && (difference.value() == null
                            ? difference.kind() == RegistryDifference.Kind.KEY
                            : RegistryPath.fold(difference.value())
                                    .equals(RegistryPath.fold(MsLicensing.HARDWARE_ID_VALUE)))
                    && removes
                    && hardwareId(present, view).isPresent()
                    && hardwareId(expected, view).isEmpty()
                    && !hardwareId(present, view).equals(hardwareId(before, view));
        }

        private static Optional<RegistryContent> hardwareId(Keys keys, RegistryView view) {
            return keys.find(view, MsLicensing.HARDWARE_ID)
                    .flatMap(key -> key.values().stream()
                            .filter(value -> RegistryPath.fold(value.name())
                                    .equals(RegistryPath.fold(MsLicensing.HARDWARE_ID_VALUE)))
                            .map(RegistryValue::data)
                            .findFirst());
        }
    }

    /** Keys that were owned for a time and have neither the descriptor that they had nor the one that the plan gives them. */
    private static List<RegistryChange> notRestored(PlanDocument plan, List<ObservedTree> found) {
        var owned = owned(plan);
        var present = new RegistryState(found);
        var asExpected = descriptors(plan.target(), present);
        var expectedKeys = new Keys(plan.expected());
        var descriptors = new ArrayList<RegistryChange>();
        descriptors(plan.saved(), present).forEach((location, before) -> {
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
        var inUndo = Restoration.changes(plan, plan.target()).stream();
        return Stream.concat(plan.changes().stream(), inUndo)
                .filter(TakeOwnership.class::isInstance)
                .map(RegistryChange::location)
                .collect(Collectors.toUnmodifiableSet());
    }
}
