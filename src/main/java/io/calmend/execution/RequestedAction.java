package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for, as far as it is known: what a refusal says in the audit log.
 *
 * @param what {@code plan}, {@code start}, {@code undo}, {@code check}, {@code page} or {@code history}
 * @param subject the host or id as it was asked for
 */
record RequestedAction(
        Actor actor,
        String what,
        String subject,
        AuditEvent.@Nullable Host host,
        @Nullable OperationKey operation,
        @Nullable String ticket) {

    RequestedAction(Actor actor, String what, Object subject) {
        this(actor, what, subject.toString(), null, null, null);
    }

    RequestedAction about(ManagedHost found) {
        return about(found.objectId(), found.name());
    }

    RequestedAction about(UUID hostId, String hostName) {
        return new RequestedAction(actor, what, subject, new AuditEvent.Host(hostId, hostName), operation, ticket);
    }

    RequestedAction toRun(OperationKey key) {
        return new RequestedAction(actor, what, subject, host, key, ticket);
    }

    RequestedAction forTicket(String number) {
        return new RequestedAction(actor, what, subject, host, operation, number);
    }

    Refusal refused(FailureReason reason) {
        return refused(reason, List.of());
    }

    Refusal refused(FailureReason reason, List<String> where) {
        return new Refusal(this, reason, where);
    }
}
