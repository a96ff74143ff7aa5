package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The one exit for all that this module refuses: it is in the audit log before the person is told. */
@Component
class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final AuditLog auditLog;

    Refusals(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    /** Logs {@code refusal}. @return what the person is told */
    FailureReason refuse(RefusedException refusal) {
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

    /** Logs that something is not shown to who asked for it. */
    void refuseToShow(RequestedAction requested, AuditEvent.@Nullable Host host) {
        var about = new RequestedAction(
                requested.actor(), requested.what(), requested.subject(), host, requested.operation(), null);
        var _ = refuse(new RefusedException(about, FailureReason.NOT_PERMITTED, List.of()));
    }
}
