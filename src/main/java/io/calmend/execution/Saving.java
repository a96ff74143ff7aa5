package io.calmend.execution;

import io.calmend.backup.Backups;
import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.ExecutionJournal.AuditLogUnavailable;
import io.calmend.execution.JournalEvent.BackupSaved;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes the backup of an execution and reads it back, before anything leaves. */
@Component
class Saving {

    private final Backups backups;
    private final ExecutionJournal journal;

    Saving(Backups backups, ExecutionJournal journal) {
        this.backups = backups;
        this.journal = journal;
    }

    private static final class BackupNotVerified extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class BackupIncomplete extends RuntimeException {
        private static final long serialVersionUID = 1;

        private BackupIncomplete(IllegalArgumentException cause) {
            super(cause);
        }
    }

    /**
     * Saves what the plan was made from, compares what was saved, and writes {@code next} down, all in one transaction.
     *
     * @return why nothing of that is in force; empty if it is
     */
    Optional<FailureReason> saveAnd(Assignment run, JournalEvent next) {
        var plan = run.plan();
        try {
            journal.append(run.id(), plan, run.by(), () -> {
                var backup = save(run);
                if (!backups.holds(backup.id(), plan.observed())) {
                    throw new BackupNotVerified();
                }
                return List.of(new BackupSaved(backup.id(), backup.sha256(), backup.bytes(), backup.size()), next);
            });
            return Optional.empty();
        } catch (BackupNotVerified damaged) {
            return Optional.of(FailureReason.BACKUP_NOT_VERIFIED);
        } catch (BackupIncomplete incomplete) {
            return Optional.of(FailureReason.BACKUP_INCOMPLETE);
        } catch (AuditLogUnavailable unavailable) {
            return Optional.of(FailureReason.AUDIT_LOG_UNAVAILABLE);
        }
    }

    private Backups.Backup save(Assignment run) {
        try {
            return backups.save(
                    run.id(),
                    run.host().objectId(),
                    run.host().name(),
                    run.plan().observed());
        } catch (IllegalArgumentException incomplete) {
            throw new BackupIncomplete(incomplete);
        }
    }
}
