package io.calmend.licensing;

import static io.calmend.licensing.Finding.Likelihood.LIKELY;
import static io.calmend.licensing.Finding.Likelihood.POSSIBLE;

import io.calmend.licensing.FaultReport.Others;
import io.calmend.licensing.FaultReport.RecentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Derives findings from what is known about a client and what a person reported. Pure: the same input gives the same
 * findings in the same order.
 *
 * <p>A repair is recommended only if the client's own store gives a reason for it. It is held back if the program does
 * not use that store, if every computer fails, if the error code means another fault, or if something cannot be read,
 * because then it could not be backed up either. An expired licence is a symptom: clearing it gives another 90 days
 * and hides the cause, so the questions of {@code session_host} and {@code licence_server} are asked too.
 */
public final class ClientRules {

    /** Increased whenever a rule gives another result; stored with each diagnosis. */
    public static final int VERSION = 2;

    /** Lifetime of a temporary licence in days; clearing again within it gives a second grace period. */
    static final int TEMPORARY_DAYS = 90;

    private static final String[] WHY_IT_ENDED = {
        "session_host.mode", "licence_server.packs", "licence_server.activated", "licence_server.prevent_upgrade"
    };

    private ClientRules() {}

    /** The findings from the store alone. */
    public static List<Finding> judge(ClientStore store, Instant at) {
        return judge(store, FaultReport.NOTHING, at);
    }

    /**
     * Findings ranked from the most likely, one for each cause, never empty.
     *
     * @param at when the store was read
     */
    public static List<Finding> judge(ClientStore store, FaultReport asked, Instant at) {
        var leads = new Leads();
        var reported = new ReportedRules(asked, store, leads);
        reported.beforeTheStore();
        new StoreRules(store, asked, at, leads).apply();
        reported.afterTheStore();
        restrain(leads, store, asked, reported.namesAnotherFault(), at);
        if (!leads.has(Lead::isOpen)) {
            leads.add(Cause.OPEN, POSSIBLE)
                    .ask(
                            "asked.code",
                            "asked.program",
                            "asked.others_affected",
                            "session_host.mode",
                            "session_host.servers",
                            "session_host.grace",
                            "licence_server.packs");
        }
        return leads.ranked();
    }

    private static void restrain(Leads leads, ClientStore store, FaultReport asked, boolean anotherFault, Instant at) {
        boolean notSavable = Stream.of(store.view64(), store.view32())
                .filter(Objects::nonNull)
                .anyMatch(view -> !view.unreadable().isEmpty());
        boolean everybody = asked.othersAffected() == Others.ALL;
        boolean elsewhere = asked.ignoresTheStore();
        for (var lead : leads.all()) {
            if (lead.repair() == null) {
                continue;
            }
            if (everybody || elsewhere || anotherFault) {
                lead.withoutRepair().atMost(POSSIBLE).ask("asked.others_affected", "asked.program");
            } else if (notSavable) {
                lead.withoutRepair();
            } else {
                guardAgainstGraceReset(lead, store, asked, at);
            }
        }
    }

    /** Clearing again within the lifetime of a temporary licence only restarts the 90 days. */
    private static void guardAgainstGraceReset(Lead lead, ClientStore store, FaultReport asked, Instant at) {
        var daysAgo = store.clearedDaysAgo();
        boolean deleted = asked.changed(RecentChange.STORE_DELETED);
        if (!deleted && (daysAgo == null || daysAgo > TEMPORARY_DAYS)) {
            return;
        }
        if (daysAgo != null) {
            lead.fact("cleared", at.minus(Duration.ofDays(daysAgo)))
                    .unsound("last cleared " + daysAgo + " days ago", "history in Calmend");
        }
        lead.ask(WHY_IT_ENDED);
        if (daysAgo != null && !lead.variant().isEmpty()) {
            lead.variant(lead.variant() + "-again");
        }
        if (deleted || lead.cause() == Cause.CLIENT_LICENCE_EXPIRED) {
            lead.withoutRepair().atMost(LIKELY);
        }
    }

    static String[] whyItEnded() {
        return WHY_IT_ENDED.clone();
    }
}
