package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.stereotype.Component;

/** Puts the end of each session on the trail, whichever way it came: by the person, by time or by the portal. */
@Component
class SignOutRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(SignOutRecorder.class);

    private final AuditTrail trail;

    SignOutRecorder(AuditTrail trail) {
        this.trail = trail;
    }

    @EventListener
    void ended(SessionDestroyedEvent event) {
        for (var context : event.getSecurityContexts()) {
            var authentication = context.getAuthentication();
            if (authentication != null && authentication.getPrincipal() instanceof Person person) {
                try {
                    trail.recordAlone(new AuditEvent.SignedOut(person.actor()));
                } catch (RuntimeException e) {
                    // the session is gone either way
                    LOG.error("The sign-out of {} is not on the trail.", person, e);
                }
            }
        }
    }
}
