package io.calmend.licensing;

import static io.calmend.licensing.Finding.Likelihood.LIKELY;
import static io.calmend.licensing.Finding.Likelihood.POSSIBLE;
import static io.calmend.licensing.Finding.Likelihood.RULED_OUT;
import static io.calmend.licensing.Finding.Likelihood.VERY_LIKELY;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.FaultReport.RecentChange;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.vocabulary.Dates;
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is wrong with the cached licences of a Windows client, told by themselves; {@link SoundStoreRules} say what is not. */
final class StoreRules {

    private final ClientStore store;
    private final FaultReport asked;
    private final Instant at;
    private final Leads leads;
    private final List<ReadView> views = new ArrayList<>();

    StoreRules(ClientStore store, FaultReport asked, Instant at, Leads leads) {
        this.store = store;
        this.asked = asked;
        this.at = at;
        this.leads = leads;
        if (store.view64() != null) {
            views.add(new ReadView(RegistryView.REGISTRY64, store.view64()));
        }
        if (store.view32() != null) {
            views.add(new ReadView(RegistryView.REGISTRY32, store.view32()));
        }
    }

    void apply() {
        views.forEach(this::unreadableKeys);
        views.forEach(this::licences);
        views.forEach(this::identity);
        views.forEach(this::duplicates);
        nothingCached();
        views.forEach(this::permissions);
        oneViewOnly();
        var sound = new SoundStoreRules(store, at, leads, views);
        if (!leads.has(Lead::isOpen)) {
            sound.nothingToRepair();
        } else if (!views.isEmpty()) {
            sound.ruledOut();
        }
    }

    // ---- what could not be read

    private void unreadableKeys(ReadView read) {
        for (var path : read.view().unreadable()) {
            leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "unreadable", LIKELY)
                    .unsound("cannot be read or backed up", read.words() + " view, HKLM\\" + path)
                    .fact("key", path)
                    .fact("view", read.words());
        }
    }

    // ---- what the licences contain

    private void licences(ReadView read) {
        var soundScopes = soundScopes(read.view());
        for (var licence : read.view().licences()) {
            switch (licence.decoding()) {
                case LicenceDecoding.Unreadable unreadable -> damaged(read, licence, unreadable);
                case LicenceDecoding.Decoded(var decoded) -> {
                    otherMachine(read, licence, decoded);
                    validity(read, licence, decoded, soundScopes);
                }
            }
        }
    }

    private void damaged(ReadView read, CachedLicence licence, LicenceDecoding.Unreadable unreadable) {
        lead(read, licence, Cause.CLIENT_STORE_DAMAGED, "unreadable", VERY_LIKELY)
                .repair(Lead.CLEAR_LICENCES)
                .unsound(
                        unreadable.bytes() == 0
                                ? "ClientLicense is missing or empty"
                                : "ClientLicense (%d bytes) is corrupt: %s"
                                        .formatted(unreadable.bytes(), unreadable.problem()),
                        read.where(licence));
    }

    private void otherMachine(ReadView read, CachedLicence licence, ClientLicence decoded) {
        if (LicenceState.isIssuedTo(decoded, store.machine())) {
            return;
        }
        lead(read, licence, Cause.CLIENT_HARDWARE_ID, "other-machine", LIKELY)
                .repair(Lead.REMOVE_ALL)
                // after the computer was merely renamed its licence stays good
                .ask("asked.code", "asked.recent_change")
                .unsound("issued to computer " + decoded.machine(), read.where(licence))
                .fact("machine", decoded.machine())
                .fact("host", String.valueOf(store.machine()));
    }

    private void validity(ReadView read, CachedLicence licence, ClientLicence decoded, Set<String> soundScopes) {
        if (decoded.expiredAt(at)) {
            expired(read, licence, decoded, soundScopes.contains(folded(decoded.scope())));
        } else if (LicenceState.isNotYetValid(decoded, at)) {
            lead(read, licence, Cause.CLIENT_LICENCE_EXPIRED, "not-yet-valid", POSSIBLE)
                    .unsound("valid from " + Dates.inUtc(decoded.validFrom()), read.where(licence))
                    .fact("from", decoded.validFrom());
        }
    }

    /** @param another whether a good licence of the same scope is there too */
    private void expired(ReadView read, CachedLicence licence, ClientLicence decoded, boolean another) {
        var likelihood = another ? POSSIBLE : VERY_LIKELY;
        var lead = lead(
                        read,
                        licence,
                        Cause.CLIENT_LICENCE_EXPIRED,
                        decoded.temporary() ? "temporary" : "permanent",
                        likelihood)
                .repair(Lead.CLEAR_LICENCES)
                .unsound(
                        "%s licence, valid until %s"
                                .formatted(
                                        decoded.temporary() ? "temporary" : "permanent",
                                        Dates.inUtc(decoded.validUntil())),
                        read.where(licence))
                .fact("until", decoded.validUntil())
                .fact("issuer", decoded.issuer());
        if (decoded.temporary()) {
            lead.ask(ClientRules.whyItEnded());
            leads.add(Cause.HOST_MODE_MISMATCH, POSSIBLE).ask("session_host.mode", "licence_server.packs");
            leads.add(Cause.SERVER_NO_LICENCES, POSSIBLE).ask("licence_server.packs", "licence_server.activated");
        } else {
            lead.ask("session_host.links", "licence_server.service", "licence_server.packs");
            leads.add(Cause.SERVER_DOWN, POSSIBLE).ask("licence_server.service", "session_host.links");
            leads.add(Cause.SERVER_EXHAUSTED, POSSIBLE).ask("licence_server.packs");
        }
    }

    /** The scopes for which the view has a good licence. */
    private Set<String> soundScopes(View view) {
        var scopes = new HashSet<String>();
        for (var licence : view.licences()) {
            if (licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)
                    && !decoded.expiredAt(at)
                    && LicenceState.isIssuedTo(decoded, store.machine())) {
                scopes.add(folded(decoded.scope()));
            }
        }
        return scopes;
    }

    private static String folded(String scope) {
        return scope.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    // ---- the client's identity

    private void identity(ReadView read) {
        var view = read.view();
        if (LicenceState.lacksHardwareId(view)) {
            leads.add(Cause.CLIENT_HARDWARE_ID, "id-missing", weigh(read, POSSIBLE))
                    .repair(Lead.CLEAR_LICENCES)
                    .ask("asked.code", "asked.recent_change")
                    .unsound("ClientHWID is missing or not 20 bytes long", read.where("\\HardwareID"))
                    .fact("view", read.words());
        }
    }

    private void duplicates(ReadView read) {
        var scopes = new HashSet<String>();
        var first = new HashMap<String, CachedLicence>();
        for (var licence : read.view().licences()) {
            if (licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                scopes.add(decoded.issuer() + " (" + decoded.scope() + ")");
                var other = first.putIfAbsent(
                        String.join("\n", decoded.issuer(), decoded.scope(), decoded.productVersion()), licence);
                if (other != null) {
                    leads.add(Cause.CLIENT_MANY_IDENTITIES, "duplicates", POSSIBLE)
                            .ask("licence_server.issued_to_client", "asked.recent_change")
                            .unsound("same issuer and version as " + other.key(), read.where(licence))
                            .fact("issuer", decoded.issuer())
                            .fact("view", read.words());
                }
            }
        }
        if (scopes.size() > 1) {
            var lead = leads.add(Cause.CLIENT_MANY_IDENTITIES, "several-servers", RULED_OUT)
                    .fact("count", Integer.toString(scopes.size()));
            scopes.stream().sorted().forEach(scope -> lead.sound("issued by " + scope, read.where("\\Store")));
        }
    }

    // ---- no licence cached

    private void nothingCached() {
        boolean known = !views.isEmpty() && views.stream().allMatch(read -> isEmpty(read.view()));
        boolean refused =
                asked.userIsAdmin() != null && !asked.userIsAdmin() || asked.elevated() != null && !asked.elevated();
        if (known && (asked.changed(RecentChange.STORE_DELETED) || store.clearedDaysAgo() != null) && refused) {
            // Microsoft KB 187614: after the key was deleted an ordinary user cannot create the store again
            var lead = leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "deleted", VERY_LIKELY)
                    .ask("asked.program", "client.view32");
            views.forEach(read ->
                    lead.unsound(read.view().present() ? "no cached licence" : "does not exist", read.where("")));
        }
    }

    private static boolean isEmpty(View view) {
        return !view.present() || view.knows(Part.LICENCES) && view.licences().isEmpty();
    }

    private void permissions(ReadView read) {
        var view = read.view();
        if (!Boolean.FALSE.equals(view.writableByUsers())) {
            return;
        }
        // a good licence can still be read; only its renewal needs write permission
        boolean sound = view.licences().stream()
                .anyMatch(licence ->
                        licence.decoding() instanceof LicenceDecoding.Decoded(var decoded) && !decoded.expiredAt(at));
        leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "permissions", weigh(read, sound ? POSSIBLE : LIKELY))
                .ask("asked.user_is_admin", "asked.elevated")
                .unsound("Users cannot write", read.where("\\Store"))
                .fact("view", read.words());
    }

    /** A licence in the view that the other kind of program (32-bit or 64-bit) does not read. */
    private void oneViewOnly() {
        if (store.view64() == null || store.view32() == null) {
            return;
        }
        boolean only32 = isEmpty(store.view64()) && !store.view32().licences().isEmpty();
        boolean only64 = isEmpty(store.view32()) && !store.view64().licences().isEmpty();
        var bits = asked.programBits();
        if (only32 && (bits == null || bits == 64)) {
            var lead = leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "only-32-bit", bits == null ? POSSIBLE : LIKELY)
                    .unsound(
                            store.view64().present() ? "no cached licence" : "does not exist",
                            views.getFirst().where(""))
                    .sound(names(store.view32()), views.getLast().where("\\Store"));
            if (bits == null) {
                lead.ask("asked.program", "asked.program_bits");
            }
            lead.ask("asked.code");
        } else if (only64 && bits != null && bits == 32) {
            leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "only-64-bit", LIKELY)
                    .unsound(
                            store.view32().present() ? "no cached licence" : "does not exist",
                            views.getLast().where(""))
                    .sound(names(store.view64()), views.getFirst().where("\\Store"))
                    .ask("asked.code");
        }
    }

    static String names(View view) {
        return String.join(
                ", ", view.licences().stream().map(CachedLicence::key).limit(8).toList());
    }

    // ---- parts

    private Lead lead(ReadView read, CachedLicence licence, Cause cause, String variant, Likelihood likelihood) {
        return leads.add(cause, variant, weigh(read, likelihood))
                .fact("licence", licence.key())
                .fact("view", read.words());
    }

    /** A licence in a view that the program does not use explains little. */
    private Likelihood weigh(ReadView read, Likelihood likelihood) {
        var bits = asked.programBits();
        if (bits == null || store.view64() == null || store.view32() == null) {
            return likelihood;
        }
        boolean used = bits == (read.registryView() == RegistryView.REGISTRY64 ? 64 : 32);
        return used || likelihood == RULED_OUT ? likelihood : POSSIBLE;
    }
}
