package io.calmend.diagnosis;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The table row of one diagnosis; never updated. */
@Entity
@Immutable
@Table(name = "diagnosis")
class DiagnosisRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    long caseId;

    UUID hostId;

    String hostName;

    String actorSid;

    String actorAccount;

    String actorName;

    Instant madeAt;

    /** The version of the rules when this was stored; findings always come from the present version. */
    int rulesVersion;

    byte[] answer;

    @SuppressWarnings("NullAway.Init")
    protected DiagnosisRow() {}

    DiagnosisRow(
            CaseId caseId, UUID hostId, String hostName, Actor actor, Instant madeAt, int rulesVersion, byte[] answer) {
        this.caseId = caseId.value();
        this.hostId = hostId;
        this.hostName = hostName;
        this.actorSid = actor.sid();
        this.actorAccount = actor.account();
        this.actorName = actor.displayName();
        this.madeAt = madeAt;
        this.rulesVersion = rulesVersion;
        this.answer = answer.clone();
    }

    DiagnosisId diagnosisId() {
        if (id == null) {
            throw new IllegalStateException("not stored yet");
        }
        return new DiagnosisId(id);
    }

    Actor actor() {
        return new Actor(actorSid, actorAccount, actorName);
    }
}
