package io.calmend.execution;

import io.calmend.audit.AuditLog;
import io.calmend.delegation.Permit;
import io.calmend.execution.JournalEvent.ActionAnswered;
import io.calmend.execution.JournalEvent.ActionSent;
import io.calmend.execution.JournalEvent.AnswerLost;
import io.calmend.execution.JournalEvent.Answered;
import io.calmend.execution.JournalEvent.BackupSaved;
import io.calmend.execution.JournalEvent.ChangeSent;
import io.calmend.execution.JournalEvent.Declined;
import io.calmend.execution.JournalEvent.DescriptorsSent;
import io.calmend.execution.JournalEvent.Ended;
import io.calmend.execution.JournalEvent.HostObserved;
import io.calmend.execution.JournalEvent.Intended;
import io.calmend.execution.JournalEvent.ObservationFailed;
import io.calmend.execution.JournalEvent.RollbackBegun;
import io.calmend.execution.JournalEvent.RollbackSent;
import io.calmend.execution.JournalEvent.TakenOver;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.PlanId;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down what happens to executions. The event, the row that says where the execution stands and the entry in the
 * audit log are committed together or not at all; listeners are told after the commit.
 *
 * <p>One process holds an execution at a time. Whoever lost it (its lease ran out and another took it over) can write
 * nothing more.
 */
@Component
class ExecutionJournal {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionJournal.class);

    private final ExecutionStore store;
    private final AuditLog auditLog;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ExecutionSettings settings;
    private final ExecutionListeners listeners;

    /** This process in the journal: a restarted portal is another node. */
    private final String node;

    ExecutionJournal(
            ExecutionStore store,
            AuditLog auditLog,
            PlatformTransactionManager transactions,
            Clock clock,
            ExecutionSettings settings,
            ExecutionListeners listeners) {
        this.store = store;
        this.auditLog = auditLog;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.settings = settings;
        this.listeners = listeners;
        this.node = settings.node() + "/" + UUID.randomUUID();
    }

    /** The audit log did not take a record, so nothing of the transaction is in force. */
    static final class AuditLogUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private AuditLogUnavailable(RuntimeException cause) {
            super("the audit log could not be written", cause);
        }
    }

    /** This process does not hold the execution any more. */
    static final class NotHeld extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NotHeld(ExecutionId id) {
            super(id + " is not held by this process");
        }
    }

    String node() {
        return node;
    }

    sealed interface Beginning permits Begun, NotBegun {}

    record Begun(ExecutionId execution) implements Beginning {}

    /**
     * Nothing was stored.
     *
     * @param reason {@code HOST_BUSY} if another execution holds the host; {@code PLAN_EXPIRED} if the plan was started already:
     *     each is carried out once; {@code AUDIT_LOG_UNAVAILABLE} if the database or the audit log did not take it
     */
    record NotBegun(FailureReason reason) implements Beginning {}

    /** Stores the execution with its intent, takes the host and consumes {@code permit}, in one transaction. */
    Beginning begin(PlanId plan, PlanDocument document, ExecutionRequest request, Permit permit) {
        Beginning beginning;
        try {
            beginning = store(plan, document, request, permit);
        } catch (NotStored
                | AuditLogUnavailable
                | PersistenceException
                | DataAccessException
                | TransactionException unavailable) {
            LOG.error("a run was not started", unavailable);
            return new NotBegun(FailureReason.AUDIT_LOG_UNAVAILABLE);
        }
        if (beginning instanceof Begun(var id)) {
            listeners.tell(id);
        }
        return beginning;
    }

    private Beginning store(PlanId plan, PlanDocument document, ExecutionRequest request, Permit permit) {
        try {
            return new Begun(inTransaction(() -> {
                var now = now();
                var allowedBy = permit.consume(document.operation(), request.actor(), document.hostId());
                var caseId = document.caseId() == null
                        ? store.openCase(document.hostId()).value()
                        : document.caseId().value();
                var row = new ExecutionRow(
                        plan.value(), caseId, document, request, allowedBy, now, node, now.plus(settings.lease()));
                add(row);
                append(row, document, request.actor(), now, new Intended());
                return row.executionId();
            }));
        } catch (NotStored notStored) {
            if (inTransaction(() -> store.isTaken(document.hostId()))) {
                return new NotBegun(FailureReason.HOST_BUSY);
            }
            if (inTransaction(() -> store.isStarted(plan))) {
                return new NotBegun(FailureReason.PLAN_EXPIRED);
            }
            throw notStored;
        }
    }

    private void add(ExecutionRow row) {
        try {
            store.add(row);
        } catch (PersistenceException refused) {
            throw new NotStored(refused);
        }
    }

    /** The row was not stored; the transaction is lost, so only after it can be asked why. */
    private static final class NotStored extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NotStored(PersistenceException cause) {
            super(cause);
        }
    }

    /** Adds events in one transaction. @throws NotHeld if another process took the execution over */
    ExecutionRow append(ExecutionId id, PlanDocument plan, Actor by, JournalEvent... events) {
        return append(id, plan, by, () -> List.of(events));
    }

    /** As above; {@code work} runs in the same transaction, before the events that it returns are added. */
    ExecutionRow append(ExecutionId id, PlanDocument plan, Actor by, Supplier<List<JournalEvent>> work) {
        var row = inTransaction(() -> {
            var locked = store.lock(id);
            if (!node.equals(locked.node) || locked.leaseUntil == null) {
                throw new NotHeld(id);
            }
            work.get().forEach(event -> append(locked, plan, by, now(), event));
            return locked;
        });
        listeners.tell(id);
        var undone = row.undoOfExecution();
        if (undone != null && row.state.ended()) {
            // what it undid reads differently now
            listeners.tell(undone);
        }
        return row;
    }

    /** What a person's observation for an execution that needs attention found; nothing if another has put it right meanwhile. */
    void appendEnded(ExecutionId id, PlanDocument plan, Actor by, JournalEvent... events) {
        inTransaction(() -> {
            var locked = store.lock(id);
            if (locked.state != ExecutionState.NEEDS_ATTENTION) {
                return locked;
            }
            for (var event : events) {
                append(locked, plan, by, now(), event);
            }
            return locked;
        });
        listeners.tell(id);
    }

    private void append(ExecutionRow row, PlanDocument plan, Actor by, Instant at, JournalEvent event) {
        if (row.events > 0) {
            row.state = Transitions.next(row.state, event);
        } else if (!(event instanceof Intended)) {
            throw new IllegalStateException("a journal begins with the intent");
        }
        row.events++;
        switch (event) {
            case BackupSaved saved -> row.backupId = saved.backup().value();
            case Ended ended -> {
                row.failure = ended.reason();
                row.endedAt = at;
                row.activeHost = null;
                row.leaseUntil = null;
                row.nextObservationAt = null;
            }
            case ObservationFailed _ -> row.observations++;
            case HostObserved _ -> row.observations = 0;
            case ChangeSent _, RollbackSent _, DescriptorsSent _, ActionSent _ -> row.sent++;
            case Intended _, TakenOver _, RollbackBegun _, Answered _, ActionAnswered _, Declined _, AnswerLost _ -> {}
        }
        store.add(new EventRow(new EventRow.Key(row.executionId().value(), row.events), at, event.fitting()));
        for (var record : AuditEvents.of(event, row, plan, by)) {
            try {
                auditLog.record(record);
            } catch (RuntimeException refused) {
                throw new AuditLogUnavailable(refused);
            }
        }
    }

    /**
     * Takes an execution that waits for its next look, or whose process is gone.
     *
     * @return true if it is held by this process now; false if somebody else was faster or it is not due
     */
    boolean claim(ExecutionId id, Function<ExecutionRow, PlanDocument> plan) {
        var claimed = inTransaction(() -> {
            var row = store.lock(id);
            var now = now();
            var held = row.leaseUntil != null && row.leaseUntil.isAfter(now);
            if (row.state.ended() || held) {
                return false;
            }
            var left = row.leaseUntil != null || !row.node.equals(node);
            row.node = node;
            row.leaseUntil = now.plus(settings.lease());
            if (left) {
                append(row, plan.apply(row), Actor.PORTAL, now, new TakenOver(node, row.state));
            }
            return true;
        });
        if (claimed) {
            listeners.tell(id);
        }
        return claimed;
    }

    /** Leaves the execution until {@code nextObservation}; then any process may go on. */
    void release(ExecutionId id, Instant nextObservation) {
        inTransaction(() -> {
            var row = store.lock(id);
            if (node.equals(row.node) && !row.state.ended()) {
                row.leaseUntil = null;
                row.nextObservationAt = nextObservation.truncatedTo(ChronoUnit.MICROS);
            }
            return row;
        });
    }

    /** Counts an observation that told nothing and was not worth an event. */
    int countObservation(ExecutionId id) {
        return inTransaction(() -> ++store.lock(id).observations);
    }

    void renew(List<ExecutionId> executions) {
        if (!executions.isEmpty()) {
            inTransaction(() -> {
                store.renew(node, executions, now().plus(settings.lease()));
                return true;
            });
        }
    }

    <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        return transaction.execute(_ -> work.get());
    }

    /** What databases keep of an instant. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
