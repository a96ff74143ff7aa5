package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the audit log: for managers, administrators and the portal itself. Each method says so, and is guarded by it. */
public interface AuditSearch {

    /** Records that match, newest first; {@code offset} and {@code limit} (at most 200) as in a list. */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    List<AuditEntry> find(Actor actor, Filter filter, int offset, int limit);

    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    long count(Actor actor, Filter filter);

    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    Optional<AuditEntry> entry(Actor actor, long number);

    /** All entries about one execution, oldest first. */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    List<AuditEntry> ofExecution(Actor actor, ExecutionId execution);

    /**
     * Reads every entry from the first and checks that each fits its neighbour, that the numbers have no gap and that the
     * newest one is the one the head names. Reads in pages and may run beside writers; slow on a long audit log: run it on a
     * thread that may wait. A log whose tail was cut together with a forged head is not noticed: only a copy of the head
     * outside this database could tell.
     */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "verify")
    Verification verify(Actor actor);

    /**
     * @param text part of a person, host, operation, ticket or reason; null for all
     * @param from inclusive, {@code until} exclusive
     * @param kind as in {@link AuditEntry#kind}
     */
    record Filter(
            @Nullable String text,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Outcome outcome,
            @Nullable String kind,
            @Nullable UUID host) {
        public static final Filter ALL = new Filter(null, null, null, null, null, null);
    }

    enum Outcome {
        DONE,
        REFUSED,
        FAILED,
        UNKNOWN,
        NOTED
    }

    /**
     * One entry for people.
     *
     * @param kind the event's simple name, for example {@code Intended}; its sentence is {@code audit.KIND} in the translations
     * @param reason what a person gave as the reason, or null
     * @param failure why it did not happen, null if it did or if the reason is one that this version no longer knows
     * @param facts the event's own fields (texts and numbers) by name, in order; their labels are {@code audit.fact.NAME}
     * @param document the canonical JSON, exactly as it was hashed
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
            @Nullable FailureReason failure,
            @Nullable String ticket,
            List<AuditEvent.Change> changes,
            Map<String, String> facts,
            String document,
            String hash,
            String previousHash) {
        public AuditEntry {
            changes = List.copyOf(changes);
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }
    }

    /**
     * @param entries how many were read and fit
     * @param broken the number of the first entry that does not fit, null if all do
     * @param flaw what is wrong with it, null if nothing is
     */
    record Verification(
            long entries, @Nullable Long broken, @Nullable Flaw flaw, Instant at) {}

    /** What can be wrong with an entry; the sentence is {@code audit.flaw.NAME} in the translations. */
    enum Flaw {
        /** The number is not there, though the head or a later entry says it was. */
        MISSING,
        /** An entry stands where none was written. */
        INSERTED,
        /** The bytes are not those that were hashed, or are no entry. */
        ALTERED,
        /** An entry that was written under another number. */
        MISPLACED,
        /** It does not name the hash of the entry before it: one of the two was replaced. */
        NOT_LINKED,
        /** The bytes are sound, a copy that is kept for searching is not what they say. */
        COPY_DIFFERS,
        /** The head row does not name the newest entry's hash, or is gone. */
        HEAD_DIFFERS
    }
}
