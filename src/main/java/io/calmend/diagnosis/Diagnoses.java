package io.calmend.diagnosis;

import io.calmend.directory.ManagedHost;
import io.calmend.licensing.ClientStore;
import io.calmend.licensing.Finding;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out why a computer's licensing fails. Only reads, and does not lock the host. */
public interface Diagnoses {

    /**
     * Checks the connection to the host and reads its licence cache with one remote command. Blocks for as long as
     * that takes (seconds, limited by the timeouts of {@code remote}). Before this returns, the diagnosis is stored
     * and in the audit log; a refusal is in the audit log too.
     *
     * @param caseId the case that the check belongs to, refused if it is not about the host; null to open a new case
     * @param progress receives each connection step as it ends, on the calling thread
     */
    CheckDecision diagnose(Actor actor, HostName host, @Nullable CaseId caseId, Consumer<CheckedLayer> progress);

    sealed interface CheckDecision {
        record Made(Diagnosis diagnosis) implements CheckDecision {}

        record Refused(FailureReason reason) implements CheckDecision {}
    }

    /**
     * The diagnosis with its host, looked up again in the directory by the stored object id, if this person may see
     * it. Opening it is in the audit log, and so is a refusal.
     */
    DiagnosisAccess open(Actor actor, DiagnosisId id);

    sealed interface DiagnosisAccess {
        record Open(Diagnosis diagnosis, ManagedHost host) implements DiagnosisAccess {}

        /**
         * {@code HOST_REPLACED} if the name under which the host was checked now belongs to another computer account.
         *
         * @param hostName as it was then
         */
        record Closed(String hostName, FailureReason reason) implements DiagnosisAccess {}

        record Unknown() implements DiagnosisAccess {}
    }

    /** The newest of a host, if any; empty, with a refusal in the audit log, if the person may not see the host. */
    Optional<Diagnosis> latest(Actor actor, UUID host);

    /** Newest first, at most 50; empty, with a refusal in the audit log, if the person may not see the host. */
    List<Diagnosis> ofHost(Actor actor, UUID host);

    /** The person's own newest diagnoses, one for each host that they may still see, at most {@code limit}. */
    List<Diagnosis> recentOf(Actor actor, int limit);

    /**
     * One check of a host. The raw answer is stored; findings are computed from it by the present rules.
     *
     * @param failure why the host could not be observed, null if it was
     * @param store what was read, null with {@code failure}
     * @param findings ranked; empty only with {@code failure}
     */
    record Diagnosis(
            DiagnosisId id,
            CaseId caseId,
            UUID hostId,
            String hostName,
            Actor actor,
            Instant at,
            ConnectionReport connection,
            @Nullable FailureReason failure,
            String failureDetail,
            @Nullable ClientStore store,
            List<Finding> findings) {

        public Diagnosis {
            findings = List.copyOf(findings);
        }
    }

    /**
     * The host from the directory, if this person may see it; else the reason why not, which is then in the audit log.
     */
    HostAccess open(Actor actor, HostName host);

    sealed interface HostAccess {
        record Open(ManagedHost host) implements HostAccess {}

        record Closed(FailureReason reason) implements HostAccess {}
    }
}
