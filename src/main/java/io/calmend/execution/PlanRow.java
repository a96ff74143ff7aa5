package io.calmend.execution;

import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.PlanId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored plan. Never updated. */
@Entity
@Table(name = "execution_plan")
class PlanRow {

    private static final Logger LOG = LoggerFactory.getLogger(PlanRow.class);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    @Column(updatable = false)
    String digest;

    @Column(updatable = false)
    String actorSid;

    @Column(updatable = false)
    UUID hostId;

    @Column(updatable = false)
    Instant validUntil;

    @Column(updatable = false, length = Documents.LONGEST)
    String document;

    @SuppressWarnings("NullAway.Init")
    protected PlanRow() {}

    PlanRow(String digest, String actorSid, UUID hostId, Instant validUntil, String document) {
        this.digest = digest;
        this.actorSid = actorSid;
        this.hostId = hostId;
        this.validUntil = validUntil;
        this.document = document;
    }

    PlanId planId() {
        if (id == null) {
            throw new IllegalStateException("not stored yet");
        }
        return new PlanId(id);
    }

    PlanDocument read() {
        return Computing.compute(document.length(), () -> Documents.PLAN.read(document, PlanDocument.class));
    }

    /** Whether the document is the one that {@link #digest} was made of; what cannot be read is not. */
    boolean fitsItsDigest() {
        try {
            return Computing.compute(document.length(), () -> PlanDocument.digest(document))
                    .equals(digest);
        } catch (IllegalStateException noPlan) {
            LOG.error("{}: {}", planId(), noPlan.getMessage());
            return false;
        }
    }
}
