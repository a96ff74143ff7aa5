package io.calmend.backup;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditWitness;
import io.calmend.delegation.Delegations;
import io.calmend.host.HostState;
import io.calmend.host.StateSize;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores backups in the database, next to the executions they belong to. */
@Service
class BackupStore implements Backups {

    private static final Logger LOG = LoggerFactory.getLogger(BackupStore.class);
    private static final int MOST_LISTED = 200;

    private final EntityManager database;
    private final Delegations delegations;
    private final AuditLog auditLog;
    private final AuditWitness witness;
    /** For the methods that ask the directory first: no directory call is made inside a transaction. */
    private final TransactionTemplate reading;

    private final Clock clock;

    BackupStore(
            EntityManager database,
            Delegations delegations,
            AuditLog auditLog,
            AuditWitness witness,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.database = database;
        this.delegations = delegations;
        this.auditLog = auditLog;
        this.witness = witness;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Backup save(ExecutionId execution, UUID host, String hostName, HostState state) {
        // PostgreSQL keeps microseconds
        var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var backup = new StoredBackup(execution, host, hostName, at, BackupDocument.of(state));
        database.persist(backup);
        database.flush();
        database.detach(backup);
        return backup.summary();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holds(BackupId backup, HostState state) {
        var stored = readAgain(backup);
        if (stored.isEmpty()) {
            return false;
        }
        BackupDocument wanted;
        try {
            wanted = BackupDocument.of(state);
        } catch (IllegalArgumentException incomplete) {
            return false;
        }
        var document = stored.get().document();
        return Arrays.equals(document, wanted.bytes())
                && BackupDocument.sha256(document).equals(stored.get().sha256())
                && isSame(BackupDocument.state(document), state);
    }

    private static boolean isSame(HostState read, HostState given) {
        return Set.copyOf(read.expectations()).equals(Set.copyOf(given.expectations()));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Backup> find(BackupId backup) {
        return database.createQuery(SUMMARY + " where b.id = :id", Summary.class)
                .setParameter("id", backup.value())
                .getResultStream()
                .map(Summary::toBackup)
                .findFirst();
    }

    @Override
    public List<Backup> ofHost(Actor actor, UUID host) {
        if (!delegations.maySee(actor, host)) {
            refuse(actor, "backups", host.toString(), null, FailureReason.NOT_PERMITTED);
            return List.of();
        }
        return reading.execute(
                _ -> database.createQuery(SUMMARY + " where b.host = :host order by b.id desc", Summary.class)
                        .setParameter("host", host)
                        .setMaxResults(MOST_LISTED)
                        .getResultStream()
                        .map(Summary::toBackup)
                        .toList());
    }

    @Override
    @Transactional(readOnly = true)
    public HostState state(BackupId backup) {
        return BackupDocument.state(sound(backup).document());
    }

    @Override
    public Download regFile(Actor actor, BackupId id, RegistryView view) {
        var found = reading.execute(_ -> find(id));
        if (found.isEmpty()) {
            return refuse(actor, "download", id.toString(), null, FailureReason.BACKUP_UNKNOWN);
        }
        var backup = found.get();
        var host = new AuditEvent.Host(backup.host(), backup.hostName());
        if (!delegations.maySee(actor, backup.host())) {
            return refuse(actor, "download", id.toString(), host, FailureReason.NOT_PERMITTED);
        }
        byte[] bytes;
        try {
            bytes = RegFile.of(backup, view, reading.execute(_ -> state(id)).trees());
        } catch (AlteredBackupException altered) {
            LOG.error("not offered for download: {}", altered.getMessage());
            return refuse(actor, "download", id.toString(), host, FailureReason.BACKUP_ALTERED);
        }
        auditLog.recordAlone(new AuditEvent.Downloaded(actor, "backup", id + " " + view.dotNetName(), host));
        return new Download.File(backup, bytes);
    }

    private Download refuse(
            Actor actor, String asked, String subject, AuditEvent.@Nullable Host host, FailureReason reason) {
        auditLog.recordAlone(new AuditEvent.Refused(actor, asked, subject, host, null, reason, null));
        return new Download.Refused(reason);
    }

    private StoredBackup sound(BackupId backup) {
        var stored = readAgain(backup).orElseThrow(() -> new IllegalStateException(backup + " does not exist"));
        if (!BackupDocument.sha256(stored.document()).equals(stored.sha256())) {
            throw new AlteredBackupException(backup, "its hash");
        }
        var summary = stored.summary();
        // whoever can write the row can also write a matching hash; the log entry was written when the backup was made
        if (!witness.saved(summary.execution(), backup, summary.host(), summary.sha256())) {
            throw new AlteredBackupException(backup, "the hash in the audit log");
        }
        return stored;
    }

    /** From the table, not from the persistence context of this transaction. */
    private Optional<StoredBackup> readAgain(BackupId backup) {
        var stored = database.find(StoredBackup.class, backup.value());
        if (stored != null) {
            database.detach(stored);
        }
        return Optional.ofNullable(stored);
    }

    /** Lists must not load the documents. */
    private static final String SUMMARY = """
            select b.id, b.execution, b.host, b.hostName, b.at, b.sha256, b.bytes, b.keys, b.values, b.services from StoredBackup b""";

    private record Summary(
            long id,
            long execution,
            UUID host,
            String hostName,
            Instant at,
            String sha256,
            int bytes,
            int keys,
            int values,
            int services) {
        private Backup toBackup() {
            return new Backup(
                    new BackupId(id),
                    new ExecutionId(execution),
                    host,
                    hostName,
                    at,
                    sha256,
                    bytes,
                    new StateSize(keys, values, services));
        }
    }
}
