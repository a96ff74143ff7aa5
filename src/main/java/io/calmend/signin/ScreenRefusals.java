package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import org.springframework.stereotype.Service;

/** Logs what a screen refuses to the person before it without asking a service: a page, or a text that is no name. */
@Service
public class ScreenRefusals {

    private final AuditLog auditLog;
    private final CurrentActor currentActor;

    ScreenRefusals(AuditLog auditLog, CurrentActor currentActor) {
        this.auditLog = auditLog;
        this.currentActor = currentActor;
    }

    /**
     * @param asked what for, as {@link AuditEvent.Refused} has it
     * @param subject what was typed or opened; its first {@value ServiceGuard#LONGEST_SUBJECT} characters are kept
     */
    public void refused(String asked, String subject, FailureReason reason) {
        auditLog.recordAlone(new AuditEvent.Refused(
                currentActor.get(), asked, Texts.cut(subject, ServiceGuard.LONGEST_SUBJECT), null, null, reason, null));
    }
}
