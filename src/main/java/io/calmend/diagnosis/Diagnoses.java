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

/** Finds out why a computer's licensing fails; reads only, takes no lock on the host. */
public interface Diagnoses {

    /**
     * Checks the connection to the host and reads its licence cache with one remote command. Blocks for as long as that takes
     * (seconds; bounded by the time-outs of {@code remote}). The diagnosis is stored and in the audit log before this returns,
     * and so is a refusal.
     *
     * @param caseId the case it belongs to, refused if that is not about the host; null to open one
     * @param progress told of each connection step as it ends, on the calling thread
     */
    CheckDecision diagnose(Actor actor, HostName host, @Nullable CaseId caseId, Consumer<CheckedLayer> progress);

    sealed interface CheckDecision {
        record Made(Diagnosis diagnosis) implements CheckDecision {}

        record Refused(FailureReason reason) implements CheckDecision {}
    }

    /**
     * The diagnosis with its host as the directory knows it now, by the object id that was stored, if this person may look at it.
     * A refusal is in the audit log, and so is that the host was opened.
     */
    DiagnosisAccess open(Actor actor, DiagnosisId id);

    sealed interface DiagnosisAccess {
        record Open(Diagnosis diagnosis, ManagedHost host) implements DiagnosisAccess {}

        /**
         * {@code HOST_REPLACED} where the name under which the host was observed leads to another computer account by now.
         *
         * @param hostName as it was then
         */
        record Closed(String hostName, FailureReason reason) implements DiagnosisAccess {}

        record Unknown() implements DiagnosisAccess {}
    }

    /** The newest of a host, if any; none, and a refusal in the audit log, for whoever may not see the host. */
    Optional<Diagnosis> latest(Actor actor, UUID host);

    /** Newest first, at most 50; none, and a refusal in the audit log, for whoever may not see the host. */
    List<Diagnosis> ofHost(Actor actor, UUID host);

    /** The person's own newest ones, one for each host that they may still see, at most {@code limit}. */
    List<Diagnosis> recentOf(Actor actor, int limit);

    /**
     * The raw answer is stored; findings are computed from it by the rules of today.
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

    /** The host as the directory knows it, if this person may look at it; else why not, which then is in the audit log. */
    HostAccess open(Actor actor, HostName host);

    sealed interface HostAccess {
        record Open(ManagedHost host) implements HostAccess {}

        record Closed(FailureReason reason) implements HostAccess {}
    }
}
