package io.calmend.ui.parts;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import org.springframework.stereotype.Service;

/** What people type in place of a computer's name, in a field or as an address, and what is none. */
@Service
public class TypedNames {

    private static final int LONGEST_SUBJECT = 260;

    private final AuditLog auditLog;
    private final CurrentActor currentActor;

    TypedNames(AuditLog auditLog, CurrentActor currentActor) {
        this.auditLog = auditLog;
        this.currentActor = currentActor;
    }

    /** Writes to the audit log that {@code typed} is no name. @param asked what for, as {@link AuditEvent.Refused} has it */
    public void refused(String asked, String typed, FailureReason reason) {
        auditLog.recordAlone(new AuditEvent.Refused(
                currentActor.get(), asked, Texts.cut(typed, LONGEST_SUBJECT), null, null, reason, null));
    }
}
