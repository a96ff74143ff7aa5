package io.calmend.execution;

import io.calmend.backup.AlteredBackupException;
import io.calmend.backup.Backups;
import io.calmend.cases.Cases;
import io.calmend.execution.Draft.Saved;
import io.calmend.execution.Draft.Undo;
import io.calmend.execution.Preconditions.Permission;
import io.calmend.execution.Preconditions.Permitted;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.registry.ObservedTree;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decides whether something may be planned at all, before its host is observed; {@link PlanWriter} then says what it would change. */
@Component
class Planning {

    private static final Logger LOG = LoggerFactory.getLogger(Planning.class);

    private final OperationCatalog catalog;
    private final Preconditions preconditions;
    private final Cases cases;
    private final Backups backups;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final PlanWriter writer;
    private final ExecutionSettings settings;

    Planning(
            OperationCatalog catalog,
            Preconditions preconditions,
            Cases cases,
            Backups backups,
            ExecutionReader reader,
            ExecutionJournal journal,
            PlanWriter writer,
            ExecutionSettings settings) {
        this.catalog = catalog;
        this.preconditions = preconditions;
        this.cases = cases;
        this.backups = backups;
        this.reader = reader;
        this.journal = journal;
        this.writer = writer;
        this.settings = settings;
    }

    sealed interface Outcome permits Planned, Refusal {}

    record Planned(Plan plan) implements Outcome {}

    /** As {@link Executions#plan(Actor, OperationKey, HostName, CaseId, BackupId)}. */
    Outcome plan(
            Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, @Nullable BackupId backup) {
        var requested = new RequestedAction(actor, "plan", host.value()).toRun(operation);
        var definition = catalog.find(operation);
        if (definition.isEmpty()) {
            return requested.refused(FailureReason.OPERATION_UNKNOWN);
        }
        return plan(preconditions.permission(requested, operation, host), definition.get(), caseId, backup);
    }

    /** As {@link Executions#planAgain}. */
    Outcome planAgain(Actor actor, PlanId id) {
        var requested = new RequestedAction(actor, "plan", id);
        var own = reader.plan(id).filter(row -> row.actorSid.equals(actor.sid()));
        if (own.isEmpty()) {
            return requested.refused(FailureReason.PLAN_UNKNOWN);
        }
        var plan = own.get().read();
        var undoOf = plan.undoOf();
        if (undoOf != null) {
            return planUndo(actor, undoOf);
        }
        var operation = plan.operation();
        var definition = catalog.find(operation);
        if (definition.isEmpty()) {
            return requested.toRun(operation).refused(FailureReason.OPERATION_UNKNOWN);
        }
        return plan(
                preconditions.permission(requested, operation, plan.hostId()),
                definition.get(),
                plan.caseId(),
                plan.backup());
    }

    private Outcome plan(
            Permission permission, Operation definition, @Nullable CaseId caseId, @Nullable BackupId backup) {
        return switch (permission) {
            case Refusal refusal -> refusal;
            case Permitted permitted -> plan(permitted, definition, caseId, backup);
        };
    }

    private Outcome plan(
            Permitted permitted, Operation definition, @Nullable CaseId caseId, @Nullable BackupId backup) {
        var host = permitted.host();
        if (caseId != null && !cases.isAbout(caseId, host.objectId())) {
            return permitted.refused(FailureReason.CASE_UNKNOWN, List.of(caseId.toString()));
        }
        var failure = preconditions.preflightFailure(host, !definition.steps().isEmpty());
        if (failure.isPresent()) {
            return permitted.refused(failure.get());
        }
        if (definition.needsBackup()) {
            return make(permitted, backup, saved -> new Draft(permitted, definition, caseId, saved, null));
        }
        return writer.make(new Draft(permitted, definition, caseId, null, null));
    }

    /** As {@link Executions#planUndo}. */
    Outcome planUndo(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "undo", execution);
        var found = reader.find(execution);
        if (found.isEmpty()) {
            return requested.refused(FailureReason.NOTHING_TO_UNDO);
        }
        var row = found.get();
        return switch (preconditions.permission(requested, row.operationKey(), row.hostId)) {
            case Refusal refusal -> refusal;
            case Permitted permitted -> planUndo(permitted, row);
        };
    }

    private Outcome planUndo(Permitted permitted, ExecutionRow row) {
        if (!row.state.ended()) {
            return permitted.refused(FailureReason.HOST_BUSY);
        }
        var original = reader.unaltered(row);
        if (original.isEmpty()) {
            return permitted.refused(FailureReason.PLAN_ALTERED);
        }
        if (original.get().onlySaves() || !row.state.mayBeUndone() || reader.isUndone(row.executionId())) {
            return permitted.refused(FailureReason.NOTHING_TO_UNDO);
        }
        var backup = row.backupId;
        if (backup == null || journal.now().isAfter(row.startedAt.plus(settings.undoOffered()))) {
            return permitted.refused(FailureReason.BACKUP_UNKNOWN);
        }
        var failure = preconditions.preflightFailure(permitted.host(), true);
        if (failure.isPresent()) {
            return permitted.refused(failure.get());
        }
        return make(permitted, new BackupId(backup), saved -> undo(permitted, row, original.get(), saved));
    }

    private Draft undo(Permitted permitted, ExecutionRow row, PlanDocument original, Saved saved) {
        var restoration = Restoration.of(row.operationKey(), row.operationVersion, saved.trees());
        var after = reader.reading(row.executionId()).after();
        var undo = new Undo(row.executionId(), after == null ? original.expected() : after);
        return new Draft(permitted, restoration, new CaseId(row.caseId), saved, undo);
    }

    /** Makes a plan that needs {@code backup}, which has to be one of the same host. */
    private Outcome make(Permitted permitted, @Nullable BackupId backup, Function<Saved, Draft> draft) {
        if (backup == null
                || backups.find(backup)
                        .filter(one -> one.host().equals(permitted.host().objectId()))
                        .isEmpty()) {
            return permitted.refused(FailureReason.BACKUP_UNKNOWN);
        }
        List<ObservedTree> trees;
        try {
            trees = backups.trees(backup);
        } catch (AlteredBackupException altered) {
            LOG.error("{} is not used: {}", backup, altered.getMessage());
            return permitted.refused(FailureReason.BACKUP_ALTERED);
        }
        return writer.make(draft.apply(new Saved(backup, trees)));
    }
}
