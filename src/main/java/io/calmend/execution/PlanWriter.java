package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.delegation.Permit;
import io.calmend.directory.ManagedHost;
import io.calmend.operation.Compilation;
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
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Observes a host for a plan and stores what was planned. */
@Component
class PlanWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWriter.class);

    private final HostObserver observer;
    private final HostChanger changer;
    private final ExecutionJournal journal;
    private final ExecutionStore store;
    private final AuditLog auditLog;
    private final ExecutionSettings settings;

    PlanWriter(
            HostObserver observer,
            HostChanger changer,
            ExecutionJournal journal,
            ExecutionStore store,
            AuditLog auditLog,
            ExecutionSettings settings) {
        this.observer = observer;
        this.changer = changer;
        this.journal = journal;
        this.store = store;
        this.auditLog = auditLog;
        this.settings = settings;
    }

    /** What was decided about a plan before the host was observed. */
    record Draft(
            OperationKey operation,
            int version,
            ManagedHost host,
            @Nullable CaseId caseId,
            @Nullable BackupId backup,
            @Nullable ExecutionId undoOf,
            Permit permit) {}

    record TimedObservation(Instant startedAt, Instant observedAt, Duration clockOffset, List<ObservedTree> trees) {
        RegistryState state() {
            return new RegistryState(trees);
        }
    }

    /** Observes {@code host} with one remote command; what could not be saved whole is not changed. */
    TimedObservation observe(RequestedAction requested, ManagedHost host, List<TreeTarget> targets) {
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

    /** Writes the plan down, and into the audit log. */
    Plan write(
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
            return document.shown(id, written.digest());
        } catch (RuntimeException unavailable) {
            LOG.error("a plan could not be saved", unavailable);
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
                .map(change -> change.location().toString())
                .toList();
        if (!outside.isEmpty()) {
            throw new RefusedException(requested, FailureReason.NOT_ON_ALLOW_LIST, outside);
        }
    }
}
