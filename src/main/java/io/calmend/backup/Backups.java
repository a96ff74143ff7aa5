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

    /** For executions, which hold the permit; for people there are {@link #ofHost} and {@link #regFile}. */
    Optional<Backup> find(BackupId backup);

    /**
     * The saved state, for executions, which hold the permit.
     *
     * @throws AlteredBackupException if the document no longer matches its own hash, or the one in the audit log
     */
    HostState state(BackupId backup);

    /** Newest first, at most 200. Empty, with a refusal in the audit log, if the person may not see the host. */
    List<Backup> ofHost(Actor actor, UUID host);

    /**
     * One registry view as a {@code .reg} file, for anybody who may see the backup's host; the download or refusal is
     * in the audit log. The format is that of {@code regedit}: UTF-16LE with BOM, version 5.00, without security
     * descriptors, which it cannot hold. The 32-bit view has the path that {@code reg import /reg:32} expects.
     */
    Download regFile(Actor actor, BackupId backup, RegistryView view);

    sealed interface Download {
        record File(Backup backup, byte[] bytes) implements Download {}

        /** {@code BACKUP_UNKNOWN}, {@code NOT_PERMITTED} or {@code BACKUP_ALTERED}. */
        record Refused(FailureReason reason) implements Download {}
    }

    /** @param sha256 of the document, in lower-case hexadecimal; {@code bytes} its size */
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
