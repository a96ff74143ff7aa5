package io.calmend.execution;

import io.calmend.vocabulary.Computing;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A stored event. Never updated, never removed. */
@Entity
@Immutable
@Table(name = "execution_event")
class EventRow {

    /** The execution and its events' order, from 1 without gaps. */
    @Embeddable
    record Key(long executionId, int seq) {}

    @EmbeddedId
    Key key;

    Instant at;

    String kind;

    @Column(length = Documents.LONGEST)
    String detail;

    @SuppressWarnings("NullAway.Init")
    protected EventRow() {}

    EventRow(Key key, Instant at, JournalEvent event) {
        this.key = key;
        this.at = at;
        this.kind = JournalEvent.kind(event);
        this.detail = Documents.EVENT.write(event);
    }

    JournalEntry read() {
        return new JournalEntry(
                key.seq(), at, Computing.compute(detail.length(), () -> JournalEvent.read(kind, detail)));
    }
}
