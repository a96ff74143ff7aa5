package io.calmend.backup;

import io.calmend.host.HostState;
import io.calmend.host.StateSize;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What hosts were like before they were changed: immutable documents, of the registry with kinds and security descriptors. */
public interface Backups {

    /**
     * Writes the state as one canonical document, in the caller's transaction.
     *
     * @throws IllegalArgumentException if something in it could not be read or kept: there is no half backup
     */
    Backup save(ExecutionId execution, UUID host, String hostName, HostState state);

    /** Reads the stored document again and compares it with {@code state} and its hash; call it in the transaction of {@link #save}. */
    boolean holds(BackupId backup, HostState state);

    /** For executions, which hold the permit; people get {@link #ofHost} and {@link #regFile}. */
    Optional<Backup> find(BackupId backup);

    /**
     * The saved state, for executions, which hold the permit.
     *
     * @throws AlteredBackupException if the document fits its own hash or the one in the audit log no longer
     */
    HostState state(BackupId backup);

    /** Newest first, at most 200; none, and a refusal in the audit log, for whoever may not see the host. */
    List<Backup> ofHost(Actor actor, UUID host);

    /**
     * One view, for whoever may see the backup's host; the answer is in the audit log either way. Written as {@code regedit} writes it: UTF-16LE with BOM, version 5.00. The 32-bit view is written with the path
     * that {@code reg import /reg:32} expects. Security descriptors do not fit the format.
     */
    Download regFile(Actor actor, BackupId backup, RegistryView view);

    sealed interface Download {
        record File(Backup backup, byte[] bytes) implements Download {}

        /** {@code BACKUP_UNKNOWN}, {@code NOT_PERMITTED} or {@code BACKUP_ALTERED}. */
        record Refused(FailureReason reason) implements Download {}
    }

    /** @param sha256 of the document, lower-case hexadecimal; {@code bytes} its size */
    record Backup(
            BackupId id,
            ExecutionId execution,
            UUID host,
            String hostName,
            Instant at,
            String sha256,
            int bytes,
            StateSize size) {}
}
