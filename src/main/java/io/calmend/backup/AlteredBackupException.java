package io.calmend.backup;

import io.calmend.vocabulary.BackupId;

/** Thrown when a stored backup was changed: its hash is not the one stored with it, or not the one in the audit log. */
public final class AlteredBackupException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    AlteredBackupException(BackupId backup, String what) {
        super(backup + " does not match " + what);
    }
}
