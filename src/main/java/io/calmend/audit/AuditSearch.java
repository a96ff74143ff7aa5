package io.calmend.audit;

import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the trail. */
public interface AuditSearch {

    /** Records that match, newest first; {@code offset} and {@code limit} (at most 200) as in a list. */
    List<AuditEntry> find(Filter filter, int offset, int limit);

    long count(Filter filter);

    Optional<AuditEntry> entry(long number);

    /** All records about one execution, oldest first. */
    List<AuditEntry> ofExecution(ExecutionId execution);

    /**
     * Reads every record from the first and checks that each fits its neighbour. Slow on a long trail: run it on a thread
     * that may wait.
     */
    Verification verify();

    /**
     * @param text part of a person, host, operation, ticket or reason; null for all
     * @param from inclusive, {@code until} exclusive
     */
    record Filter(
            @Nullable String text,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Outcome outcome,
            @Nullable UUID host) {
        public static final Filter ALL = new Filter(null, null, null, null, null);
    }

    enum Outcome {
        DONE,
        REFUSED,
        FAILED,
        UNKNOWN,
        NOTED
    }

    /**
     * One record for people.
     *
     * @param kind the event's simple name, for example {@code Intended}; its sentence is {@code trail.KIND} in the translations
     * @param record the canonical JSON, exactly as it was hashed
     */
    record AuditEntry(
            long number,
            Instant at,
            String kind,
            Outcome outcome,
            String actorAccount,
            String actorName,
            @Nullable String host,
            @Nullable UUID hostId,
            @Nullable String operation,
            @Nullable ExecutionId execution,
            @Nullable String reason,
            @Nullable String ticket,
            List<AuditEvent.Change> changes,
            String record,
            String hash,
            String previousHash) {}

    /**
     * @param records how many were read
     * @param broken the number of the first record that does not fit, null if all do
     * @param problem for people: what is wrong with it; empty if nothing is
     */
    record Verification(long records, @Nullable Long broken, String problem, Instant at) {}
}
