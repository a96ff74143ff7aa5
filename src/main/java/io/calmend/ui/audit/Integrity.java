package io.calmend.ui.audit;

import com.vaadin.flow.component.Component;
import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.Verification;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import org.springframework.stereotype.Service;

/** Whether the audit log is whole: asked of every entry, told in a sentence, and recorded like everything else. */
@Service
class Integrity {

    private final AuditSearch search;
    private final AuditLog auditLog;
    private final LastVerification last;

    Integrity(AuditSearch search, AuditLog auditLog, LastVerification last) {
        this.search = search;
        this.auditLog = auditLog;
        this.last = last;
    }

    /** Reads every entry; slow on a long audit log. */
    Verification verify(Actor person) {
        var result = search.verify(person);
        auditLog.recordAlone(new AuditEvent.LogVerified(person, result.entries(), result.broken()));
        last.set(result);
        return result;
    }

    Component badge() {
        return last.get()
                .map(result -> result.broken() == null
                        ? Markup.badge(Severity.OK, Words.say("ui.audit.whole"))
                        : Markup.badge(Severity.FAIL, Words.say("ui.audit.broken")))
                .orElseGet(() -> Markup.badge(Severity.IDLE, Words.say("ui.audit.unchecked")));
    }

    String words() {
        return last.get()
                .map(result -> Words.say("ui.audit.checked", result.entries(), Moments.at(result.at())))
                .orElseGet(() -> Words.say("ui.audit.unchecked.detail"));
    }

    static Component banner(Verification result) {
        var broken = result.broken();
        var flaw = result.flaw();
        if (broken == null) {
            return Markup.banner(
                    Severity.OK,
                    Words.say("ui.audit.whole.strong", result.entries()),
                    Words.say("ui.audit.whole.detail"));
        }
        return Markup.banner(
                Severity.FAIL,
                Words.say("ui.audit.broken.strong", broken),
                (flaw == null ? "" : Words.say("audit.flaw." + flaw) + " ")
                        + Words.say("ui.audit.broken.detail", broken));
    }
}
