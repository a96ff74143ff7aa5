package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.FailureReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes the refusals of this module to the audit log; nothing else here does. */
@Component
class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AuditLog auditLog;

    Refusals(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    /** @return what the person is told: the reason, or that the audit log cannot be written */
    FailureReason record(Refusal refusal) {
        var requested = refusal.requested();
        try {
            auditLog.recordAlone(new AuditEvent.Refused(
                    requested.actor(),
                    requested.what(),
                    requested.subject(),
                    requested.host(),
                    requested.operation(),
                    refusal.reason(),
                    requested.ticket()));
            return refusal.reason();
        } catch (RuntimeException unavailable) {
            LOG.error("a refusal ({}) is not in the audit log", refusal.reason(), unavailable);
            return FailureReason.AUDIT_LOG_UNAVAILABLE;
        }
    }
}
