package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.UUID;

/**
 * What the log bears witness to. A plan or backup is a row that somebody with rights on the database can change together with its
 * own hash; before the portal acts on one, it asks here whether the log recorded that very hash when the row was written.
 *
 * <p>Only entries are believed whose bytes fit their hash and that hang in the chain on both sides. Whoever can write all tables
 * and calculates the chain again from there on is not noticed: only a copy of the head outside this database could tell.
 */
public interface AuditWitness {

    /** Whether the log says, once, that {@code execution} saved {@code backup} of {@code host}, with this SHA-256. */
    boolean saved(ExecutionId execution, BackupId backup, UUID host, String sha256);

    /** Whether the log says, once, that {@code execution} was begun on {@code host} with the plan of this digest. */
    boolean intended(ExecutionId execution, UUID host, String planDigest);

    /**
     * Whether the log says that {@code execution} has ended. Whatever says so is believed, even if its bytes do not fit: an
     * execution that has not ended has no such entry.
     */
    boolean ended(ExecutionId execution);

    /** Whether {@code actor} was shown a plan of this digest for {@code host} at or after {@code since}. */
    boolean planned(Actor actor, UUID host, String planDigest, Instant since);
}
