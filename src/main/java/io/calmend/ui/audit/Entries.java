package io.calmend.ui.audit;

import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Visible;
import java.util.Optional;

/** Describes entries of the audit log in the words of the screens. */
final class Entries {

    private Entries() {}

    /** The severity of an entry; that a check was done says nothing about what it found. */
    static Severity severity(AuditEntry entry) {
        return switch (entry.outcome()) {
            case DONE -> entry.facts().containsKey("finding") ? Severity.IDLE : Severity.OK;
            case REFUSED -> Severity.WARN;
            case FAILED -> Severity.FAIL;
            case UNKNOWN -> Severity.UNKNOWN;
            case NOTED -> Severity.IDLE;
        };
    }

    static String outcome(Outcome outcome) {
        return Words.say("audit.outcome." + outcome);
    }

    /** What happened: {@code Repair started: Clear cached licences}, {@code Undo of R-1001 ended: …}. */
    static String sentence(AuditEntry entry) {
        var kind = kind(entry);
        var operation = entry.operation();
        if (operation != null) {
            return Words.say("ui.audit.sentence", kind, Words.operation(operation));
        }
        var failure = entry.failure();
        if (failure != null) {
            return Words.say("ui.audit.sentence", kind, Words.what(failure));
        }
        var finding = entry.facts().get("finding");
        return finding == null ? kind : Words.say("ui.audit.sentence", kind, finding(finding));
    }

    private static String kind(AuditEntry entry) {
        var undoOf = entry.facts().get("undoOf");
        if (undoOf != null) {
            return Words.find("audit." + entry.kind() + ".undo")
                    .map(_ -> Words.say("audit." + entry.kind() + ".undo", "R-" + undoOf))
                    .orElseGet(() -> Visible.of(entry.kind()));
        }
        var saved = onlySaves(entry) ? Words.find("audit." + entry.kind() + ".save") : Optional.<String>empty();
        return saved.orElseGet(() -> Words.find("audit." + entry.kind(), entry.kind()));
    }

    /** Whether the run only made a backup, as planned. A run that failed is described by its state instead. */
    private static boolean onlySaves(AuditEntry entry) {
        var state = entry.facts().get("state");
        return entry.changes().isEmpty() && (state == null || state.equals("SUCCEEDED"));
    }

    /** The title of a check's finding, without facts that the log does not keep. */
    static String finding(String code) {
        return Words.find("finding." + code + ".title")
                .filter(title -> !title.contains("{"))
                .or(() -> Words.find("finding." + code.replaceFirst("\\.[a-z0-9-]+$", "") + ".title")
                        .filter(title -> !title.contains("{")))
                .orElseGet(() -> Visible.of(code));
    }
}
