package io.calmend.diagnosis;

import io.calmend.licensing.ClientStore;
import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Event;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.HardwareId;
import io.calmend.licensing.LicenceDecoder;
import io.calmend.licensing.LicenceDecoding;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.UserAccess;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the registry trees that a host returned into a {@link ClientStore}. Never fails, whatever was returned. */
final class ClientStores {

    private static final String LICENCE_VALUE = "ClientLicense";

    private ClientStores() {}

    /** @param clearedDaysAgo from the audit log, null if not known */
    static ClientStore read(ObservationResult.Observed observed, @Nullable Integer clearedDaysAgo) {
        var facts = observed.facts();
        var system = (facts.operatingSystem() + " " + facts.build()).strip();
        return new ClientStore(
                true,
                system.isEmpty() ? null : system,
                facts.name().isBlank() ? null : facts.name(),
                null,
                view(observed, RegistryView.REGISTRY64),
                facts.sixtyFourBit() ? view(observed, RegistryView.REGISTRY32) : null,
                clearedDaysAgo,
                facts.events().stream()
                        .map(event -> new Event(event.at(), event.log(), event.source(), event.id(), event.detail()))
                        .toList(),
                facts.clientPrograms());
    }

    private static @Nullable View view(ObservationResult.Observed observed, RegistryView which) {
        return observed.state().trees().stream()
                .filter(tree ->
                        tree.target().view() == which && tree.target().path().equals(MsLicensing.ROOT))
                .map(ClientStores::view)
                .findFirst()
                .orElse(null);
    }

    private static View view(ObservedTree observed) {
        var unreadable = gaps(observed);
        return switch (observed.tree()) {
            case KeyState.Absent _ -> new View(false, null, null, List.of(), unreadable, EnumSet.noneOf(Part.class));
            case KeyState.Unreadable _ -> new View(true, null, null, List.of(), unreadable, EnumSet.allOf(Part.class));
            case KeyState.Present root -> view(root, unreadable);
        };
    }

    private static View view(KeyState.Present root, List<String> unreadable) {
        var unknown = EnumSet.noneOf(Part.class);
        var licences = new ArrayList<CachedLicence>();
        var descriptor = Optional.ofNullable(root.sddl());
        switch (child(root, MsLicensing.STORE)) {
            case KeyState.Absent _ -> {}
            case KeyState.Unreadable _ -> {
                unknown.add(Part.LICENCES);
                descriptor = Optional.empty();
            }
            case KeyState.Present store -> {
                licences.addAll(licences(store));
                descriptor = Optional.ofNullable(store.sddl());
            }
        }
        HardwareId hardwareId = null;
        switch (child(root, MsLicensing.HARDWARE_ID)) {
            case KeyState.Absent _ -> {}
            case KeyState.Unreadable _ -> unknown.add(Part.HARDWARE_ID);
            case KeyState.Present key -> {
                var value = value(key, MsLicensing.HARDWARE_ID_VALUE);
                if (value.isPresent() && value.get().data() instanceof RegistryContent.Unreadable) {
                    unknown.add(Part.HARDWARE_ID);
                }
                hardwareId = value.flatMap(ClientStores::bytes)
                        .flatMap(HardwareId::read)
                        .orElse(null);
            }
        }
        return new View(
                true,
                descriptor.flatMap(UserAccess::usersMayWrite).orElse(null),
                hardwareId,
                licences,
                unreadable,
                unknown);
    }

    private static List<CachedLicence> licences(KeyState.Present store) {
        return store.keys().stream()
                .filter(key -> key.path()
                        .name()
                        .regionMatches(true, 0, MsLicensing.LICENCE_PREFIX, 0, MsLicensing.LICENCE_PREFIX.length()))
                .sorted(Comparator.comparing(KeyState::path))
                .flatMap(key -> key instanceof KeyState.Present present
                        ? Optional.of(new CachedLicence(key.path().name(), decode(present))).stream()
                        : Optional.<CachedLicence>empty().stream())
                .toList();
    }

    private static LicenceDecoding decode(KeyState.Present licence) {
        var value = value(licence, LICENCE_VALUE);
        if (value.isEmpty()) {
            return new LicenceDecoding.Unreadable("missing", 0);
        }
        return bytes(value.get())
                .map(LicenceDecoder::decode)
                .orElseGet(() -> new LicenceDecoding.Unreadable("not binary", 0));
    }

    /** The raw bytes; empty for a value of another kind, or one that could not be read. */
    private static Optional<byte[]> bytes(RegistryValue value) {
        return value.data() instanceof RegistryContent.Raw raw ? Optional.of(raw.bytes()) : Optional.empty();
    }

    private static KeyState child(KeyState.Present parent, RegistryPath path) {
        return parent.keys().stream()
                .filter(key -> key.path().equals(path))
                .findFirst()
                .orElseGet(() -> new KeyState.Absent(path));
    }

    private static Optional<RegistryValue> value(KeyState.Present key, String name) {
        return key.values().stream()
                .filter(value -> value.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** What a repair could not save, as its refusal would list it, without the registry view. */
    private static List<String> gaps(ObservedTree tree) {
        var view = switch (tree.target().view()) {
            case REGISTRY64 -> " (64-bit)";
            case REGISTRY32 -> " (32-bit)";
        };
        return new RegistryState(List.of(tree))
                .gaps().stream().map(gap -> gap.replace(view, "")).toList();
    }
}
