package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.execution.Planning.Outcome;
import io.calmend.execution.Planning.Planned;
import io.calmend.operation.Compilation;
import io.calmend.registry.Observation;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryAllowList;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryState;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Observes the host of a draft, works out exactly what would change there, and keeps that as a plan with its digest. */
@Component
class PlanWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PlanWriter.class);

    private final HostObserver observer;
    private final HostChanger changer;
    private final AuditLog auditLog;
    private final ExecutionStore store;
    private final ExecutionJournal journal;
    private final ExecutionSettings settings;

    PlanWriter(
            HostObserver observer,
            HostChanger changer,
            AuditLog auditLog,
            ExecutionStore store,
            ExecutionJournal journal,
            ExecutionSettings settings) {
        this.observer = observer;
        this.changer = changer;
        this.auditLog = auditLog;
        this.store = store;
        this.journal = journal;
        this.settings = settings;
    }

    /** One remote command, no lock, no transaction open. */
    Outcome make(Draft draft) {
        var startedAt = journal.now();
        var targets = draft.definition().touches();
        return switch (observer.observe(draft.permitted().host(), new Observation(targets, false))) {
            case ObservationResult.NotObserved notObserved -> draft.permitted().refused(notObserved.reason());
            case ObservationResult.Observed observed -> {
                var observedAt = journal.now();
                var clockOffset = Duration.between(observedAt, observed.at());
                var found = new TimedObservation(startedAt, observedAt, clockOffset, observed.trees());
                var gaps = found.state().gaps();
                if (!gaps.isEmpty()) {
                    yield draft.permitted().refused(FailureReason.BACKUP_INCOMPLETE, gaps);
                }
                if (observed.changeAtWork()) {
                    yield draft.permitted().refused(FailureReason.HOST_BUSY);
                }
                yield compile(draft, found);
            }
        };
    }

    private record TimedObservation(
            Instant startedAt, Instant observedAt, Duration clockOffset, List<ObservedTree> trees) {
        private RegistryState state() {
            return new RegistryState(trees);
        }
    }

    private Outcome compile(Draft draft, TimedObservation found) {
        var definition = draft.definition();
        return switch (Computing.compute(() -> definition.compile(found.state(), draft.savedTrees()))) {
            case Compilation.Changes compiled -> write(draft, found, compiled);
            case Compilation.NothingToDo _
            when definition.steps().isEmpty() -> write(draft, found, new Compilation.Changes(List.of(), found.state()));
            case Compilation.NothingToDo _ ->
                draft.permitted()
                        .refused(draft.undo() == null ? FailureReason.NOTHING_TO_DO : FailureReason.NOTHING_TO_UNDO);
            case Compilation.Impossible(var reason, var where) ->
                draft.permitted().refused(reason, where);
        };
    }

    private Outcome write(Draft draft, TimedObservation found, Compilation.Changes compiled) {
        var outside = Computing.compute(() -> outsideAllowList(compiled.changes()));
        if (!outside.isEmpty()) {
            return draft.permitted().refused(FailureReason.NOT_ON_ALLOW_LIST, outside);
        }
        var written = Computing.compute(() -> written(draft, found, compiled));
        return written.isPresent()
                ? keep(draft, written.get())
                : draft.permitted().refused(FailureReason.CHANGE_TOO_LARGE);
    }

    private static List<String> outsideAllowList(List<RegistryChange> changes) {
        return changes.stream()
                .filter(change -> !RegistryAllowList.allows(change))
                .map(change -> change.location().toString())
                .toList();
    }

    private record Written(PlanDocument document, String text, String digest) {}

    /** Empty if the change, or the way back from it, does not fit what is sent and stored. */
    private Optional<Written> written(Draft draft, TimedObservation found, Compilation.Changes compiled) {
        var targets = found.trees().stream().map(ObservedTree::target).toList();
        var commands = changer.commands(targets, compiled.changes());
        if (commands.isEmpty()) {
            return Optional.empty();
        }
        var document = document(draft, found, compiled, commands.get().size());
        var text = Documents.PLAN.write(document);
        // what cannot be rolled back in pieces that a command line holds is not taken away either
        var restoration = Restoration.changes(document, compiled.expected());
        var fits = text.length() <= Documents.LONGEST
                && changer.commands(targets, restoration).isPresent();
        return fits ? Optional.of(new Written(document, text, PlanDocument.digest(text))) : Optional.empty();
    }

    private PlanDocument document(Draft draft, TimedObservation found, Compilation.Changes compiled, int commands) {
        var definition = draft.definition();
        var host = draft.permitted().host();
        var saved = draft.saved();
        var undo = draft.undo();
        var drift = undo == null
                ? List.<RegistryDifference>of()
                : new RegistryState(undo.left()).differencesTo(found.state());
        return new PlanDocument(
                definition.key(),
                definition.version(),
                host.objectId(),
                host.name(),
                draft.caseId(),
                saved == null ? null : saved.backup(),
                undo == null ? null : undo.of(),
                found.trees(),
                compiled.changes(),
                compiled.expected().trees(),
                found.state().differencesTo(compiled.expected()),
                drift,
                found.state().accessGainedIn(compiled.expected()),
                commands,
                found.startedAt(),
                found.observedAt(),
                found.clockOffset(),
                found.observedAt().plus(settings.planValid()),
                draft.permitted().permit().rule());
    }

    private Outcome keep(Draft draft, Written written) {
        var actor = draft.permitted().requested().actor();
        var document = written.document();
        try {
            var id = journal.inTransaction(() -> {
                var row = new PlanRow(
                        written.digest(), actor.sid(), document.hostId(), document.validUntil(), written.text());
                store.add(row);
                auditLog.record(new AuditEvent.Planned(
                        actor,
                        new AuditEvent.Host(document.hostId(), document.hostName()),
                        document.operation(),
                        document.undoOf(),
                        written.digest(),
                        AuditEvents.changes(document.differences())));
                return row.planId();
            });
            return new Planned(document.shown(id, written.digest()));
        } catch (RuntimeException unavailable) {
            LOG.error("a plan could not be saved", unavailable);
            return draft.permitted().refused(FailureReason.AUDIT_LOG_UNAVAILABLE);
        }
    }
}
