package io.calmend.diagnosis;

import io.calmend.directory.ManagedHost;
import io.calmend.licensing.ClientStore;
import io.calmend.licensing.Finding;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.ConnectionDoctor.Step;
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
     * Checks the way to the host and reads its licence cache with one remote command. Blocks for as long as that takes
     * (seconds; bounded by the time-outs of {@code remote}). The diagnosis is stored and on the trail before this returns,
     * and so is a refusal.
     *
     * @param caseId the case it belongs to, null to open one
     * @param progress told of each connection step as it ends, on the calling thread
     */
    Outcome diagnose(Actor actor, HostName host, @Nullable CaseId caseId, Consumer<Step> progress);

    sealed interface Outcome {
        record Made(Diagnosis diagnosis) implements Outcome {}

        record Refused(FailureReason reason) implements Outcome {}
    }

    Optional<Diagnosis> find(DiagnosisId id);

    /** The newest of a host, if any. */
    Optional<Diagnosis> latest(UUID host);

    /** Newest first, at most 50. */
    List<Diagnosis> ofHost(UUID host);

    /** The person's own newest ones, one for each host, at most {@code limit}. */
    List<Diagnosis> recentOf(Actor actor, int limit);

    /**
     * The raw answer is stored; findings are computed from it by the rules of today.
     *
     * @param failure why the host could not be looked at, null if it was
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

    /** The host as the directory knows it, if this person may look at it; else why not, which then is on the trail. */
    HostAccess open(Actor actor, HostName host);

    sealed interface HostAccess {
        record Open(ManagedHost host) implements HostAccess {}

        record Closed(FailureReason reason) implements HostAccess {}
    }
}
