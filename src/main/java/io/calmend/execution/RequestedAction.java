package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.OperationKey;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for, as far as it is known: what a refusal says in the audit log.
 *
 * @param what {@code plan}, {@code start}, {@code undo} or {@code check}
 * @param subject the host or id as it was asked for
 */
record RequestedAction(
        Actor actor,
        String what,
        String subject,
        AuditEvent.@Nullable Host host,
        @Nullable OperationKey operation,
        @Nullable String ticket) {

    RequestedAction about(ManagedHost found) {
        return new RequestedAction(
                actor, what, subject, new AuditEvent.Host(found.objectId(), found.name()), operation, ticket);
    }

    RequestedAction toRun(OperationKey key) {
        return new RequestedAction(actor, what, subject, host, key, ticket);
    }
}
