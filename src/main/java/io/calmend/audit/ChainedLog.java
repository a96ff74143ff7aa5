package io.calmend.audit;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes the audit log as a hash chain: each entry carries the hash of the one before.
 *
 * <p>Uses plain SQL, so that the bytes that were hashed are exactly the bytes that are stored, and so that a reader
 * can see that nothing but the head row is ever updated.
 */
@Service
class ChainedLog implements AuditLog {

    private record Head(long number, String hash) {}

    private final JdbcClient database;
    private final EntityManager pending;
    private final Clock clock;
    private final Repetitions repetitions;

    ChainedLog(JdbcClient database, EntityManager pending, Clock clock) {
        this.database = database;
        this.pending = pending;
        this.clock = clock;
        this.repetitions = new Repetitions(clock);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public long record(AuditEvent event) {
        return append(event);
    }

    @Override
    @Transactional
    public long recordAlone(AuditEvent event) {
        writeCounts(repetitions.over());
        return repetitions.isWritten(event) ? append(event) : 0;
    }

    /** Writes the counts of further refusals for periods that are over. */
    @Transactional
    void writeCounts() {
        writeCounts(repetitions.over());
    }

    /** Writes all counts, also of periods that are not over. */
    @Transactional
    void writeAllCounts() {
        writeCounts(repetitions.all());
    }

    private void writeCounts(List<AuditEvent.RefusedMore> counts) {
        counts.forEach(this::append);
    }

    private long append(AuditEvent event) {
        // flush the caller's changes first: a row locked after the head row could wait for a transaction that waits for
        // the head row
        pending.flush();
        var head = database.sql("select number, hash from audit_head for update")
                .query((row, _) -> new Head(row.getLong("number"), row.getString("hash")))
                .single();
        var entry = ChainedEntry.of(head.number() + 1, clock.instant(), head.hash(), event);
        var hash = entry.hash();
        database.sql("""
                        insert into audit_entry (number, recorded_at, kind, outcome, actor_sid, host_id, execution_id, words, document, hash)
                        values (:number, :at, :kind, :outcome, :actor, :host, :execution, :words, :document, :hash)
                        """)
                .param("number", entry.number())
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("kind", entry.kind())
                .param("outcome", entry.outcome().name())
                .param("actor", entry.actorSid())
                .param("host", entry.hostId())
                .param("execution", entry.execution())
                .param("words", entry.words())
                .param("document", entry.bytes())
                .param("hash", hash)
                .update();
        database.sql("update audit_head set number = :number, hash = :hash")
                .param("number", entry.number())
                .param("hash", hash)
                .update();
        LogMetrics.countOnceCommitted(entry, event);
        return entry.number();
    }
}
