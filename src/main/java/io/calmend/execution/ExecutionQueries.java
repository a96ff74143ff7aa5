package io.calmend.execution;

import io.calmend.delegation.Delegations;
import io.calmend.execution.Executions.Execution;
import io.calmend.host.Difference;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.PlanId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows plans and executions to whoever may see them; the directory is asked before a transaction begins, never in one. */
@Component
class ExecutionQueries {

    private static final int MOST_OF_HOST = 50;
    private static final int MOST_RUNNING = 50;

    private final Preconditions preconditions;
    private final Delegations delegations;
    private final ExecutionStore store;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final Refusals refusals;
    private final ExecutionSettings settings;

    ExecutionQueries(
            Preconditions preconditions,
            Delegations delegations,
            ExecutionStore store,
            ExecutionReader reader,
            ExecutionJournal journal,
            Refusals refusals,
            ExecutionSettings settings) {
        this.preconditions = preconditions;
        this.delegations = delegations;
        this.store = store;
        this.reader = reader;
        this.journal = journal;
        this.refusals = refusals;
        this.settings = settings;
    }

    // ---- who may see what

    Optional<Plan> plan(Actor actor, PlanId id) {
        var found = reader.plan(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var row = found.get();
        var plan = row.read();
        if (!row.actorSid.equals(actor.sid()) || !delegations.maySee(actor, row.hostId)) {
            hide(new RequestedAction(actor, "page", id).toRun(plan.operation()).about(row.hostId, plan.hostName()));
            return Optional.empty();
        }
        return Optional.of(plan.shown(id, row.digest));
    }

    Optional<Execution> find(Actor actor, ExecutionId id) {
        var found = reader.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var row = found.get();
        if (!row.actorSid.equals(actor.sid()) && !delegations.maySee(actor, row.hostId)) {
            hide(new RequestedAction(actor, "page", id)
                    .toRun(row.operationKey())
                    .about(row.hostId, row.hostName));
            return Optional.empty();
        }
        return journal.inTransaction(
                () -> store.find(id).map(now -> shown(List.of(now)).getFirst()));
    }

    boolean mayUndo(Actor actor, ExecutionId id) {
        return reader.find(id)
                .filter(row -> preconditions.wouldPermit(actor, row.operationKey(), row.hostId))
                .isPresent();
    }

    List<Execution> ofHost(Actor actor, UUID host) {
        if (!delegations.maySee(actor, host)) {
            hide(new RequestedAction(actor, "history", host));
            return List.of();
        }
        return journal.inTransaction(() -> shown(store.ofHost(host, MOST_OF_HOST)));
    }

    List<Execution> recentOf(Actor actor, int limit) {
        return journal.inTransaction(() -> shown(store.ofActor(actor.sid(), limit)));
    }

    List<Execution> running(Actor actor) {
        var open = journal.inTransaction(store::open);
        var visible =
                delegations.visible(actor, open.stream().map(row -> row.hostId).toList());
        var observed = open.stream()
                .filter(row -> row.actorSid.equals(actor.sid()) || visible.contains(row.hostId))
                .limit(MOST_RUNNING)
                .toList();
        return journal.inTransaction(() -> shown(observed));
    }

    /** Whoever may not see it is shown what somebody is shown who asks for what is not there. */
    private void hide(RequestedAction requested) {
        refusals.record(requested.refused(FailureReason.NOT_PERMITTED));
    }

    // ---- how it is shown

    private List<Execution> shown(List<ExecutionRow> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, List<JournalEntry>> entries = new HashMap<>();
        store.events(rows.stream().map(row -> row.executionId().value()).toList())
                .forEach(event -> entries.computeIfAbsent(event.key.executionId(), _ -> new ArrayList<>())
                        .add(event.read()));
        return rows.stream()
                .map(row -> shown(row, entries.getOrDefault(row.executionId().value(), List.of())))
                .toList();
    }

    private Execution shown(ExecutionRow row, List<JournalEntry> entries) {
        var plan = reader.plan(row);
        var id = row.executionId();
        var undoneBy = store.standingUndo(id).map(ExecutionRow::executionId).orElse(null);
        var changed = changed(entries);
        return new Execution(
                id,
                new CaseId(row.caseId),
                row.operationKey(),
                row.operationVersion,
                row.hostId,
                row.hostName,
                row.actor(),
                row.reason,
                row.ticket,
                row.allowedBy,
                row.state,
                row.failure,
                row.backupId == null ? null : new BackupId(row.backupId),
                plan.observed().size(),
                row.undoOfExecution(),
                undoneBy,
                row.startedAt,
                row.endedAt,
                StepRuns.of(row.state, row.failure, plan, entries),
                changed,
                undoableUntil(row, plan, undoneBy, changed));
    }

    private static List<Difference> changed(List<JournalEntry> entries) {
        return entries.reversed().stream()
                .map(JournalEntry::event)
                .filter(JournalEvent.Ended.class::isInstance)
                .map(JournalEvent.Ended.class::cast)
                .findFirst()
                .map(JournalEvent.Ended::changed)
                .orElse(List.of());
    }

    private @Nullable Instant undoableUntil(
            ExecutionRow row, PlanDocument plan, @Nullable ExecutionId undoneBy, List<Difference> changed) {
        var until = row.startedAt.plus(settings.undoOffered());
        var offered = switch (row.state) {
            case SUCCEEDED -> !changed.isEmpty();
            case NEEDS_ATTENTION -> true;
            case INTENDED, SENT, ANSWERED, OUTCOME_UNKNOWN, ROLLING_BACK, NOT_CHANGED, ROLLED_BACK -> false;
        };
        return offered && row.backupId != null && undoneBy == null && !plan.onlySaves() && until.isAfter(journal.now())
                ? until
                : null;
    }
}
