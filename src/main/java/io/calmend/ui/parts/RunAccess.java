package io.calmend.ui.parts;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.Execution;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.Role;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Who may see an execution: whoever started it, managers and administrators, and people of the helpdesk who may look at its
 * host. {@link Executions#find} leaves that question to its caller.
 */
@Service
public class RunAccess {

    private final Executions executions;
    private final Delegations delegations;
    private final Directory directory;
    private final AuditTrail trail;
    private final CurrentActor currentActor;

    RunAccess(
            Executions executions,
            Delegations delegations,
            Directory directory,
            AuditTrail trail,
            CurrentActor currentActor) {
        this.executions = executions;
        this.delegations = delegations;
        this.directory = directory;
        this.trail = trail;
        this.currentActor = currentActor;
    }

    /**
     * The execution, if there is one and the person of this session may see it. A refusal is on the trail before this
     * returns.
     *
     * @param asked what for, as {@link AuditEvent.Refused} has it: {@code page}, {@code download}
     * @param subject the page or id as it was asked for
     */
    public Optional<Execution> open(ExecutionId id, String asked, String subject) {
        var found = executions.find(id);
        if (found.isEmpty() || maySee(found.get())) {
            return found;
        }
        var execution = found.get();
        trail.recordAlone(new AuditEvent.Refused(
                currentActor.get(),
                asked,
                subject,
                new AuditEvent.Host(execution.hostId(), execution.hostName()),
                execution.operation(),
                FailureReason.NOT_PERMITTED,
                null));
        return Optional.empty();
    }

    private boolean maySee(Execution execution) {
        var person = currentActor.get();
        if (execution.actor().sid().equals(person.sid())
                || currentActor.has(Role.MANAGER)
                || currentActor.has(Role.ADMINISTRATOR)) {
            return true;
        }
        return currentActor.has(Role.HELPDESK)
                && directory.host(execution.hostId()) instanceof HostLookup.Found(var host)
                && delegations.decide(person, Delegations.DIAGNOSE, host) instanceof Decision.Allowed;
    }
}
