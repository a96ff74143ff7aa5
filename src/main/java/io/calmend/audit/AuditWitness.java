package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.UUID;

/**
 * Confirms plans and backups against the audit log. Somebody with write access to the database can change the row of a
 * plan or backup together with its hash; so before the portal acts on one, it asks here whether the log holds the same
 * hash from the time when the row was written.
 *
 * <p>An entry counts only if its bytes match its hash and it is linked to the entries before and after it. It cannot
 * be noticed if somebody rewrites all tables and recomputes the chain from there on: only a copy of the head outside
 * this database could show that.
 */
public interface AuditWitness {

    /**
     * Whether exactly one entry says that {@code execution} saved {@code backup} of {@code host}, with this SHA-256.
     */
    boolean saved(ExecutionId execution, BackupId backup, UUID host, String sha256);

    /**
     * Whether exactly one entry says that {@code execution} was started on {@code host} with the plan of this digest.
     */
    boolean intended(ExecutionId execution, UUID host, String planDigest);

    /**
     * Whether an entry says that {@code execution} has ended. Such an entry counts even if its bytes do not match its
     * hash: an execution that has not ended has no such entry at all.
     */
    boolean ended(ExecutionId execution);

    /** Whether {@code actor} was shown a plan of this digest for {@code host} at or after {@code since}. */
    boolean planned(Actor actor, UUID host, String planDigest, Instant since);
}
