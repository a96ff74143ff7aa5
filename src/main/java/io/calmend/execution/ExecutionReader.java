package io.calmend.execution;

import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.PlanId;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads plans, executions and journals, each in a transaction of its own. */
@Component
@Transactional(readOnly = true)
class ExecutionReader {

    private final ExecutionStore store;

    ExecutionReader(ExecutionStore store) {
        this.store = store;
    }

    Optional<PlanRow> plan(PlanId id) {
        return store.plan(id);
    }

    PlanDocument plan(ExecutionRow execution) {
        return store.plan(new PlanId(execution.planId))
                .orElseThrow(() -> new IllegalStateException("plan of " + execution.executionId() + " is gone"))
                .read();
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
