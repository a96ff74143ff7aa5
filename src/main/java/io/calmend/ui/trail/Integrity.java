package io.calmend.ui.trail;

import com.vaadin.flow.component.Component;
import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.Verification;
import io.calmend.audit.AuditTrail;
import io.calmend.ui.parts.Mark;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import org.springframework.stereotype.Service;

/** Whether the trail is whole: asked of every record, told in a sentence, and recorded like everything else. */
@Service
class Integrity {

    private final AuditSearch search;
    private final AuditTrail trail;
    private final LastVerification last;

    Integrity(AuditSearch search, AuditTrail trail, LastVerification last) {
        this.search = search;
        this.trail = trail;
        this.last = last;
    }

    /** Reads every record; slow on a long trail. */
    Verification verify(Actor person) {
        var result = search.verify(person);
        trail.recordAlone(new AuditEvent.TrailVerified(person, result.records(), result.broken()));
        last.set(result);
        return result;
    }

    Component badge() {
        return last.get()
                .map(result -> result.broken() == null
                        ? Markup.badge(Mark.OK, Words.say("ui.trail.whole"))
                        : Markup.badge(Mark.FAIL, Words.say("ui.trail.broken")))
                .orElseGet(() -> Markup.badge(Mark.IDLE, Words.say("ui.trail.unchecked")));
    }

    String words() {
        return last.get()
                .map(result -> Words.say("ui.trail.checked", result.records(), Moments.at(result.at())))
                .orElseGet(() -> Words.say("ui.trail.unchecked.detail"));
    }

    static Component banner(Verification result) {
        var broken = result.broken();
        var flaw = result.flaw();
        if (broken == null) {
            return Markup.banner(
                    Mark.OK, Words.say("ui.trail.whole.strong", result.records()), Words.say("ui.trail.whole.detail"));
        }
        return Markup.banner(
                Mark.FAIL,
                Words.say("ui.trail.broken.strong", broken),
                (flaw == null ? "" : Words.say("trail.flaw." + flaw) + " ")
                        + Words.say("ui.trail.broken.detail", broken));
    }
}
