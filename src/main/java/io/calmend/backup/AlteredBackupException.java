package io.calmend.backup;

import io.calmend.vocabulary.BackupId;

/** A stored backup is not what was saved: it does not fit its own hash, or not the one that the audit log recorded. */
public final class AlteredBackupException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    AlteredBackupException(BackupId backup, String what) {
        super(backup + " does not match " + what);
    }
}
