package io.calmend.backup;

import io.calmend.host.StateSize;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code backup}. */
@Entity
@Immutable
@Table(name = "backup")
class StoredBackup {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "execution_id")
    private long execution;

    @Column(name = "host_id")
    private UUID host;

    @Column(name = "host_name")
    private String hostName;

    @Column(name = "saved_at")
    private Instant at;

    @Column(name = "sha256")
    private String sha256;

    @Column(name = "byte_count")
    private int bytes;

    @Column(name = "key_count")
    private int keys;

    @Column(name = "value_count")
    private int values;

    @Column(name = "service_count")
    private int services;

    @Column(name = "document")
    private byte[] document;

    /** For Hibernate, which sets the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected StoredBackup() {}

    StoredBackup(ExecutionId execution, UUID host, String hostName, Instant at, BackupDocument document) {
        this.execution = execution.value();
        this.host = host;
        this.hostName = hostName;
        this.at = at;
        this.sha256 = document.sha256();
        this.bytes = document.bytes().length;
        this.keys = document.size().keys();
        this.values = document.size().values();
        this.services = document.size().services();
        this.document = document.bytes();
    }

    String sha256() {
        return sha256;
    }

    byte[] document() {
        return document;
    }

    Backups.Backup summary() {
        if (id == null) {
            throw new IllegalStateException("not stored yet");
        }
        return new Backups.Backup(
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
