package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import org.springframework.stereotype.Service;

/** Logs what a screen refuses without asking a service: a page, or a text that is not a valid name. */
@Service
public class ScreenRefusals {

    private final AuditLog auditLog;
    private final CurrentActor currentActor;

    ScreenRefusals(AuditLog auditLog, CurrentActor currentActor) {
        this.auditLog = auditLog;
        this.currentActor = currentActor;
    }

    /**
     * @param asked what the person asked for, as in {@link AuditEvent.Refused}
     * @param subject what the person typed or opened; the first {@value ServiceGuard#LONGEST_SUBJECT} characters are
     *     logged
     */
    public void refused(String asked, String subject, FailureReason reason) {
        auditLog.recordAlone(new AuditEvent.Refused(
                currentActor.get(), asked, Texts.cut(subject, ServiceGuard.LONGEST_SUBJECT), null, null, reason, null));
    }
}
