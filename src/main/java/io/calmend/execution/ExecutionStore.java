package io.calmend.execution;

import io.calmend.cases.Cases;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.PlanId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The rows of this module. Every method wants an open transaction. */
@Component
class ExecutionStore {

    private final EntityManager rows;
    private final Cases cases;

    ExecutionStore(EntityManager rows, Cases cases) {
        this.rows = rows;
        this.cases = cases;
    }

    void add(PlanRow plan) {
        rows.persist(plan);
        rows.flush();
    }

    /** @throws jakarta.persistence.PersistenceException if another execution holds the host, among other causes */
    void add(ExecutionRow execution) {
        rows.persist(execution);
        rows.flush();
    }

    void add(EventRow event) {
        rows.persist(event);
    }

    Optional<PlanRow> plan(PlanId id) {
        return Optional.ofNullable(rows.find(PlanRow.class, id.value()));
    }

    Optional<ExecutionRow> find(ExecutionId id) {
        return Optional.ofNullable(rows.find(ExecutionRow.class, id.value()));
    }

    /** The row, held against everybody else until the transaction ends. */
    ExecutionRow lock(ExecutionId id) {
        var row = rows.find(ExecutionRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new IllegalStateException(id + " does not exist");
        }
        return row;
    }

    boolean isTaken(UUID host) {
        return rows.createQuery("select count(e) from ExecutionRow e where e.activeHost = :host", Long.class)
                        .setParameter("host", host)
                        .getSingleResult()
                > 0;
    }

    boolean isStarted(PlanId plan) {
        return rows.createQuery("select count(e) from ExecutionRow e where e.planId = :plan", Long.class)
                        .setParameter("plan", plan.value())
                        .getSingleResult()
                > 0;
    }

    /** The execution that undid {@code original} and was not undone itself. */
    Optional<ExecutionRow> standingUndo(ExecutionId original) {
        return rows
                .createQuery(
                        "select e from ExecutionRow e where e.undoOf = :original and e.state = :succeeded order by e.id desc",
                        ExecutionRow.class)
                .setParameter("original", original.value())
                .setParameter("succeeded", ExecutionState.SUCCEEDED)
                .getResultList()
                .stream()
                .filter(undo -> standingUndo(undo.executionId()).isEmpty())
                .findFirst();
    }

    /** Whether a later execution on the same host has sent something. */
    boolean hasSuccessor(ExecutionRow execution) {
        return rows.createQuery(
                                "select count(e) from ExecutionRow e"
                                        + " where e.hostId = :host and e.id > :id and e.state <> :notChanged",
                                Long.class)
                        .setParameter("host", execution.hostId)
                        .setParameter("id", execution.executionId().value())
                        .setParameter("notChanged", ExecutionState.NOT_CHANGED)
                        .getSingleResult()
                > 0;
    }

    List<EventRow> events(ExecutionId id) {
        return rows.createQuery(
                        "select e from EventRow e where e.key.executionId = :id order by e.key.seq", EventRow.class)
                .setParameter("id", id.value())
                .getResultList();
    }

    List<EventRow> events(Collection<Long> ids) {
        return rows.createQuery(
                        "select e from EventRow e where e.key.executionId in :ids order by e.key.executionId, e.key.seq",
                        EventRow.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    List<ExecutionRow> ofHost(UUID host, int limit) {
        return rows.createQuery(
                        "select e from ExecutionRow e where e.hostId = :host order by e.id desc", ExecutionRow.class)
                .setParameter("host", host)
                .setMaxResults(limit)
                .getResultList();
    }

    List<ExecutionRow> ofActor(String sid, int limit) {
        return rows.createQuery(
                        "select e from ExecutionRow e where e.actorSid = :sid"
                                + " order by case when e.activeHost is null then 1 else 0 end, e.id desc",
                        ExecutionRow.class)
                .setParameter("sid", sid)
                .setMaxResults(limit)
                .getResultList();
    }

    /** All that have not ended, oldest first. */
    List<ExecutionRow> open() {
        return rows.createQuery(
                        "select e from ExecutionRow e where e.activeHost is not null order by e.id", ExecutionRow.class)
                .getResultList();
    }

    /** Gives the leases that {@code node} still holds for {@code executions} a new end. */
    void renew(String node, Collection<ExecutionId> executions, Instant until) {
        rows.createQuery("update ExecutionRow e set e.leaseUntil = :until"
                        + " where e.node = :node and e.leaseUntil is not null and e.id in :ids")
                .setParameter("until", until)
                .setParameter("node", node)
                .setParameter("ids", executions.stream().map(ExecutionId::value).toList())
                .executeUpdate();
    }

    /** Removes plans that ended before {@code before} and that nobody started. */
    int forgetPlans(Instant before) {
        return rows.createQuery("delete from PlanRow p where p.validUntil < :before"
                        + " and not exists (select 1 from ExecutionRow e where e.planId = p.id)")
                .setParameter("before", before)
                .executeUpdate();
    }

    /** Opens a case about {@code host}. */
    CaseId openCase(UUID host) {
        return cases.open(host);
    }
}
