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
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the cached licences of a Windows client say by themselves. */
final class StoreRules {

    private final ClientStore store;
    private final FaultReport asked;
    private final Instant at;
    private final Leads leads;
    private final List<Seen> views = new ArrayList<>();

    /** One view with the name it has for people. */
    private record Seen(RegistryView registryView, View view) {

        String words() {
            return switch (registryView) {
                case REGISTRY64 -> "64-bit";
                case REGISTRY32 -> "32-bit";
            };
        }

        String where(String below) {
            var node = switch (registryView) {
                case REGISTRY64 -> "";
                case REGISTRY32 -> "WOW6432Node\\";
            };
            return words() + " view, HKLM\\SOFTWARE\\" + node + "Microsoft\\MSLicensing" + below;
        }

        String where(CachedLicence licence) {
            return where("\\Store\\" + licence.key());
        }
    }

    StoreRules(ClientStore store, FaultReport asked, Instant at, Leads leads) {
        this.store = store;
        this.asked = asked;
        this.at = at;
        this.leads = leads;
        if (store.view64() != null) {
            views.add(new Seen(RegistryView.REGISTRY64, store.view64()));
        }
        if (store.view32() != null) {
            views.add(new Seen(RegistryView.REGISTRY32, store.view32()));
        }
    }

    void apply() {
        views.forEach(this::unreadableKeys);
        views.forEach(this::licences);
        views.forEach(this::identity);
        views.forEach(this::duplicates);
        nothingCached();
        views.forEach(this::rights);
        oneViewOnly();
        if (!leads.has(Lead::isOpen)) {
            nothingToRepair();
        } else if (!views.isEmpty()) {
            ruledOut();
        }
    }

    // ---- what could not be read

    private void unreadableKeys(Seen seen) {
        for (var path : seen.view().unreadable()) {
            leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "unreadable", LIKELY)
                    .unsound("cannot be read or saved", seen.words() + " view, HKLM\\" + path)
                    .fact("key", path)
                    .fact("view", seen.words());
        }
    }

    // ---- what the licences say

    private void licences(Seen seen) {
        var soundScopes = soundScopes(seen.view());
        for (var licence : seen.view().licences()) {
            switch (licence.decoding()) {
                case LicenceDecoding.Unreadable unreadable -> damaged(seen, licence, unreadable);
                case LicenceDecoding.Decoded(var decoded) -> {
                    otherMachine(seen, licence, decoded);
                    validity(seen, licence, decoded, soundScopes);
                }
            }
        }
    }

    private void damaged(Seen seen, CachedLicence licence, LicenceDecoding.Unreadable unreadable) {
        lead(seen, licence, Cause.CLIENT_STORE_DAMAGED, "unreadable", VERY_LIKELY)
                .repair(Lead.CLEAR_LICENCES)
                .unsound(
                        unreadable.bytes() == 0
                                ? "ClientLicense is missing or empty"
                                : "ClientLicense (%d bytes) is no licence: %s"
                                        .formatted(unreadable.bytes(), unreadable.problem()),
                        seen.where(licence));
    }

    private void otherMachine(Seen seen, CachedLicence licence, ClientLicence decoded) {
        if (LicenceState.isIssuedTo(decoded, store.machine())) {
            return;
        }
        lead(seen, licence, Cause.CLIENT_HARDWARE_ID, "other-machine", LIKELY)
                .repair(Lead.REMOVE_ALL)
                // a computer that was only given a new name keeps a sound licence
                .ask("asked.code", "asked.recent_change")
                .unsound("issued to machine " + decoded.machine(), seen.where(licence))
                .fact("machine", decoded.machine())
                .fact("host", String.valueOf(store.machine()));
    }

    private void validity(Seen seen, CachedLicence licence, ClientLicence decoded, Set<String> soundScopes) {
        if (decoded.expiredAt(at)) {
            expired(seen, licence, decoded, soundScopes.contains(folded(decoded.scope())));
        } else if (LicenceState.isNotYetValid(decoded, at)) {
            lead(seen, licence, Cause.CLIENT_LICENCE_EXPIRED, "not-yet-valid", POSSIBLE)
                    .unsound("notBefore = " + decoded.validFrom(), seen.where(licence))
                    .fact("from", day(decoded.validFrom()));
        }
    }

    /** @param another whether a sound licence of the same scope is there too */
    private void expired(Seen seen, CachedLicence licence, ClientLicence decoded, boolean another) {
        var likelihood = another ? POSSIBLE : VERY_LIKELY;
        var lead = lead(
                        seen,
                        licence,
                        Cause.CLIENT_LICENCE_EXPIRED,
                        decoded.temporary() ? "temporary" : "permanent",
                        likelihood)
                .repair(Lead.CLEAR_LICENCES)
                .unsound(
                        "%s licence, notAfter = %s"
                                .formatted(decoded.temporary() ? "temporary" : "permanent", decoded.validUntil()),
                        seen.where(licence))
                .fact("until", day(decoded.validUntil()))
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

    /** The scopes of which the view has a sound licence. */
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

    // ---- who the client says it is

    private void identity(Seen seen) {
        var view = seen.view();
        if (LicenceState.lacksHardwareId(view)) {
            leads.add(Cause.CLIENT_HARDWARE_ID, "id-missing", weigh(seen, POSSIBLE))
                    .repair(Lead.CLEAR_LICENCES)
                    .ask("asked.code", "asked.recent_change")
                    .unsound("ClientHWID is missing or has not 20 bytes", seen.where("\\HardwareID"))
                    .fact("view", seen.words());
        }
    }

    private void duplicates(Seen seen) {
        var scopes = new HashSet<String>();
        var first = new HashMap<String, CachedLicence>();
        for (var licence : seen.view().licences()) {
            if (licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                scopes.add(decoded.issuer() + " (" + decoded.scope() + ")");
                var other = first.putIfAbsent(
                        String.join("\n", decoded.issuer(), decoded.scope(), decoded.productVersion()), licence);
                if (other != null) {
                    leads.add(Cause.CLIENT_MANY_IDENTITIES, "duplicates", POSSIBLE)
                            .ask("licence_server.issued_to_client", "asked.recent_change")
                            .unsound("same issuer and version as " + other.key(), seen.where(licence))
                            .fact("issuer", decoded.issuer())
                            .fact("view", seen.words());
                }
            }
        }
        if (scopes.size() > 1) {
            var lead = leads.add(Cause.CLIENT_MANY_IDENTITIES, "several-servers", RULED_OUT)
                    .fact("count", Integer.toString(scopes.size()));
            scopes.stream().sorted().forEach(scope -> lead.sound("issued by " + scope, seen.where("\\Store")));
        }
    }

    // ---- nothing there

    private void nothingCached() {
        boolean known = !views.isEmpty() && views.stream().allMatch(seen -> isEmpty(seen.view()));
        boolean refused =
                asked.userIsAdmin() != null && !asked.userIsAdmin() || asked.elevated() != null && !asked.elevated();
        if (known && (asked.changed(RecentChange.STORE_DELETED) || store.clearedDaysAgo() != null) && refused) {
            // Microsoft KB 187614: after the deletion an ordinary user cannot make the store again
            var lead = leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "deleted", VERY_LIKELY)
                    .ask("asked.program", "client.view32");
            views.forEach(
                    seen -> lead.unsound(seen.view().present() ? "no licence is stored" : "not there", seen.where("")));
        }
    }

    private static boolean isEmpty(View view) {
        return !view.present() || view.knows(Part.LICENCES) && view.licences().isEmpty();
    }

    private void rights(Seen seen) {
        var view = seen.view();
        if (!Boolean.FALSE.equals(view.writableByUsers())) {
            return;
        }
        // a sound licence can be read; only its renewal needs the right to write
        boolean sound = view.licences().stream()
                .anyMatch(licence ->
                        licence.decoding() instanceof LicenceDecoding.Decoded(var decoded) && !decoded.expiredAt(at));
        leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "rights", weigh(seen, sound ? POSSIBLE : LIKELY))
                .ask("asked.user_is_admin", "asked.elevated")
                .unsound("Users may not write", seen.where("\\Store"))
                .fact("view", seen.words());
    }

    /** A licence that lies where the other kind of program does not look. */
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
                            store.view64().present() ? "no licence is stored" : "not there",
                            views.getFirst().where(""))
                    .sound(names(store.view32()), views.getLast().where("\\Store"));
            if (bits == null) {
                lead.ask("asked.program", "asked.program_bits");
            }
            lead.ask("asked.code");
        } else if (only64 && bits != null && bits == 32) {
            leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "only-64-bit", LIKELY)
                    .unsound(
                            store.view32().present() ? "no licence is stored" : "not there",
                            views.getLast().where(""))
                    .sound(names(store.view64()), views.getFirst().where("\\Store"))
                    .ask("asked.code");
        }
    }

    private static String names(View view) {
        return String.join(
                ", ", view.licences().stream().map(CachedLicence::key).limit(8).toList());
    }

    // ---- nothing wrong

    private void nothingToRepair() {
        if (views.isEmpty() || views.stream().anyMatch(seen -> !seen.view().knows(Part.LICENCES))) {
            return;
        }
        if (store.runsServer()) {
            onlyTheCache();
            return;
        }
        var licences = views.stream()
                .flatMap(seen -> seen.view().licences().stream())
                .map(CachedLicence::decoding)
                .map(decoding -> decoding instanceof LicenceDecoding.Decoded(var decoded) ? decoded : null)
                .toList();
        if (licences.isEmpty()) {
            noCache();
            return;
        }
        Lead lead;
        var last = new ArrayList<ClientLicence>();
        licences.forEach(licence -> {
            if (licence != null) {
                last.add(licence);
            }
        });
        if (last.stream().allMatch(ClientLicence::temporary)) {
            lead = leads.add(Cause.OTHER_HARMLESS, "temporary-valid", LIKELY)
                    .ask("session_host.mode", "licence_server.packs", "licence_server.prevent_upgrade");
        } else if (last.stream().anyMatch(licence -> licence.dueForRenewalAt(at))) {
            lead = leads.add(Cause.OTHER_HARMLESS, "renewal-due", LIKELY).ask("asked.code", "session_host.links");
            last.removeIf(licence -> !licence.dueForRenewalAt(at));
        } else {
            lead = leads.add(Cause.OTHER_HARMLESS, "healthy", VERY_LIKELY).ask("asked.code", "session_host.mode");
        }
        soundness(lead);
        lead.fact("until", day(last.getFirst().validUntil()))
                .fact("issuer", last.getFirst().issuer());
        if (lead.variant().equals("temporary-valid")) {
            leads.add(Cause.SERVER_UPGRADE_PREVENTED, POSSIBLE)
                    .ask("licence_server.prevent_upgrade", "licence_server.packs");
            leads.add(Cause.SERVER_NO_LICENCES, POSSIBLE).ask("licence_server.packs", "licence_server.activated");
        }
    }

    /** A server's own client cache says nothing of how it licenses those who connect to it. */
    private void onlyTheCache() {
        var lead = leads.add(Cause.OPEN, "server", POSSIBLE)
                .ask(
                        "session_host.mode",
                        "session_host.grace",
                        "session_host.servers",
                        "licence_server.service",
                        "licence_server.packs");
        for (var seen : views) {
            if (seen.view().licences().isEmpty()) {
                lead.sound(seen.view().present() ? "no licence is stored" : "not there", seen.where(""));
            } else {
                lead.sound(names(seen.view()), seen.where("\\Store"));
            }
        }
    }

    private void noCache() {
        boolean present = views.stream().anyMatch(seen -> seen.view().present());
        var lead = leads.add(Cause.OTHER_HARMLESS, present ? "empty" : "no-cache", LIKELY)
                .ask(
                        "asked.code",
                        "asked.program",
                        "asked.others_affected",
                        "asked.user_is_admin",
                        "session_host.mode");
        views.forEach(seen -> lead.sound(seen.view().present() ? "no licence is stored" : "not there", seen.where("")));
    }

    /** Everything that was looked at and is in order. */
    private void soundness(Lead lead) {
        for (var seen : views) {
            for (var licence : seen.view().licences()) {
                if (licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                    lead.sound(
                            "%s licence, notAfter = %s, machine %s"
                                    .formatted(
                                            decoded.temporary() ? "temporary" : "permanent",
                                            decoded.validUntil(),
                                            decoded.machine()),
                            seen.where(licence));
                }
            }
            if (seen.view().hardwareId() != null) {
                lead.sound("ClientHWID = " + seen.view().hardwareId(), seen.where("\\HardwareID"));
            }
            if (Boolean.TRUE.equals(seen.view().writableByUsers())) {
                lead.sound("Users may write", seen.where("\\Store"));
            }
        }
    }

    /** What was not read may be what is wrong: nothing is ruled out unless all of its kind was read. */
    private void ruledOut() {
        var allRead = views.stream()
                .allMatch(seen -> seen.view().knows(Part.LICENCES)
                        && seen.view().unreadable().isEmpty());
        var allWritable = views.stream()
                .map(Seen::view)
                .filter(View::present)
                .allMatch(view -> Boolean.TRUE.equals(view.writableByUsers()));
        for (var seen : views) {
            for (var licence : seen.view().licences()) {
                if (allRead && licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                    ruleOut(Cause.CLIENT_STORE_DAMAGED, "ClientLicense can be read", seen.where(licence));
                    if (!decoded.expiredAt(at)) {
                        ruleOut(
                                Cause.CLIENT_LICENCE_EXPIRED,
                                "notAfter = " + decoded.validUntil(),
                                seen.where(licence));
                    }
                    if (store.machine() != null && LicenceState.isIssuedTo(decoded, store.machine())) {
                        ruleOut(
                                Cause.CLIENT_HARDWARE_ID,
                                "issued to machine " + decoded.machine(),
                                seen.where(licence));
                    }
                }
            }
            if (allWritable && Boolean.TRUE.equals(seen.view().writableByUsers())) {
                ruleOut(Cause.CLIENT_STORE_NOT_WRITABLE, "Users may write", seen.where("\\Store"));
            }
        }
    }

    private void ruleOut(Cause cause, String text, String where) {
        if (!leads.has(lead -> lead.cause() == cause && lead.isOpen())) {
            leads.add(cause, "ruled-out", RULED_OUT).sound(text, where);
        }
    }

    // ---- parts

    private Lead lead(Seen seen, CachedLicence licence, Cause cause, String variant, Likelihood likelihood) {
        return leads.add(cause, variant, weigh(seen, likelihood))
                .fact("licence", licence.key())
                .fact("view", seen.words());
    }

    /** What lies in a view that the program does not use explains little. */
    private Likelihood weigh(Seen seen, Likelihood likelihood) {
        var bits = asked.programBits();
        if (bits == null || store.view64() == null || store.view32() == null) {
            return likelihood;
        }
        boolean used = bits == (seen.registryView() == RegistryView.REGISTRY64 ? 64 : 32);
        return used || likelihood == RULED_OUT ? likelihood : POSSIBLE;
    }

    static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
