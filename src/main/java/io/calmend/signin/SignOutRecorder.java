package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.stereotype.Component;

/** Puts the end of each session in the audit log, whichever way it came: by the person, by time or by the portal. */
@Component
class SignOutRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(SignOutRecorder.class);

    private final AuditLog auditLog;

    SignOutRecorder(AuditLog auditLog) {
        this.auditLog = auditLog;
    }

    @EventListener
    void ended(SessionDestroyedEvent event) {
        for (var context : event.getSecurityContexts()) {
            var authentication = context.getAuthentication();
            if (authentication != null && authentication.getPrincipal() instanceof Person person) {
                try {
                    auditLog.recordAlone(new AuditEvent.SignedOut(person.actor()));
                } catch (RuntimeException e) {
                    // the session is gone either way
                    LOG.error("The sign-out of {} is not in the audit log.", person, e);
                }
            }
        }
    }
}
