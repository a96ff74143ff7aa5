package io.calmend.execution;

import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Permit;
import io.calmend.directory.Directory;
import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Decides whether a person may run an operation on a host, and whether anything may begin there now. Asks afresh each time. */
@Component
class Preconditions {

    private final Directory directory;
    private final Delegations delegations;
    private final ChangeSwitch changes;
    private final ExecutionReader reader;

    Preconditions(Directory directory, Delegations delegations, ChangeSwitch changes, ExecutionReader reader) {
        this.directory = directory;
        this.delegations = delegations;
        this.changes = changes;
        this.reader = reader;
    }

    sealed interface Permission permits Permitted, Refusal {}

    /** The directory knows the host and a rule covers it. */
    record Permitted(RequestedAction requested, ManagedHost host, Permit permit) implements Permission {

        Refusal refused(FailureReason reason) {
            return requested.refused(reason);
        }

        Refusal refused(FailureReason reason, List<String> where) {
            return requested.refused(reason, where);
        }
    }

    Permission permission(RequestedAction requested, OperationKey operation, HostName host) {
        return permission(requested.toRun(operation), operation, directory.host(host));
    }

    /** @param host the directory's object id */
    Permission permission(RequestedAction requested, OperationKey operation, UUID host) {
        return permission(requested.toRun(operation), operation, directory.host(host));
    }

    private Permission permission(RequestedAction requested, OperationKey operation, Directory.HostLookup lookup) {
        return switch (lookup) {
            case Directory.HostLookup.Refused(var reason) -> requested.refused(reason);
            case Directory.HostLookup.Found(var host) -> permission(requested.about(host), operation, host);
        };
    }

    private Permission permission(RequestedAction requested, OperationKey operation, ManagedHost host) {
        return switch (delegations.decide(requested.actor(), operation, host)) {
            case Delegations.Decision.Denied denied -> requested.refused(denied.reason());
            case Delegations.Decision.Allowed(var permit) -> new Permitted(requested, host, permit);
        };
    }

    /** Whether {@link #permission} would be given; for what is shown, and asks the directory accordingly seldom. */
    boolean wouldPermit(Actor actor, OperationKey operation, UUID host) {
        return directory.host(host) instanceof Directory.HostLookup.Found(var found)
                && delegations.decideAll(actor, List.of(operation), found).get(operation)
                        instanceof Delegations.Decision.Allowed;
    }

    /**
     * Why nothing may begin on {@code host} now; empty if it may.
     *
     * @param changesHost whether what would begin there changes the host, or only saves what is there
     */
    Optional<FailureReason> preflightFailure(ManagedHost host, boolean changesHost) {
        if (changesHost && changes.stopped().isPresent()) {
            return Optional.of(FailureReason.CHANGES_STOPPED);
        }
        return reader.isTaken(host.objectId()) ? Optional.of(FailureReason.HOST_BUSY) : Optional.empty();
    }
}
