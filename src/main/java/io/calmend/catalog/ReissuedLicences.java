package io.calmend.catalog;

import io.calmend.host.Difference;
import io.calmend.host.HostState;
import io.calmend.operation.Tolerance;
import io.calmend.registry.KeyIndex;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Licences, and a hardware id, that a client got again after they were removed: it connects when it likes. */
final class ReissuedLicences implements Tolerance.Accepting {

    private final KeyIndex before;
    private final KeyIndex expected;
    private final KeyIndex present;
    private final Map<RegistryView, Set<Set<Object>>> oldLicences = new EnumMap<>(RegistryView.class);

    ReissuedLicences(HostState before, HostState expected, HostState present) {
        this.before = new KeyIndex(before.trees());
        this.expected = new KeyIndex(expected.trees());
        this.present = new KeyIndex(present.trees());
    }

    @Override
    public Optional<Tolerance.Accepted> accepts(Difference difference) {
        return switch (difference) {
            case Difference.Registry(var registry) -> accepts(registry);
            case Difference.ServiceRun _ -> Optional.empty();
        };
    }

    private Optional<Tolerance.Accepted> accepts(RegistryDifference difference) {
        var view = difference.view();
        var licence = licenceKey(difference.path());
        if (licence.isPresent() && isReissued(view, licence.get())) {
            return Optional.of(accepted(view, licence.get()));
        }
        return isNewHardwareId(difference) ? Optional.of(accepted(view, MsLicensing.HARDWARE_ID)) : Optional.empty();
    }

    private static Tolerance.Accepted accepted(RegistryView view, RegistryPath key) {
        return new Tolerance.Accepted(new Location(view, key), key.name());
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

    /** A licence may come even under the name of an old one. One of the old ones under any name is no new licence. */
    private boolean isReissued(RegistryView view, RegistryPath licence) {
        var there = present.find(view, licence);
        return there.isPresent()
                && expected.find(view, licence).isEmpty()
                && !oldLicences.computeIfAbsent(view, this::oldLicences).contains(KeyIndex.contents(there.get()));
    }

    private Set<Set<Object>> oldLicences(RegistryView view) {
        return before.find(view, MsLicensing.STORE).map(KeyState.Present::keys).orElse(List.of()).stream()
                .filter(KeyState.Present.class::isInstance)
                .map(KeyState.Present.class::cast)
                .map(KeyIndex::contents)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A client whose whole cache is gone makes a new hardware id when it connects; the old one come back is none. */
    private boolean isNewHardwareId(RegistryDifference difference) {
        var view = difference.view();
        return difference.path().equals(MsLicensing.HARDWARE_ID)
                && (difference.value() == null
                        ? difference.kind() == RegistryDifference.Kind.KEY
                        : RegistryPath.fold(difference.value())
                                .equals(RegistryPath.fold(MsLicensing.HARDWARE_ID_VALUE)))
                && hardwareId(present, view).isPresent()
                && hardwareId(expected, view).isEmpty()
                && !hardwareId(present, view).equals(hardwareId(before, view));
    }

    private static Optional<RegistryContent> hardwareId(KeyIndex keys, RegistryView view) {
        return keys.find(view, MsLicensing.HARDWARE_ID)
                .flatMap(key -> key.values().stream()
                        .filter(value -> RegistryPath.fold(value.name())
                                .equals(RegistryPath.fold(MsLicensing.HARDWARE_ID_VALUE)))
                        .map(RegistryValue::data)
                        .findFirst());
    }
}
