package io.calmend.ui.audit;

import com.vaadin.flow.component.Component;
import io.calmend.audit.AuditSearch.Verification;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import java.util.Optional;

/** Shows the result of a verification of the audit log, as a badge, a sentence or a banner. */
final class Integrity {

    private Integrity() {}

    static Component badge(Optional<Verification> last) {
        return last.map(result -> result.broken() == null
                        ? Markup.badge(Severity.OK, Words.say("ui.audit.whole"))
                        : Markup.badge(Severity.FAIL, Words.say("ui.audit.broken")))
                .orElseGet(() -> Markup.badge(Severity.IDLE, Words.say("ui.audit.unchecked")));
    }

    static String words(Optional<Verification> last) {
        return last.map(result -> Words.say("ui.audit.checked", result.entries(), Moments.at(result.at())))
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
