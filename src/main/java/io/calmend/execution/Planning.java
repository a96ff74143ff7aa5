package io.calmend.execution;

import io.calmend.backup.AlteredBackupException;
import io.calmend.backup.Backups;
import io.calmend.cases.Cases;
import io.calmend.execution.Draft.Undo;
import io.calmend.execution.Preconditions.Permission;
import io.calmend.execution.Preconditions.Permitted;
import io.calmend.host.HostState;
import io.calmend.operation.Arguments;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Parameter;
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

    /** As {@link Executions#plan(Actor, OperationKey, HostName, CaseId, Arguments)}. */
    Outcome plan(Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, Arguments arguments) {
        var requested = new RequestedAction(actor, "plan", host.value()).toRun(operation);
        var definition = catalog.find(operation);
        if (definition.isEmpty()) {
            return requested.refused(FailureReason.OPERATION_UNKNOWN);
        }
        return plan(preconditions.permission(requested, operation, host), definition.get(), caseId, arguments);
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
                plan.arguments());
    }

    private Outcome plan(Permission permission, Operation definition, @Nullable CaseId caseId, Arguments arguments) {
        return switch (permission) {
            case Refusal refusal -> refusal;
            case Permitted permitted -> plan(permitted, definition, caseId, arguments);
        };
    }

    private Outcome plan(Permitted permitted, Operation definition, @Nullable CaseId caseId, Arguments chosen) {
        var arguments = chosen.only(definition.parameters());
        var host = permitted.host();
        if (caseId != null && !cases.isAbout(caseId, host.objectId())) {
            return permitted.refused(FailureReason.CASE_UNKNOWN, List.of(caseId.toString()));
        }
        var failure = preconditions.preflightFailure(
                host, !definition.steps(arguments).isEmpty());
        if (failure.isPresent()) {
            return permitted.refused(failure.get());
        }
        if (definition.needs(new Parameter.Backup())) {
            return make(
                    permitted, arguments.backup(), saved -> Draft.of(permitted, definition, arguments, caseId, saved));
        }
        return writer.make(Draft.of(permitted, definition, arguments, caseId, new HostState(List.of())));
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
        var isDone = original.get().act() != null && row.state == ExecutionState.SUCCEEDED;
        if (original.get().onlySaves() || isDone || !row.state.mayBeUndone() || reader.isUndone(row.executionId())) {
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
        var after = reader.reading(row.executionId()).after();
        var undo = new Undo(row.executionId(), after == null ? original.get().expected() : after);
        var id = new BackupId(backup);
        return make(permitted, id, saved -> Draft.of(permitted, row, undo, id, saved));
    }

    /** Makes a plan that needs {@code backup}, which has to be one of the same host. */
    private Outcome make(Permitted permitted, @Nullable BackupId backup, Function<HostState, Draft> draft) {
        if (backup == null
                || backups.find(backup)
                        .filter(one -> one.host().equals(permitted.host().objectId()))
                        .isEmpty()) {
            return permitted.refused(FailureReason.BACKUP_UNKNOWN);
        }
        HostState saved;
        try {
            saved = backups.state(backup);
        } catch (AlteredBackupException altered) {
            LOG.error("{} is not used: {}", backup, altered.getMessage());
            return permitted.refused(FailureReason.BACKUP_ALTERED);
        }
        return writer.make(draft.apply(saved));
    }
}
