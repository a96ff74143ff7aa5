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

/**
 * Finds, reads and verifies entries of the audit log. Open to managers, administrators and the portal itself, as each
 * method declares.
 */
public interface AuditSearch {

    /** Entries that match, newest first, paged by {@code offset} and {@code limit} (at most 200). */
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
     * Reads every entry from the first and checks that each fits the one before, that the numbers have no gap and that
     * the newest entry is the one that the head row names. Reads page by page and may run while entries are written.
     * It takes long on a large log, so run it on a background thread. It cannot notice that the end of the log was cut
     * off and the head row forged to match: only a copy of the head outside this database could show that.
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
     * One entry, prepared for display.
     *
     * @param kind the event's simple name, for example {@code Intended}; its sentence is {@code audit.KIND} in the translations
     * @param reason what a person gave as the reason, or null
     * @param failure why it did not happen; null if it did happen, or if this version no longer knows the reason
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
     * @param entries how many were read and are intact
     * @param broken the number of the first entry that fails verification, null if all are intact
     * @param flaw what is wrong with it, null if nothing is
     */
    record Verification(
            long entries, @Nullable Long broken, @Nullable Flaw flaw, Instant at) {}

    /** What can be wrong with an entry; the sentence is {@code audit.flaw.NAME} in the translations. */
    enum Flaw {
        /** There is no entry of this number, although the head row or a later entry implies one. */
        MISSING,
        /** There is an entry where none was written. */
        INSERTED,
        /** The bytes do not match their hash, or are no entry. */
        ALTERED,
        /** The entry was written under another number. */
        MISPLACED,
        /** The entry does not name the hash of the entry before it: one of the two was replaced. */
        NOT_LINKED,
        /** The bytes are intact, but a column copied from them for searching differs. */
        COPY_DIFFERS,
        /** The head row is missing, or does not name the newest entry's hash. */
        HEAD_DIFFERS
    }
}
