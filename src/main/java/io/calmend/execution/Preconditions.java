package io.calmend.execution;

import io.calmend.backup.AlteredBackupException;
import io.calmend.backup.Backups;
import io.calmend.cases.Cases;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Permit;
import io.calmend.directory.Directory;
import io.calmend.directory.ManagedHost;
import io.calmend.registry.ObservedTree;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What has to hold before something is planned or done, each time it is asked: the first that does not is why it is refused. */
@Component
class Preconditions {

    private static final Logger LOG = LoggerFactory.getLogger(Preconditions.class);

    private final Directory directory;
    private final Delegations delegations;
    private final Cases cases;
    private final ChangeSwitch changes;
    private final Backups backups;
    private final ExecutionStore store;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;

    Preconditions(
            Directory directory,
            Delegations delegations,
            Cases cases,
            ChangeSwitch changes,
            Backups backups,
            ExecutionStore store,
            ExecutionReader reader,
            ExecutionJournal journal) {
        this.directory = directory;
        this.delegations = delegations;
        this.cases = cases;
        this.changes = changes;
        this.backups = backups;
        this.store = store;
        this.reader = reader;
        this.journal = journal;
    }

    private static ManagedHost host(RequestedAction requested, Directory.HostLookup lookup) {
        return switch (lookup) {
            case Directory.HostLookup.Found found -> found.host();
            case Directory.HostLookup.Refused refused ->
                throw new RefusedException(requested, refused.reason(), List.of());
        };
    }

    /** The host as the directory knows it now. */
    ManagedHost host(RequestedAction requested, HostName name) {
        return host(requested, directory.host(name));
    }

    ManagedHost host(RequestedAction requested, UUID id) {
        return host(requested, directory.host(id));
    }

    /** What allows it now. */
    Permit permit(RequestedAction requested, OperationKey operation, ManagedHost host) {
        return switch (delegations.decide(requested.actor(), operation, host)) {
            case Delegations.Decision.Allowed allowed -> allowed.permit();
            case Delegations.Decision.Denied denied ->
                throw new RefusedException(requested, denied.reason(), List.of());
        };
    }

    void requireCase(RequestedAction requested, @Nullable CaseId caseId, ManagedHost host) {
        if (caseId != null && !cases.isAbout(caseId, host.objectId())) {
            throw new RefusedException(requested, FailureReason.CASE_UNKNOWN, List.of(caseId.toString()));
        }
    }

    /** @param touches whether something would be changed, and not only saved */
    void requireFree(RequestedAction requested, ManagedHost host, boolean touches) {
        if (touches && changes.stopped().isPresent()) {
            throw new RefusedException(requested, FailureReason.CHANGES_STOPPED, List.of());
        }
        if (journal.inTransaction(() -> store.isTaken(host.objectId()))) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        }
    }

    /** What the backup holds of this host. */
    List<ObservedTree> savedStates(RequestedAction requested, ManagedHost host, @Nullable BackupId backup) {
        if (backup == null
                || backups.find(backup)
                        .filter(one -> one.host().equals(host.objectId()))
                        .isEmpty()) {
            throw new RefusedException(requested, FailureReason.BACKUP_UNKNOWN, List.of());
        }
        try {
            return backups.trees(backup);
        } catch (AlteredBackupException altered) {
            LOG.error("{} is not used: {}", backup, altered.getMessage());
            throw new RefusedException(requested, FailureReason.BACKUP_ALTERED, List.of());
        }
    }

    /** The plan that was confirmed, as the audit log bears witness. */
    PlanDocument unaltered(RequestedAction requested, ExecutionRow row) {
        return reader.unaltered(row).orElseThrow(() -> {
            LOG.error("the plan of {} does not match the audit log", row.executionId());
            return new RefusedException(requested, FailureReason.PLAN_ALTERED, List.of());
        });
    }

    boolean isUndone(ExecutionId original) {
        return journal.inTransaction(() -> store.standingUndo(original).isPresent());
    }

    boolean isStarted(PlanId plan) {
        return journal.inTransaction(() -> store.isStarted(plan));
    }
}
