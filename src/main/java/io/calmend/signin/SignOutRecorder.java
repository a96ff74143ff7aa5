package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.stereotype.Component;

/** Writes the end of each session to the audit log, whether the person, a timeout or the portal ended it. */
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
                    // the session has ended in any case
                    LOG.error("The sign-out of {} is not in the audit log.", person, e);
                }
            }
        }
    }
}
