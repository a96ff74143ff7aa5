package io.calmend.execution;

import io.calmend.audit.AuditWitness;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads plans, executions and journals, each in a transaction of its own. */
@Component
@Transactional(readOnly = true)
class ExecutionReader {

    private final ExecutionStore store;
    private final AuditWitness witness;

    ExecutionReader(ExecutionStore store, AuditWitness witness) {
        this.store = store;
        this.witness = witness;
    }

    Optional<PlanRow> plan(PlanId id) {
        return store.plan(id);
    }

    /**
     * The plan of {@code execution} where it and the row are what the audit log recorded when it was begun; else empty. Only such
     * a plan may lead to a change: somebody with rights on the database could have written into it what the host shall get back.
     */
    Optional<PlanDocument> unaltered(ExecutionRow execution) {
        var row = planRow(execution);
        if (!row.fitsItsDigest()) {
            return Optional.empty();
        }
        var plan = row.read();
        var same = row.digest.equals(execution.planDigest)
                && plan.hostId().equals(execution.hostId)
                && plan.operation().equals(execution.operationKey())
                && plan.operationVersion() == execution.operationVersion
                && Objects.equals(plan.undoOf(), execution.undoOfExecution());
        return same && witness.intended(execution.executionId(), execution.hostId, execution.planDigest)
                ? Optional.of(plan)
                : Optional.empty();
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

    boolean hasSuccessor(ExecutionId id) {
        return store.hasSuccessor(row(id));
    }
}
