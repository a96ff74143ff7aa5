package io.calmend.execution;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where an execution stands: what its events say, in one row. Only {@link ExecutionJournal} changes it. */
@Entity
@Table(name = "execution")
class ExecutionRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(updatable = false)
    long planId;

    @Column(updatable = false)
    String planDigest;

    @Column(updatable = false)
    long caseId;

    @Column(updatable = false)
    String operation;

    @Column(updatable = false)
    int operationVersion;

    @Column(updatable = false)
    @Nullable
    Long undoOf;

    @Column(updatable = false)
    UUID hostId;

    @Column(updatable = false)
    String hostName;

    @Nullable
    UUID activeHost;

    @Column(updatable = false)
    String actorSid;

    @Column(updatable = false)
    String actorAccount;

    @Column(updatable = false)
    String actorName;

    @Column(updatable = false)
    String reason;

    @Column(updatable = false)
    String ticket;

    @Column(updatable = false)
    String allowedBy;

    @Enumerated(EnumType.STRING)
    @Column(length = 20, columnDefinition = "varchar(20)")
    ExecutionState state;

    @Enumerated(EnumType.STRING)
    @Column(length = 40, columnDefinition = "varchar(40)")
    @Nullable
    FailureReason failure;

    @Nullable
    Long backupId;

    @Column(updatable = false)
    Instant startedAt;

    @Nullable
    Instant endedAt;

    int events;

    int sent;

    String node;

    @Nullable
    Instant leaseUntil;

    @Nullable
    Instant nextObservationAt;

    int observations;

    @SuppressWarnings("NullAway.Init")
    protected ExecutionRow() {}

    ExecutionRow(
            long planId,
            long caseId,
            PlanDocument plan,
            ExecutionRequest request,
            String allowedBy,
            Instant startedAt,
            String node,
            Instant leaseUntil) {
        this.planId = planId;
        this.planDigest = request.planDigest();
        this.caseId = caseId;
        this.operation = plan.operation().value();
        this.operationVersion = plan.operationVersion();
        this.undoOf = plan.undoOf() == null ? null : plan.undoOf().value();
        this.hostId = plan.hostId();
        this.hostName = plan.hostName();
        this.activeHost = plan.hostId();
        this.actorSid = request.actor().sid();
        this.actorAccount = request.actor().account();
        this.actorName = request.actor().displayName();
        this.reason = request.reason();
        this.ticket = request.ticket();
        this.allowedBy = allowedBy;
        this.state = ExecutionState.INTENDED;
        this.startedAt = startedAt;
        this.node = node;
        this.leaseUntil = leaseUntil;
    }

    ExecutionId executionId() {
        if (id == null) {
            throw new IllegalStateException("not stored yet");
        }
        return new ExecutionId(id);
    }

    OperationKey operationKey() {
        return new OperationKey(operation);
    }

    Actor actor() {
        return new Actor(actorSid, actorAccount, actorName);
    }

    @Nullable
    ExecutionId undoOfExecution() {
        return undoOf == null ? null : new ExecutionId(undoOf);
    }
}
