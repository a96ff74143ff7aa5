package io.calmend.licensing;

import static io.calmend.licensing.Finding.Likelihood.LIKELY;
import static io.calmend.licensing.Finding.Likelihood.POSSIBLE;
import static io.calmend.licensing.Finding.Likelihood.RULED_OUT;
import static io.calmend.licensing.Finding.Likelihood.VERY_LIKELY;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.vocabulary.Dates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is in order with the cached licences of a Windows client: where nothing is wrong at all, and where something else is. */
final class SoundStoreRules {

    private final ClientStore store;
    private final Instant at;
    private final Leads leads;
    private final List<ReadView> views;

    SoundStoreRules(ClientStore store, Instant at, Leads leads, List<ReadView> views) {
        this.store = store;
        this.at = at;
        this.leads = leads;
        this.views = views;
    }

    /** For a cache with which nothing is wrong. */
    void nothingToRepair() {
        if (views.isEmpty() || views.stream().anyMatch(read -> !read.view().knows(Part.LICENCES))) {
            return;
        }
        if (store.runsServer()) {
            onlyTheCache();
            return;
        }
        var licences = views.stream()
                .flatMap(read -> read.view().licences().stream())
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
        lead.fact("until", last.getFirst().validUntil())
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
        for (var read : views) {
            if (read.view().licences().isEmpty()) {
                lead.sound(read.view().present() ? "no cached licence" : "does not exist", read.where(""));
            } else {
                lead.sound(StoreRules.names(read.view()), read.where("\\Store"));
            }
        }
    }

    private void noCache() {
        boolean present = views.stream().anyMatch(read -> read.view().present());
        var lead = leads.add(Cause.OTHER_HARMLESS, present ? "empty" : "no-cache", LIKELY)
                .ask(
                        "asked.code",
                        "asked.program",
                        "asked.others_affected",
                        "asked.user_is_admin",
                        "session_host.mode");
        views.forEach(
                read -> lead.sound(read.view().present() ? "no cached licence" : "does not exist", read.where("")));
    }

    /** Everything that was observed and is in order. */
    private void soundness(Lead lead) {
        for (var read : views) {
            for (var licence : read.view().licences()) {
                if (licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                    lead.sound(
                            "%s licence, valid until %s, issued to computer %s"
                                    .formatted(
                                            decoded.temporary() ? "temporary" : "permanent",
                                            Dates.inUtc(decoded.validUntil()),
                                            decoded.machine()),
                            read.where(licence));
                }
            }
            if (read.view().hardwareId() != null) {
                lead.sound("ClientHWID = " + read.view().hardwareId(), read.where("\\HardwareID"));
            }
            if (Boolean.TRUE.equals(read.view().writableByUsers())) {
                lead.sound("Users can write", read.where("\\Store"));
            }
        }
    }

    /** What was not read may be what is wrong: nothing is ruled out unless all of its kind was read. */
    void ruledOut() {
        var allRead = views.stream()
                .allMatch(read -> read.view().knows(Part.LICENCES)
                        && read.view().unreadable().isEmpty());
        var allWritable = views.stream()
                .map(ReadView::view)
                .filter(View::present)
                .allMatch(view -> Boolean.TRUE.equals(view.writableByUsers()));
        for (var read : views) {
            for (var licence : read.view().licences()) {
                if (allRead && licence.decoding() instanceof LicenceDecoding.Decoded(var decoded)) {
                    ruleOut(Cause.CLIENT_STORE_DAMAGED, "ClientLicense can be read", read.where(licence));
                    if (!decoded.expiredAt(at)) {
                        ruleOut(
                                Cause.CLIENT_LICENCE_EXPIRED,
                                "valid until " + Dates.inUtc(decoded.validUntil()),
                                read.where(licence));
                    }
                    if (store.machine() != null && LicenceState.isIssuedTo(decoded, store.machine())) {
                        ruleOut(
                                Cause.CLIENT_HARDWARE_ID,
                                "issued to computer " + decoded.machine(),
                                read.where(licence));
                    }
                }
            }
            if (allWritable && Boolean.TRUE.equals(read.view().writableByUsers())) {
                ruleOut(Cause.CLIENT_STORE_NOT_WRITABLE, "Users can write", read.where("\\Store"));
            }
        }
    }

    private void ruleOut(Cause cause, String text, String where) {
        if (!leads.has(lead -> lead.cause() == cause && lead.isOpen())) {
            leads.add(cause, "ruled-out", RULED_OUT).sound(text, where);
        }
    }
}
