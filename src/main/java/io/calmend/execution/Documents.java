package io.calmend.execution;

import io.calmend.host.HostJson;
import io.calmend.host.Renaming;
import io.calmend.host.StoredFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** How plans and events are stored. */
final class Documents {

    private static final Map<String, String> FAILURES =
            Map.of("TRAIL_UNAVAILABLE", "AUDIT_LOG_UNAVAILABLE", "RIGHTS_NOT_RESTORED", "DESCRIPTOR_NOT_RESTORED");
    private static final Map<String, String> STATES = Map.of("UNDOING", "ROLLING_BACK", "PUT_BACK", "ROLLED_BACK");
    private static final Map<String, String> KINDS_OF_DIFFERENCE = Map.of("ACCESS_RIGHTS", "SECURITY_DESCRIPTOR");

    static final StoredFormat PLAN = new StoredFormat(
            "a plan",
            List.of(
                    new Renaming(
                            Map.of(
                                    "seen", "observed",
                                    "seenAt", "observedAt",
                                    "lookStartedAt", "observationStartedAt",
                                    "lost", "unreadable",
                                    "right", "access"),
                            Map.of("is", Map.of("Borrow", "TakeOwnership"), "kind", KINDS_OF_DIFFERENCE)),
                    Documents::planOfFacets));

    static final StoredFormat EVENT = new StoredFormat(
            "an event",
            List.of(
                    new Renaming(
                            Map.of("notGivenBack", "notRestored", "lost", "unreadable"),
                            Map.of(
                                    "kind", KINDS_OF_DIFFERENCE,
                                    "reason", FAILURES,
                                    "why", FAILURES,
                                    "state", STATES,
                                    "found", STATES)),
                    Documents::eventOfFacets));

    /** What fits the columns of both databases. */
    static final int LONGEST = 1_000_000;

    private Documents() {}

    /** Format 3: what was a tree is a facet, and what was a change or a difference is one of the registry. */
    private static ObjectNode planOfFacets(ObjectNode plan) {
        for (var state : List.of("observed", "expected")) {
            var states = HostJson.ofRegistry(plan.remove(state), "tree");
            plan.putObject(state).set("states", states);
        }
        plan.set("changes", HostJson.ofRegistry(plan.remove("changes"), "change"));
        for (var differences : List.of("differences", "drift")) {
            plan.set(differences, HostJson.ofRegistry(plan.remove(differences), "difference"));
        }
        plan.putObject("arguments").set("backup", plan.remove("backup"));
        plan.putNull("act");
        return plan;
    }

    private static ObjectNode eventOfFacets(ObjectNode event) {
        if (event.has("sha256")) {
            var size = HostJson.MAPPER.createObjectNode();
            size.set("keys", event.remove("keys"));
            size.set("values", event.remove("values"));
            event.set("size", size.put("services", 0));
        }
        if (event.has("trees")) {
            event.putObject("state").set("states", HostJson.ofRegistry(event.remove("trees"), "tree"));
            event.putArray("known");
            event.set("accepted", event.remove("reissued"));
        }
        for (var differences : List.of("wrong", "changed")) {
            if (event.has(differences)) {
                event.set(differences, HostJson.ofRegistry(event.remove(differences), "difference"));
            }
        }
        return event;
    }
}
