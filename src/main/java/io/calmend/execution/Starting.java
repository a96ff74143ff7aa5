package io.calmend.execution;

import io.calmend.audit.AuditWitness;
import io.calmend.delegation.Permit;
import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.ExecutionJournal.AuditLogUnavailable;
import io.calmend.execution.ExecutionJournal.HostTaken;
import io.calmend.execution.ExecutionJournal.NotStored;
import io.calmend.execution.ExecutionJournal.PlanUsed;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RequestText;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Begins what a person has read and confirmed: asks every precondition again, commits the intent, hands it to the engine. */
@Component
class Starting {

    private static final Logger LOG = LoggerFactory.getLogger(Starting.class);
    /** By how much the times of a plan and of its entry in the log may differ. */
    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);

    private final OperationCatalog catalog;
    private final Preconditions preconditions;
    private final AuditWitness witness;
    private final ExecutionReader reader;
    private final ExecutionJournal journal;
    private final ExecutionEngine engine;
    private final Workers workers;
    private final Refusals refusals;

    Starting(
            OperationCatalog catalog,
            Preconditions preconditions,
            AuditWitness witness,
            ExecutionReader reader,
            ExecutionJournal journal,
            ExecutionEngine engine,
            Workers workers,
            Refusals refusals) {
        this.catalog = catalog;
        this.preconditions = preconditions;
        this.witness = witness;
        this.reader = reader;
        this.journal = journal;
        this.engine = engine;
        this.workers = workers;
        this.refusals = refusals;
    }

    StartDecision start(ExecutionRequest request) {
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
            return new StartDecision.Refused(refusals.refuse(refusal));
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
            LOG.error("{} does not match the audit log", request.plan());
            throw new RefusedException(requested, FailureReason.PLAN_ALTERED, List.of());
        }
        var used = preconditions.isStarted(request.plan());
        if (used || journal.now().isAfter(plan.validUntil())) {
            throw new RefusedException(requested, FailureReason.PLAN_EXPIRED, List.of());
        }
        if (plan.undoOf() == null
                && catalog.find(plan.operation())
                        .filter(definition -> definition.version() == plan.operationVersion())
                        .isEmpty()) {
            throw new RefusedException(requested, FailureReason.PLAN_CHANGED, List.of());
        }
        var host = preconditions.host(requested, plan.hostId());
        var about = requested.about(host);
        var permit = preconditions.permit(about, plan.operation(), host);
        preconditions.requireFree(about, host, !plan.onlySaves());
        if (plan.undoOf() != null && preconditions.isUndone(plan.undoOf())) {
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
            return journal.begin(request.plan(), plan, request, permit);
        } catch (HostTaken taken) {
            throw new RefusedException(requested, FailureReason.HOST_BUSY, List.of());
        } catch (PlanUsed used) {
            throw new RefusedException(requested, FailureReason.PLAN_EXPIRED, List.of());
        } catch (AuditLogUnavailable
                | NotStored
                | PersistenceException
                | DataAccessException
                | TransactionException unavailable) {
            LOG.error("a run was not started", unavailable);
            throw new RefusedException(requested, FailureReason.AUDIT_LOG_UNAVAILABLE, List.of());
        }
    }
}
