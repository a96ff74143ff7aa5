package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds entries by their columns, but trusts only their hashed bytes. */
@Service
class ChainWitness implements AuditWitness {

    /** A plan is valid for minutes, and nobody makes this many for one computer in that time. */
    private static final int MOST_PLANS = 50;

    private final JdbcClient database;

    ChainWitness(JdbcClient database) {
        this.database = database;
    }

    @Override
    public boolean saved(ExecutionId execution, BackupId backup, UUID host, String sha256) {
        return once(execution, host, "BackupSaved", Map.of("backup", Long.toString(backup.value()), "sha256", sha256));
    }

    @Override
    public boolean intended(ExecutionId execution, UUID host, String planDigest) {
        return once(execution, host, "Intended", Map.of("planDigest", planDigest));
    }

    @Override
    public boolean ended(ExecutionId execution) {
        return !rows(
                        "where execution_id = :execution and kind = 'Ended' limit 1",
                        Map.of("execution", execution.value()))
                .isEmpty();
    }

    /** Exactly one entry: a second one of the kind could only be a forgery. */
    private boolean once(ExecutionId execution, UUID host, String kind, Map<String, String> facts) {
        var rows = rows(
                "where execution_id = :execution and kind = :kind order by number limit 2",
                Map.of("execution", execution.value(), "kind", kind));
        return rows.size() == 1 && says(rows.getFirst(), kind, host, facts);
    }

    @Override
    public boolean planned(Actor actor, UUID host, String planDigest, Instant since) {
        return rows(
                        "where host_id = :host and actor_sid = :actor and kind = 'Planned' and recorded_at >= :since"
                                + " order by number desc limit " + MOST_PLANS,
                        Map.of("host", host, "actor", actor.sid(), "since", since.atOffset(ZoneOffset.UTC)))
                .stream()
                .anyMatch(row -> says(row, "Planned", host, Map.of("planDigest", planDigest))
                        && row.entry().map(ChainedEntry::actorSid).equals(Optional.of(actor.sid())));
    }

    private boolean says(Row row, String kind, UUID host, Map<String, String> facts) {
        return row.entry()
                .filter(entry -> entry.number() == row.number
                        && entry.kind().equals(kind)
                        && host.equals(entry.hostId())
                        && entry.entry().facts().entrySet().containsAll(facts.entrySet())
                        && entry.previous().equals(hashBefore(row.number))
                        && isFollowed(row))
                .isPresent();
    }

    private @Nullable String hashBefore(long number) {
        return number == 1
                ? ChainedEntry.NO_PREVIOUS
                : rows("where number = :number", Map.of("number", number - 1)).stream()
                        .findFirst()
                        .map(Row::hash)
                        .orElse(null);
    }

    /** Whether the next entry links to this one, or the head row does if this is the newest. */
    private boolean isFollowed(Row row) {
        var head = database.sql("select hash from audit_head where number = :number")
                .param("number", row.number)
                .query(String.class)
                .optional();
        if (head.isPresent()) {
            return head.get().equals(row.hash);
        }
        return rows("where number = :number", Map.of("number", row.number + 1)).stream()
                .findFirst()
                .flatMap(Row::entry)
                .map(ChainedEntry::previous)
                .equals(Optional.of(row.hash));
    }

    private List<Row> rows(String where, Map<String, ?> parameters) {
        return database.sql("select number, document, hash from audit_entry " + where)
                .params(parameters)
                .query((row, _) -> new Row(row.getLong("number"), row.getBytes("document"), row.getString("hash")))
                .list();
    }

    private record Row(long number, byte[] bytes, String hash) {

        /** Empty if the bytes do not match their hash or are no entry. */
        Optional<ChainedEntry> entry() {
            if (!ChainedEntry.hash(bytes).equals(hash)) {
                return Optional.empty();
            }
            try {
                return Optional.of(ChainedEntry.read(new String(bytes, StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException noEntry) {
                return Optional.empty();
            }
        }
    }
}
