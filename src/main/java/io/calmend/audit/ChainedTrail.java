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
 * Writes the trail as a chain: each record carries the hash of the one before.
 *
 * <p>In plain SQL, so that the bytes that were hashed are the bytes that are kept, and so that one can see at a glance that
 * nothing but the head row is ever changed.
 */
@Service
class ChainedTrail implements AuditTrail {

    private record Head(long number, String hash) {}

    private final JdbcClient database;
    private final EntityManager pending;
    private final Clock clock;
    private final Repetitions repetitions;

    ChainedTrail(JdbcClient database, EntityManager pending, Clock clock) {
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

    /** Writes how many refusals were only counted, where the time of counting is over. */
    @Transactional
    void writeCounts() {
        writeCounts(repetitions.over());
    }

    /** Those, too, whose time is not over. */
    @Transactional
    void writeAllCounts() {
        writeCounts(repetitions.all());
    }

    private void writeCounts(List<AuditEvent.RefusedMore> counts) {
        counts.forEach(this::append);
    }

    private long append(AuditEvent event) {
        // what the caller changed goes first: a row locked after the head could wait for somebody who waits for the
        // head
        pending.flush();
        var head = database.sql("select number, hash from audit_head for update")
                .query((row, _) -> new Head(row.getLong("number"), row.getString("hash")))
                .single();
        var record = TrailRecord.of(head.number() + 1, clock.instant(), head.hash(), event);
        var hash = record.hash();
        database.sql("""
                        insert into audit_record (number, recorded_at, kind, outcome, actor_sid, host_id, execution_id, words, record, hash)
                        values (:number, :at, :kind, :outcome, :actor, :host, :execution, :words, :record, :hash)
                        """)
                .param("number", record.number())
                .param("at", record.at().atOffset(ZoneOffset.UTC))
                .param("kind", record.kind())
                .param("outcome", record.outcome().name())
                .param("actor", record.actorSid())
                .param("host", record.hostId())
                .param("execution", record.execution())
                .param("words", record.words())
                .param("record", record.bytes())
                .param("hash", hash)
                .update();
        database.sql("update audit_head set number = :number, hash = :hash")
                .param("number", record.number())
                .param("hash", hash)
                .update();
        LogMetrics.countOnceCommitted(record, event);
        return record.number();
    }
}
