package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Reads and verifies the chain of entries. Shows only what is in the hashed bytes; the other columns only serve to
 * find rows.
 */
@Service
class ChainReader implements AuditSearch {

    private static final int LARGEST_PAGE = 200;
    private static final int VERIFIED_AT_ONCE = 500;

    private final JdbcClient database;
    private final Clock clock;

    ChainReader(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    // ---- finding

    @Override
    public List<AuditEntry> find(Actor actor, Filter filter, int offset, int limit) {
        if (offset < 0 || limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + LARGEST_PAGE + " entries");
        }
        var where = Where.of(filter);
        return entries(
                "select document from audit_entry" + where.sql + " order by number desc limit :limit offset :offset",
                where.with("limit", limit).with("offset", offset));
    }

    @Override
    public long count(Actor actor, Filter filter) {
        var where = Where.of(filter);
        return database.sql("select count(*) from audit_entry" + where.sql)
                .params(where.parameters)
                .query(Long.class)
                .single();
    }

    @Override
    public Optional<AuditEntry> entry(Actor actor, long number) {
        return entries("select document from audit_entry where number = :number", new Where("").with("number", number))
                .stream()
                .findFirst();
    }

    @Override
    public List<AuditEntry> ofExecution(Actor actor, ExecutionId execution) {
        return entries(
                "select document from audit_entry where execution_id = :execution order by number",
                new Where("").with("execution", execution.value()));
    }

    private List<AuditEntry> entries(String sql, Where where) {
        return database
                .sql(sql)
                .params(where.parameters)
                .query((row, _) -> new String(row.getBytes("document"), StandardCharsets.UTF_8))
                .list()
                .stream()
                .map(json -> ChainedEntry.read(json).entry())
                .toList();
    }

    /** Conditions whose SQL is fixed text; what a person typed is passed as a parameter. */
    private record Where(String sql, Map<String, Object> parameters) {

        Where(String sql) {
            this(sql, new HashMap<>());
        }

        Where with(String name, Object value) {
            parameters.put(name, value);
            return this;
        }

        static Where of(Filter filter) {
            var conditions = new StringJoiner(" and ", " where ", "").setEmptyValue("");
            var where = new Where("");
            if (filter.text() != null && !filter.text().isBlank()) {
                conditions.add("words like :words escape '!'");
                where.with("words", "%" + escaped(filter.text().strip()) + "%");
            }
            if (filter.from() != null) {
                conditions.add("recorded_at >= :from");
                where.with("from", filter.from().atOffset(ZoneOffset.UTC));
            }
            if (filter.until() != null) {
                conditions.add("recorded_at < :until");
                where.with("until", filter.until().atOffset(ZoneOffset.UTC));
            }
            if (filter.outcome() != null) {
                conditions.add("outcome = :outcome");
                where.with("outcome", filter.outcome().name());
            }
            if (filter.kind() != null) {
                conditions.add("kind = :kind");
                where.with("kind", filter.kind());
            }
            if (filter.host() != null) {
                conditions.add("host_id = :host");
                where.with("host", filter.host());
            }
            return new Where(conditions.toString(), where.parameters);
        }

        private static String escaped(String text) {
            return text.toLowerCase(Locale.ROOT)
                    .replace('\0', ' ')
                    .replace("!", "!!")
                    .replace("%", "!%")
                    .replace("_", "!_");
        }
    }

    // ---- verifying

    /** A stored row, nothing of which is trusted yet. */
    private record Row(
            long number,
            Instant at,
            String kind,
            String outcome,
            String actorSid,
            @Nullable UUID hostId,
            @Nullable Long execution,
            String words,
            @Nullable String json,
            String hashOfBytes,
            String hash) {

        static Row read(ResultSet row) throws SQLException {
            var bytes = row.getBytes("document");
            return new Row(
                    row.getLong("number"),
                    row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                    row.getString("kind"),
                    row.getString("outcome"),
                    row.getString("actor_sid"),
                    row.getObject("host_id", UUID.class),
                    row.getObject("execution_id", Long.class),
                    row.getString("words"),
                    decoded(bytes),
                    ChainedEntry.hash(bytes),
                    row.getString("hash"));
        }

        private static @Nullable String decoded(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException noText) {
                return null;
            }
        }

        /**
         * What is wrong with this row, if it is supposed to be entry {@code expected} and to follow {@code previous};
         * null if nothing is.
         */
        @Nullable
        Flaw flaw(long expected, String previous) {
            if (number < expected) {
                return Flaw.INSERTED;
            }
            if (number > expected) {
                return Flaw.MISSING;
            }
            if (json == null || !hashOfBytes.equals(hash)) {
                return Flaw.ALTERED;
            }
            ChainedEntry entry;
            try {
                entry = ChainedEntry.read(json);
            } catch (IllegalArgumentException noEntry) {
                return Flaw.ALTERED;
            }
            if (entry.number() != number) {
                return Flaw.MISPLACED;
            }
            if (!entry.previous().equals(previous)) {
                return Flaw.NOT_LINKED;
            }
            return copiesAgree(entry) ? null : Flaw.COPY_DIFFERS;
        }

        private boolean copiesAgree(ChainedEntry entry) {
            return entry.at().equals(at)
                    && entry.kind().equals(kind)
                    && entry.outcome().name().equals(outcome)
                    && entry.actorSid().equals(actorSid)
                    && Objects.equals(entry.hostId(), hostId)
                    && Objects.equals(entry.execution(), execution)
                    && entry.words().equals(words);
        }
    }

    private record Head(long number, String hash) {}

    @Override
    public Verification verify(Actor actor) {
        // read first: entries written while this runs are left for the next verification
        var head = database.sql("select number, hash from audit_head")
                .query((row, _) -> new Head(row.getLong("number"), row.getString("hash")))
                .optional();
        if (head.isEmpty()) {
            return broken(0, 1, Flaw.HEAD_DIFFERS);
        }
        long read = 0;
        var previous = ChainedEntry.NO_PREVIOUS;
        long after = Long.MIN_VALUE;
        List<Row> page;
        do {
            page = page(after, head.get().number());
            for (var row : page) {
                var flaw = row.flaw(read + 1, previous);
                if (flaw != null) {
                    return broken(read, flaw == Flaw.INSERTED ? row.number() : read + 1, flaw);
                }
                read++;
                previous = row.hash();
                after = row.number();
            }
        } while (page.size() == VERIFIED_AT_ONCE);
        if (read < head.get().number()) {
            return broken(read, read + 1, Flaw.MISSING);
        }
        if (!previous.equals(head.get().hash())) {
            return broken(read, read, Flaw.HEAD_DIFFERS);
        }
        var beyond = beyondTheHead();
        return beyond.isPresent()
                ? broken(read, beyond.get(), Flaw.INSERTED)
                : new Verification(read, null, null, clock.instant());
    }

    private List<Row> page(long after, long last) {
        return database.sql("""
                        select number, recorded_at, kind, outcome, actor_sid, host_id, execution_id, words, document, hash
                        from audit_entry where number > :after and number <= :last order by number limit :limit
                        """)
                .param("after", after)
                .param("last", last)
                .param("limit", VERIFIED_AT_ONCE)
                .query((row, _) -> Row.read(row))
                .list();
    }

    /** One statement, so that an entry that is being written is seen together with its head row or not at all. */
    private Optional<Long> beyondTheHead() {
        return database.sql("""
                        select number from audit_entry where number > (select number from audit_head)
                        order by number limit 1
                        """).query(Long.class).optional();
    }

    private Verification broken(long read, long number, Flaw flaw) {
        return new Verification(read, number, flaw, clock.instant());
    }
}
