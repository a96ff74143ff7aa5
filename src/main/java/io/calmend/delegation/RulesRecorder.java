package io.calmend.delegation;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Sha256;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes to the audit log at start which rules apply. A portal that cannot write its audit log does not start. */
@Component
class RulesRecorder {

    private static final char END = '\u0000';

    private final Delegations delegations;
    private final AuditLog auditLog;

    RulesRecorder(Delegations delegations, AuditLog auditLog) {
        this.delegations = delegations;
        this.auditLog = auditLog;
    }

    @EventListener(ApplicationStartedEvent.class)
    void record() {
        auditLog.recordAlone(new AuditEvent.RulesRead(
                Actor.PORTAL, delegations.rules(Actor.PORTAL).size(), sha256()));
    }

    /** Over every field of every rule, in order, so that the same rules give the same digest on every server. */
    private String sha256() {
        var text = new StringBuilder();
        for (var rule : delegations.rules(Actor.PORTAL)) {
            text.append(rule.name()).append(END);
            text.append(rule.group()).append(END);
            rule.operations().stream().sorted().forEach(key -> text.append(key).append(','));
            text.append(END);
            text.append(rule.organisationalUnit()).append(END);
            var until = rule.until();
            text.append(until == null ? "" : until.toString()).append(END);
        }
        return Sha256.hex(text.toString());
    }
}
