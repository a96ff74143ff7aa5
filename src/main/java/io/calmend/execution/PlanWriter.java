package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.execution.Planning.Outcome;
import io.calmend.execution.Planning.Planned;
import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.Fact;
import io.calmend.host.HostAllowList;
import io.calmend.host.HostState;
import io.calmend.operation.Compilation;
import io.calmend.operation.Restoration;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
        return switch (observer.observe(draft.permitted().host(), draft.observation())) {
            case ObservationResult.NotObserved notObserved -> draft.permitted().refused(notObserved.reason());
            case ObservationResult.Observed observed -> {
                var observedAt = journal.now();
                var clockOffset = Duration.between(observedAt, observed.at());
                var found =
                        new TimedObservation(startedAt, observedAt, clockOffset, observed.state(), observed.known());
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
            Instant startedAt, Instant observedAt, Duration clockOffset, HostState state, List<Fact.Known> known) {}

    /** What is to be done: changes, or an action, or neither where only a backup is taken. */
    private record Work(List<Change> changes, @Nullable PlannedAction act, HostState expected) {}

    private Outcome compile(Draft draft, TimedObservation found) {
        return switch (Computing.compute(() -> draft.compile().apply(found.state()))) {
            case Compilation.Changes(var changes, var expected) ->
                write(draft, found, new Work(changes, null, expected));
            case Compilation.Acts(var action) -> {
                var act = new PlannedAction(action, found.known().getFirst());
                yield write(draft, found, new Work(List.of(), act, found.state()));
            }
            case Compilation.NothingToDo _
            when draft.onlySaves() -> write(draft, found, new Work(List.of(), null, found.state()));
            case Compilation.NothingToDo _ ->
                draft.permitted()
                        .refused(draft.undo() == null ? FailureReason.NOTHING_TO_DO : FailureReason.NOTHING_TO_UNDO);
            case Compilation.Impossible(var reason, var where) ->
                draft.permitted().refused(reason, where);
        };
    }

    private Outcome write(Draft draft, TimedObservation found, Work work) {
        var outside = Computing.compute(() -> outsideAllowList(work));
        if (!outside.isEmpty()) {
            return draft.permitted().refused(FailureReason.NOT_ON_ALLOW_LIST, outside);
        }
        // what has no way back is not changed
        if (!work.changes().isEmpty()
                && Computing.compute(() -> Restoration.compile(work.expected(), found.state()))
                        instanceof Compilation.Impossible(var reason, var where)) {
            return draft.permitted().refused(reason, where);
        }
        var written = Computing.compute(() -> written(draft, found, work));
        return written.isPresent()
                ? keep(draft, written.get())
                : draft.permitted().refused(FailureReason.CHANGE_TOO_LARGE);
    }

    private static List<String> outsideAllowList(Work work) {
        var act = work.act();
        if (act != null && !HostAllowList.allows(act.action())) {
            return List.of(act.action().where());
        }
        return work.changes().stream()
                .filter(change -> !HostAllowList.allows(change))
                .map(Change::where)
                .toList();
    }

    private record Written(PlanDocument document, String text, String digest) {}

    /** Empty if the change, or the way back from it, does not fit what is sent and stored. */
    private Optional<Written> written(Draft draft, TimedObservation found, Work work) {
        var facets = found.state().facets();
        var commands = changer.commands(facets, work.changes());
        if (commands.isEmpty()) {
            return Optional.empty();
        }
        var document =
                document(draft, found, work, work.act() == null ? commands.get().size() : 1);
        var text = Documents.PLAN.write(document);
        // what cannot be rolled back in pieces that a command line holds is not taken away either
        var restoration = document.restorationFrom(work.expected());
        var fits = text.length() <= Documents.LONGEST
                && changer.commands(facets, restoration).isPresent();
        return fits ? Optional.of(new Written(document, text, PlanDocument.digest(text))) : Optional.empty();
    }

    private PlanDocument document(Draft draft, TimedObservation found, Work work, int commands) {
        var host = draft.permitted().host();
        var undo = draft.undo();
        var drift = undo == null ? List.<Difference>of() : undo.left().differencesTo(found.state());
        return new PlanDocument(
                draft.operation(),
                draft.version(),
                host.objectId(),
                host.name(),
                draft.caseId(),
                draft.arguments(),
                undo == null ? null : undo.of(),
                found.state(),
                work.changes(),
                work.act(),
                work.expected(),
                found.state().differencesTo(work.expected()),
                drift,
                found.state().accessGainedIn(work.expected()),
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
                        AuditEvents.intended(document)));
                return row.planId();
            });
            return new Planned(document.shown(id, written.digest()));
        } catch (RuntimeException unavailable) {
            LOG.error("a plan could not be saved", unavailable);
            return draft.permitted().refused(FailureReason.AUDIT_LOG_UNAVAILABLE);
        }
    }
}
