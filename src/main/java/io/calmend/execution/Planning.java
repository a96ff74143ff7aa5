package io.calmend.execution;

import io.calmend.directory.ManagedHost;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.operation.Compilation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.OperationDefinition;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryState;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says exactly what an operation, or the undo of one, would change on a host now; changes nothing. */
@Component
class Planning {

    private final OperationCatalog catalog;
    private final ExecutionReader reader;
    private final Preconditions preconditions;
    private final PlanWriter writer;
    private final ExecutionJournal journal;
    private final ExecutionSettings settings;
    private final Refusals refusals;

    Planning(
            OperationCatalog catalog,
            ExecutionReader reader,
            Preconditions preconditions,
            PlanWriter writer,
            ExecutionJournal journal,
            ExecutionSettings settings,
            Refusals refusals) {
        this.catalog = catalog;
        this.reader = reader;
        this.preconditions = preconditions;
        this.writer = writer;
        this.journal = journal;
        this.settings = settings;
        this.refusals = refusals;
    }

    PlanDecision plan(
            Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, @Nullable BackupId backup) {
        var requested = new RequestedAction(actor, "plan", host.value(), null, operation, null);
        try {
            var definition = catalog.find(operation)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.OPERATION_UNKNOWN, List.of()));
            var managed = preconditions.host(requested, host);
            return new PlanDecision.Planned(plan(requested.about(managed), definition, managed, caseId, backup));
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refusals.refuse(refusal), refusal.where());
        }
    }

    PlanDecision planAgain(Actor actor, PlanId id) {
        var requested = new RequestedAction(actor, "plan", id.toString(), null, null, null);
        try {
            var row = reader.plan(id)
                    .filter(stored -> stored.actorSid.equals(actor.sid()))
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.PLAN_UNKNOWN, List.of()));
            var plan = row.read();
            var undoOf = plan.undoOf();
            if (undoOf != null) {
                return planUndo(actor, undoOf);
            }
            var known = requested.toRun(plan.operation());
            var definition = catalog.find(plan.operation())
                    .orElseThrow(() -> new RefusedException(known, FailureReason.OPERATION_UNKNOWN, List.of()));
            var host = preconditions.host(known, plan.hostId());
            return new PlanDecision.Planned(plan(known.about(host), definition, host, plan.caseId(), plan.backup()));
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refusals.refuse(refusal), refusal.where());
        }
    }

    private Plan plan(
            RequestedAction requested,
            OperationDefinition definition,
            ManagedHost host,
            @Nullable CaseId caseId,
            @Nullable BackupId backup) {
        var permit = preconditions.permit(requested, definition.key(), host);
        preconditions.requireCase(requested, caseId, host);
        preconditions.requireFree(requested, host, !definition.steps().isEmpty());
        var saved =
                definition.needsBackup() ? preconditions.savedStates(requested, host, backup) : List.<ObservedTree>of();
        var observation = writer.observe(requested, host, definition.touches());
        var compiled = switch (Computing.compute(() -> definition.compile(observation.state(), saved))) {
            case Compilation.Changes changes -> changes;
            case Compilation.NothingToDo _ -> {
                if (!definition.steps().isEmpty()) {
                    throw new RefusedException(requested, FailureReason.NOTHING_TO_DO, List.of());
                }
                yield new Compilation.Changes(List.of(), observation.state());
            }
            case Compilation.Impossible impossible ->
                throw new RefusedException(requested, impossible.reason(), impossible.where());
        };
        return writer.write(
                requested,
                observation,
                new PlanWriter.Draft(
                        definition.key(),
                        definition.version(),
                        host,
                        caseId,
                        definition.needsBackup() ? backup : null,
                        null,
                        permit),
                compiled,
                List.of());
    }

    PlanDecision planUndo(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "undo", execution.toString(), null, null, null);
        try {
            var row = reader.find(execution)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.NOTHING_TO_UNDO, List.of()));
            return new PlanDecision.Planned(planUndo(requested.toRun(row.operationKey()), row));
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refusals.refuse(refusal), refusal.where());
        }
    }

    private Plan planUndo(RequestedAction known, ExecutionRow row) {
        var host = preconditions.host(known, row.hostId);
        var requested = known.about(host);
        var permit = preconditions.permit(requested, row.operationKey(), host);
        if (!row.state.ended()) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        }
        var original = preconditions.unaltered(requested, row);
        if (original.onlySaves() || !row.state.mayBeUndone() || preconditions.isUndone(row.executionId())) {
            throw new RefusedException(requested, FailureReason.NOTHING_TO_UNDO, List.of());
        }
        var backup = row.backupId;
        if (backup == null || journal.now().isAfter(row.startedAt.plus(settings.undoOffered()))) {
            throw new RefusedException(requested, FailureReason.BACKUP_UNKNOWN, List.of());
        }
        preconditions.requireFree(requested, host, true);
        var saved = preconditions.savedStates(requested, host, new BackupId(backup));
        var observation = writer.observe(
                requested, host, saved.stream().map(ObservedTree::target).toList());
        var restoration = Restoration.of(row.operationKey(), row.operationVersion, saved);
        var compiled = switch (Computing.compute(() -> restoration.compile(observation.state(), saved))) {
            case Compilation.Changes changes -> new Compilation.Changes(changes.changes(), new RegistryState(saved));
            case Compilation.NothingToDo _ ->
                throw new RefusedException(requested, FailureReason.NOTHING_TO_UNDO, List.of());
            case Compilation.Impossible impossible ->
                throw new RefusedException(requested, impossible.reason(), impossible.where());
        };
        var after = reader.reading(row.executionId()).after();
        var left = after == null ? original.expected() : after;
        var drift = new RegistryState(left).differencesTo(observation.state());
        return writer.write(
                requested,
                observation,
                new PlanWriter.Draft(
                        row.operationKey(),
                        row.operationVersion,
                        host,
                        new CaseId(row.caseId),
                        new BackupId(backup),
                        row.executionId(),
                        permit),
                compiled,
                drift);
    }
}
