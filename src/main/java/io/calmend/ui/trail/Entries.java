package io.calmend.ui.trail;

import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.ui.parts.Mark;
import io.calmend.ui.parts.Words;

/** A record of the trail in the words of the screens. */
final class Entries {

    private Entries() {}

    static Mark mark(Outcome outcome) {
        return switch (outcome) {
            case DONE -> Mark.OK;
            case REFUSED -> Mark.WARN;
            case FAILED -> Mark.FAIL;
            case UNKNOWN -> Mark.UNKNOWN;
            case NOTED -> Mark.IDLE;
        };
    }

    static String outcome(Outcome outcome) {
        return Words.say("trail.outcome." + outcome);
    }

    /** What happened: {@code Repair started: Renew the licence cache}. */
    static String sentence(AuditEntry entry) {
        var kind = Words.find("trail." + entry.kind()).orElse(entry.kind());
        var operation = entry.operation();
        var failure = entry.failure();
        if (operation != null) {
            return Words.say("ui.trail.sentence", kind, Words.operation(operation));
        }
        return failure == null ? kind : Words.say("ui.trail.sentence", kind, Words.what(failure));
    }
}
