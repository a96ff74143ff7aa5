package io.calmend.execution;

import io.calmend.registry.Renaming;
import io.calmend.registry.StoredFormat;
import java.util.List;
import java.util.Map;

/** How plans and events are stored. */
final class Documents {

    private static final Map<String, String> FAILURES =
            Map.of("TRAIL_UNAVAILABLE", "AUDIT_LOG_UNAVAILABLE", "RIGHTS_NOT_RESTORED", "DESCRIPTOR_NOT_RESTORED");
    private static final Map<String, String> STATES = Map.of("UNDOING", "ROLLING_BACK", "PUT_BACK", "ROLLED_BACK");
    private static final Map<String, String> KINDS_OF_DIFFERENCE = Map.of("ACCESS_RIGHTS", "SECURITY_DESCRIPTOR");

    static final StoredFormat PLAN = new StoredFormat(
            "a plan",
            List.of(new Renaming(
                    Map.of(
                            "seen", "observed",
                            "seenAt", "observedAt",
                            "lookStartedAt", "observationStartedAt",
                            "lost", "unreadable",
                            "right", "access"),
                    Map.of("is", Map.of("Borrow", "TakeOwnership"), "kind", KINDS_OF_DIFFERENCE))));

    static final StoredFormat EVENT = new StoredFormat(
            "an event",
            List.of(new Renaming(
                    Map.of("notGivenBack", "notRestored", "lost", "unreadable"),
                    Map.of(
                            "kind", KINDS_OF_DIFFERENCE,
                            "reason", FAILURES,
                            "why", FAILURES,
                            "state", STATES,
                            "found", STATES))));

    /** What fits the columns of both databases. */
    static final int LONGEST = 1_000_000;

    private Documents() {}
}
