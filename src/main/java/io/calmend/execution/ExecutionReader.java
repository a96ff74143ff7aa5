package io.calmend.execution;

import io.calmend.audit.AuditWitness;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Tolerance;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.PlanId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads plans, executions and journals, each in a transaction of its own. */
@Component
@Transactional(readOnly = true)
class ExecutionReader {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionReader.class);

    /** By how much the times of a plan and of its entry in the log may differ. */
    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);

    private final ExecutionStore store;
    private final AuditWitness witness;
    private final OperationCatalog catalog;

    ExecutionReader(ExecutionStore store, AuditWitness witness, OperationCatalog catalog) {
        this.store = store;
        this.witness = witness;
        this.catalog = catalog;
    }

    Optional<PlanRow> plan(PlanId id) {
        return store.plan(id);
    }

    boolean isStarted(PlanId plan) {
        return store.isStarted(plan);
    }

    /** Whether {@code plan}, read from {@code row}, is what the audit log recorded when {@code actor} was shown it. */
    boolean wasShown(PlanRow row, PlanDocument plan, Actor actor) {
        var since = plan.observedAt().minus(RECORDED_WITHIN);
        if (row.hostId.equals(plan.hostId()) && witness.planned(actor, plan.hostId(), row.digest, since)) {
            return true;
        }
        LOG.error("{} does not match the audit log", row.planId());
        return false;
    }

    /**
     * The plan of {@code execution} where it and the row are what the audit log recorded when it was begun; else empty. Only such
     * a plan may lead to a change: somebody with rights on the database could have written into it what the host shall get back.
     */
    Optional<PlanDocument> unaltered(ExecutionRow execution) {
        var row = planRow(execution);
        if (row.fitsItsDigest() && row.digest.equals(execution.planDigest)) {
            var plan = row.read();
            if (isOf(execution, plan)
                    && witness.intended(execution.executionId(), execution.hostId, execution.planDigest)) {
                return Optional.of(plan);
            }
        }
        LOG.error("the plan of {} does not match the audit log", execution.executionId());
        return Optional.empty();
    }

    private static boolean isOf(ExecutionRow execution, PlanDocument plan) {
        return plan.hostId().equals(execution.hostId)
                && plan.operation().equals(execution.operationKey())
                && plan.operationVersion() == execution.operationVersion
                && Objects.equals(plan.undoOf(), execution.undoOfExecution());
    }

    /** Whether the audit log says that {@code id} has ended, whatever its row and its events say. */
    boolean hasEnded(ExecutionId id) {
        return witness.ended(id);
    }

    /** As it is stored, for people to read. */
    PlanDocument plan(ExecutionRow execution) {
        return planRow(execution).read();
    }

    private PlanRow planRow(ExecutionRow execution) {
        return store.plan(new PlanId(execution.planId))
                .orElseThrow(() -> new IllegalStateException("plan of " + execution.executionId() + " is gone"));
    }

    /** What verification accepts; nothing, where the operation is on offer no longer. */
    Tolerance tolerance(PlanDocument plan) {
        return catalog.find(plan.operation()).map(Operation::tolerance).orElse(Tolerance.NONE);
    }

    Optional<ExecutionRow> find(ExecutionId id) {
        return store.find(id);
    }

    ExecutionRow row(ExecutionId id) {
        return store.find(id).orElseThrow(() -> new IllegalStateException(id + " does not exist"));
    }

    List<JournalEntry> entries(ExecutionId id) {
        return store.events(id).stream().map(EventRow::read).toList();
    }

    JournalReading reading(ExecutionId id) {
        return JournalReading.of(entries(id));
    }

    boolean isTaken(UUID host) {
        return store.isTaken(host);
    }

    boolean isUndone(ExecutionId original) {
        return store.standingUndo(original).isPresent();
    }

    boolean hasSuccessor(ExecutionId id) {
        return store.hasSuccessor(row(id));
    }
}
