package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditWitness;
import io.calmend.backup.AlteredBackupException;
import io.calmend.backup.Backups;
import io.calmend.cases.Cases;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Permit;
import io.calmend.directory.Directory;
import io.calmend.directory.ManagedHost;
import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.ExecutionJournal.AuditLogUnavailable;
import io.calmend.execution.ExecutionJournal.HostTaken;
import io.calmend.execution.ExecutionJournal.NotStored;
import io.calmend.execution.ExecutionJournal.PlanUsed;
import io.calmend.operation.Compilation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.OperationDefinition;
import io.calmend.registry.Difference;
import io.calmend.registry.Observation;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryAllowList;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import io.calmend.vocabulary.RequestText;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** Asks every guard, in order, each time; what none of them refuses goes to the engine. */
@Service
class ExecutionService implements Executions {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionService.class);
    private static final int MOST_PLACES = 20;
    private static final int MOST_OF_HOST = 50;
    private static final int MOST_RUNNING = 50;
    /** By how much the times of a plan and of its entry in the log may differ. */
    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);

    private final OperationCatalog catalog;
    private final Directory directory;
    private final Delegations delegations;
    private final ChangeSwitch changes;
    private final HostObserver observer;
    private final HostChanger changer;
    private final Backups backups;
    private final Cases cases;
    private final AuditLog auditLog;
    private final AuditWitness witness;
    private final ExecutionStore store;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final ExecutionEngine engine;
    private final ExecutionListeners listeners;
    private final Workers workers;
    private final ExecutionSettings settings;

    ExecutionService(
            OperationCatalog catalog,
            Directory directory,
            Delegations delegations,
            ChangeSwitch changes,
            HostObserver observer,
            HostChanger changer,
            Backups backups,
            Cases cases,
            AuditLog auditLog,
            AuditWitness witness,
            ExecutionStore store,
            ExecutionReader reader,
            ExecutionJournal journal,
            ExecutionEngine engine,
            ExecutionListeners listeners,
            Workers workers,
            ExecutionSettings settings) {
        this.catalog = catalog;
        this.directory = directory;
        this.delegations = delegations;
        this.changes = changes;
        this.observer = observer;
        this.changer = changer;
        this.backups = backups;
        this.cases = cases;
        this.auditLog = auditLog;
        this.witness = witness;
        this.store = store;
        this.reader = reader;
        this.journal = journal;
        this.engine = engine;
        this.listeners = listeners;
        this.workers = workers;
        this.settings = settings;
    }

    /** A guard said no. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient RequestedAction requested;
        private final FailureReason reason;
        private final transient List<String> where;

        private RefusedException(RequestedAction requested, FailureReason reason, List<String> where) {
            super(reason.name(), null, false, false);
            this.requested = requested;
            this.reason = reason;
            this.where = where.stream().limit(MOST_PLACES).toList();
        }
    }

    @Override
    public PlanDecision plan(
            Actor actor, OperationKey operation, HostName host, @Nullable CaseId caseId, @Nullable BackupId backup) {
        var requested = new RequestedAction(actor, "plan", host.value(), null, operation, null);
        try {
            var definition = catalog.find(operation)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.OPERATION_UNKNOWN, List.of()));
            var managed = found(requested, directory.host(host));
            return plan(requested.about(managed), definition, managed, caseId, backup);
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refuse(refusal), refusal.where);
        }
    }

    @Override
    public PlanDecision planAgain(Actor actor, PlanId id) {
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
            var host = found(known, directory.host(plan.hostId()));
            return plan(known.about(host), definition, host, plan.caseId(), plan.backup());
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refuse(refusal), refusal.where);
        }
    }

    private PlanDecision plan(
            RequestedAction requested,
            OperationDefinition definition,
            ManagedHost host,
            @Nullable CaseId caseId,
            @Nullable BackupId backup) {
        var permit = permit(requested, definition.key(), host);
        if (caseId != null && !cases.isAbout(caseId, host.objectId())) {
            throw new RefusedException(requested, FailureReason.CASE_UNKNOWN, List.of(caseId.toString()));
        }
        requireFree(requested, host, !definition.steps().isEmpty());
        var saved = definition.needsBackup() ? savedStates(requested, host, backup) : List.<ObservedTree>of();
        var observation = observe(requested, host, definition.touches());
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
        return store(
                requested,
                observation,
                new Draft(
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

    @Override
    public PlanDecision planUndo(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "undo", execution.toString(), null, null, null);
        try {
            var row = reader.find(execution)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.NOTHING_TO_UNDO, List.of()));
            return planUndo(requested.toRun(row.operationKey()), row);
        } catch (RefusedException refusal) {
            return new PlanDecision.Refused(refuse(refusal), refusal.where);
        }
    }

    private PlanDecision planUndo(RequestedAction known, ExecutionRow row) {
        var host = found(known, directory.host(row.hostId));
        var requested = known.about(host);
        var permit = permit(requested, row.operationKey(), host);
        if (!row.state.ended()) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        }
        var original = unaltered(requested, row);
        if (original.onlySaves() || !row.state.mayBeUndone() || isUndone(row.executionId())) {
            throw new RefusedException(requested, FailureReason.NOTHING_TO_UNDO, List.of());
        }
        var backup = row.backupId;
        if (backup == null || journal.now().isAfter(row.startedAt.plus(settings.undoOffered()))) {
            throw new RefusedException(requested, FailureReason.BACKUP_UNKNOWN, List.of());
        }
        requireFree(requested, host, true);
        var saved = savedStates(requested, host, new BackupId(backup));
        var observation = observe(
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
        return store(
                requested,
                observation,
                new Draft(
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

    /** What was decided about a plan before the host was observed. */
    private record Draft(
            OperationKey operation,
            int version,
            ManagedHost host,
            @Nullable CaseId caseId,
            @Nullable BackupId backup,
            @Nullable ExecutionId undoOf,
            Permit permit) {}

    private record TimedObservation(
            Instant startedAt, Instant observedAt, Duration clockOffset, List<ObservedTree> trees) {
        private RegistryState state() {
            return new RegistryState(trees);
        }
    }

    private TimedObservation observe(RequestedAction requested, ManagedHost host, List<TreeTarget> targets) {
        var startedAt = journal.now();
        return switch (observer.observe(host, new Observation(targets, false))) {
            case ObservationResult.NotObserved notObserved ->
                throw new RefusedException(requested, notObserved.reason(), List.of());
            case ObservationResult.Observed observed -> {
                var observedAt = journal.now();
                var observation = new TimedObservation(
                        startedAt, observedAt, Duration.between(observedAt, observed.at()), observed.trees());
                var gaps = observation.state().gaps();
                if (!gaps.isEmpty()) {
                    throw new RefusedException(requested, FailureReason.BACKUP_INCOMPLETE, gaps);
                }
                if (observed.changeAtWork()) {
                    throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
                }
                yield observation;
            }
        };
    }

    private PlanDecision store(
            RequestedAction requested,
            TimedObservation observation,
            Draft draft,
            Compilation.Changes compiled,
            List<Difference> drift) {
        var written = Computing.compute(() -> written(requested, observation, draft, compiled, drift));
        var document = written.document();
        try {
            var id = journal.inTransaction(() -> {
                var row = new PlanRow(
                        written.digest(),
                        requested.actor().sid(),
                        document.hostId(),
                        document.validUntil(),
                        written.text());
                store.add(row);
                auditLog.record(new AuditEvent.Planned(
                        requested.actor(),
                        new AuditEvent.Host(document.hostId(), document.hostName()),
                        document.operation(),
                        document.undoOf(),
                        written.digest(),
                        AuditEvents.changes(document.differences())));
                return row.planId();
            });
            return new PlanDecision.Planned(document.shown(id, written.digest()));
        } catch (RuntimeException unavailable) {
            LOG.error("a plan could not be kept", unavailable);
            throw new RefusedException(requested, FailureReason.AUDIT_LOG_UNAVAILABLE, List.of());
        }
    }

    private record Written(PlanDocument document, String text, String digest) {}

    private Written written(
            RequestedAction requested,
            TimedObservation observation,
            Draft draft,
            Compilation.Changes compiled,
            List<Difference> drift) {
        requireAllowed(requested, compiled.changes());
        var targets = observation.trees().stream().map(ObservedTree::target).toList();
        var commands = changer.commands(targets, compiled.changes())
                .map(List::size)
                .orElseThrow(() -> new RefusedException(requested, FailureReason.CHANGE_TOO_LARGE, List.of()));
        var document = new PlanDocument(
                draft.operation(),
                draft.version(),
                draft.host().objectId(),
                draft.host().name(),
                draft.caseId(),
                draft.backup(),
                draft.undoOf(),
                observation.trees(),
                compiled.changes(),
                compiled.expected().trees(),
                observation.state().differencesTo(compiled.expected()),
                drift,
                observation.state().accessGainedIn(compiled.expected()),
                commands,
                observation.startedAt(),
                observation.observedAt(),
                observation.clockOffset(),
                observation.observedAt().plus(settings.planValid()),
                draft.permit().rule());
        var text = Documents.PLAN.write(document);
        // what cannot be rolled back in pieces that a command line holds is not taken away either
        var restoration = Restoration.changes(document, compiled.expected());
        if (text.length() > Documents.LONGEST
                || changer.commands(targets, restoration).isEmpty()) {
            throw new RefusedException(requested, FailureReason.CHANGE_TOO_LARGE, List.of());
        }
        return new Written(document, text, PlanDocument.digest(text));
    }

    private static void requireAllowed(RequestedAction requested, List<RegistryChange> changes) {
        var outside = changes.stream()
                .filter(change -> !RegistryAllowList.allows(change))
                .map(change -> change.view().dotNetName() + " " + change.path())
                .toList();
        if (!outside.isEmpty()) {
            throw new RefusedException(requested, FailureReason.NOT_ON_ALLOW_LIST, outside);
        }
    }

    private List<ObservedTree> savedStates(RequestedAction requested, ManagedHost host, @Nullable BackupId backup) {
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

    private void requireFree(RequestedAction requested, ManagedHost host, boolean touches) {
        if (touches && changes.stopped().isPresent()) {
            throw new RefusedException(requested, FailureReason.CHANGES_STOPPED, List.of());
        }
        if (journal.inTransaction(() -> store.isTaken(host.objectId()))) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        }
    }

    private static ManagedHost found(RequestedAction requested, Directory.HostLookup lookup) {
        return switch (lookup) {
            case Directory.HostLookup.Found found -> found.host();
            case Directory.HostLookup.Refused refused ->
                throw new RefusedException(requested, refused.reason(), List.of());
        };
    }

    private Permit permit(RequestedAction requested, OperationKey operation, ManagedHost host) {
        return switch (delegations.decide(requested.actor(), operation, host)) {
            case Delegations.Decision.Allowed allowed -> allowed.permit();
            case Delegations.Decision.Denied denied ->
                throw new RefusedException(requested, denied.reason(), List.of());
        };
    }

    /** The one exit for everything that is refused. @return what the person is told */
    private FailureReason refuse(RefusedException refusal) {
        var requested = refusal.requested;
        try {
            auditLog.recordAlone(new AuditEvent.Refused(
                    requested.actor(),
                    requested.what(),
                    requested.subject(),
                    requested.host(),
                    requested.operation(),
                    refusal.reason,
                    requested.ticket()));
            return refusal.reason;
        } catch (RuntimeException unavailable) {
            LOG.error("a refusal ({}) is not in the audit log", refusal.reason, unavailable);
            return FailureReason.AUDIT_LOG_UNAVAILABLE;
        }
    }

    @Override
    public Optional<Plan> plan(Actor actor, PlanId id) {
        var found = reader.plan(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var row = found.get();
        var plan = row.read();
        if (!row.actorSid.equals(actor.sid()) || !delegations.maySee(actor, row.hostId)) {
            refuseToShow(
                    new RequestedAction(actor, "page", id.toString(), null, plan.operation(), null),
                    new AuditEvent.Host(row.hostId, plan.hostName()));
            return Optional.empty();
        }
        return Optional.of(plan.shown(id, row.digest));
    }

    private void refuseToShow(RequestedAction requested, AuditEvent.@Nullable Host host) {
        var about = new RequestedAction(
                requested.actor(), requested.what(), requested.subject(), host, requested.operation(), null);
        var _ = refuse(new RefusedException(about, FailureReason.NOT_PERMITTED, List.of()));
    }

    @Override
    public StartDecision start(ExecutionRequest request) {
        var requested =
                new RequestedAction(request.actor(), "start", request.plan().toString(), null, null, null);
        try {
            RequestText.reason(request.reason())
                    .or(() -> RequestText.ticket(request.ticket()))
                    .ifPresent(reason -> {
                        throw new RefusedException(requested, reason, List.of());
                    });
            return start(
                    new RequestedAction(
                            requested.actor(), requested.what(), requested.subject(), null, null, request.ticket()),
                    request);
        } catch (RefusedException refusal) {
            return new StartDecision.Refused(refuse(refusal));
        }
    }

    private StartDecision start(RequestedAction known, ExecutionRequest request) {
        var row = reader.plan(request.plan())
                .filter(stored -> stored.actorSid.equals(request.actor().sid()))
                .orElseThrow(() -> new RefusedException(known, FailureReason.PLAN_UNKNOWN, List.of()));
        if (!row.fitsItsDigest()) {
            throw new RefusedException(known, FailureReason.PLAN_CHANGED, List.of());
        }
        var plan = row.read();
        var requested = known.toRun(plan.operation());
        if (!row.digest.equals(request.planDigest())) {
            throw new RefusedException(requested, FailureReason.PLAN_CHANGED, List.of());
        }
        var since = plan.observedAt().minus(RECORDED_WITHIN);
        if (!row.hostId.equals(plan.hostId()) || !witness.planned(request.actor(), plan.hostId(), row.digest, since)) {
            LOG.error("{} is not the plan that the audit log recorded", request.plan());
            throw new RefusedException(requested, FailureReason.PLAN_ALTERED, List.of());
        }
        var used = journal.inTransaction(() -> store.isStarted(request.plan()));
        if (used || journal.now().isAfter(plan.validUntil())) {
            throw new RefusedException(requested, FailureReason.PLAN_EXPIRED, List.of());
        }
        if (plan.undoOf() == null
                && catalog.find(plan.operation())
                        .filter(definition -> definition.version() == plan.operationVersion())
                        .isEmpty()) {
            throw new RefusedException(requested, FailureReason.PLAN_CHANGED, List.of());
        }
        var host = found(requested, directory.host(plan.hostId()));
        var about = requested.about(host);
        var permit = permit(about, plan.operation(), host);
        requireFree(about, host, !plan.onlySaves());
        if (plan.undoOf() != null && isUndone(plan.undoOf())) {
            throw new RefusedException(about, FailureReason.NOTHING_TO_UNDO, List.of());
        }
        if (workers.isClosed()) {
            throw new RefusedException(about, FailureReason.PORTAL_RESTARTED, List.of());
        }
        var execution = begin(about, request, plan, permit);
        var assignment = new Assignment(execution, host, plan, request.actor(), true);
        workers.startNext(execution, () -> engine.run(assignment));
        return new StartDecision.Started(execution);
    }

    private ExecutionId begin(RequestedAction requested, ExecutionRequest request, PlanDocument plan, Permit permit) {
        try {
            return journal.begin(request.plan(), plan, request, permit.rule());
        } catch (HostTaken taken) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        } catch (PlanUsed used) {
            throw new RefusedException(requested, FailureReason.PLAN_EXPIRED, List.of());
        } catch (AuditLogUnavailable
                | NotStored
                | PersistenceException
                | DataAccessException
                | TransactionException unavailable) {
            LOG.error("an execution was not begun", unavailable);
            throw new RefusedException(requested, FailureReason.AUDIT_LOG_UNAVAILABLE, List.of());
        }
    }

    private boolean isUndone(ExecutionId original) {
        return journal.inTransaction(() -> store.standingUndo(original).isPresent());
    }

    @Override
    public Optional<FailureReason> checkAgain(Actor actor, ExecutionId execution) {
        var requested = new RequestedAction(actor, "check", execution.toString(), null, null, null);
        try {
            var row = reader.find(execution)
                    .orElseThrow(() -> new RefusedException(requested, FailureReason.OUTCOME_UNKNOWN, List.of()));
            var known = requested.toRun(row.operationKey());
            var host = found(known, directory.host(row.hostId));
            permit(known.about(host), row.operationKey(), host);
            var run = new Assignment(execution, host, unaltered(known.about(host), row), actor, false);
            return switch (row.state) {
                case INTENDED, SENT, ANSWERED, ROLLING_BACK, OUTCOME_UNKNOWN -> settleNow(run);
                case NEEDS_ATTENTION -> engine.observeAgain(run);
                case SUCCEEDED, NOT_CHANGED, ROLLED_BACK -> Optional.empty();
            };
        } catch (RefusedException refusal) {
            return Optional.of(refuse(refusal));
        }
    }

    /** On the thread of a worker, so that nobody else works on the execution meanwhile; waits for it. */
    private Optional<FailureReason> settleNow(Assignment run) {
        var outcome = new CompletableFuture<Optional<FailureReason>>();
        var begun = workers.start(run.id(), () -> {
            try {
                outcome.complete(
                        journal.claim(run.id(), reader::plan)
                                ? engine.settle(run)
                                : Optional.of(FailureReason.HOST_BUSY));
            } catch (RuntimeException broken) {
                outcome.completeExceptionally(broken);
                throw broken;
            }
        });
        return begun ? outcome.join() : Optional.of(FailureReason.HOST_BUSY);
    }

    private PlanDocument unaltered(RequestedAction requested, ExecutionRow row) {
        return reader.unaltered(row).orElseThrow(() -> {
            LOG.error("the plan of {} is not the one that the audit log recorded", row.executionId());
            return new RefusedException(requested, FailureReason.PLAN_ALTERED, List.of());
        });
    }

    @Override
    public Optional<Execution> find(Actor actor, ExecutionId id) {
        var found = reader.find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var row = found.get();
        if (!row.actorSid.equals(actor.sid()) && !delegations.maySee(actor, row.hostId)) {
            refuseToShow(
                    new RequestedAction(actor, "page", id.toString(), null, row.operationKey(), null),
                    new AuditEvent.Host(row.hostId, row.hostName));
            return Optional.empty();
        }
        return journal.inTransaction(
                () -> store.find(id).map(now -> shown(List.of(now)).getFirst()));
    }

    @Override
    public boolean mayUndo(Actor actor, ExecutionId id) {
        return reader.find(id)
                .filter(row -> directory.host(row.hostId) instanceof Directory.HostLookup.Found(var host)
                        && delegations.decide(actor, row.operationKey(), host) instanceof Delegations.Decision.Allowed)
                .isPresent();
    }

    @Override
    public List<Execution> ofHost(Actor actor, UUID host) {
        if (!delegations.maySee(actor, host)) {
            refuseToShow(new RequestedAction(actor, "history", host.toString(), null, null, null), null);
            return List.of();
        }
        return journal.inTransaction(() -> shown(store.ofHost(host, MOST_OF_HOST)));
    }

    @Override
    public List<Execution> recentOf(Actor actor, int limit) {
        return journal.inTransaction(() -> shown(store.ofActor(actor.sid(), limit)));
    }

    @Override
    public List<Execution> running(Actor actor) {
        var open = journal.inTransaction(store::open);
        var visible =
                delegations.visible(actor, open.stream().map(row -> row.hostId).toList());
        var observed = open.stream()
                .filter(row -> row.actorSid.equals(actor.sid()) || visible.contains(row.hostId))
                .limit(MOST_RUNNING)
                .toList();
        return journal.inTransaction(() -> shown(observed));
    }

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

    @Override
    public AutoCloseableSubscription listen(Consumer<ExecutionId> listener) {
        return listeners.add(listener);
    }
}
