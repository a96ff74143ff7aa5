package io.calmend.audit;

import io.calmend.audit.AuditEvent.Change;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One entry: its canonical text, and the columns derived from it for searching. They are derived when the entry is
 * written, and again by the same code when the audit log is verified.
 *
 * @param words what a search looks in: the entry's names and texts in lower case, cut to 4000 characters
 */
record ChainedEntry(
        long number,
        Instant at,
        String previous,
        String kind,
        Outcome outcome,
        String actorSid,
        @Nullable UUID hostId,
        @Nullable Long execution,
        String words,
        String json) {

    /** What the first entry gives as the hash of the entry before. */
    static final String NO_PREVIOUS = "0".repeat(64);

    /** In bytes; the most that H2 can store in one {@code bytea} column. */
    private static final int LARGEST = 1_000_000;

    private static final int LONGEST_WORDS = 4000;

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws IllegalArgumentException if the entry would be larger than a million bytes: the caller did not limit it
     */
    static ChainedEntry of(long number, Instant now, String previous, AuditEvent event) {
        var at = now.truncatedTo(ChronoUnit.MICROS);
        var entry = read(CanonicalJson.write(EntryFormat.entry(number, at, previous, event)));
        if (entry.json.length() > LARGEST || entry.bytes().length > LARGEST) {
            throw new IllegalArgumentException("an entry of the audit log may have a million bytes at most");
        }
        return entry;
    }

    /** @throws IllegalArgumentException if {@code json} is no entry in canonical form */
    static ChainedEntry read(String json) {
        try {
            var root = STRICT.readTree(json);
            if (!CanonicalJson.write(root).equals(json)) {
                throw new IllegalArgumentException("not in canonical form");
            }
            var event = root.required("event");
            var host = event.get("host");
            var execution = event.get("execution");
            return new ChainedEntry(
                    root.required("number").longValue(),
                    Instant.parse(root.required("at").stringValue()),
                    root.required("previous").stringValue(),
                    root.required("kind").stringValue(),
                    Outcome.valueOf(root.required("outcome").stringValue()),
                    root.required("actor").required("sid").stringValue(),
                    host == null ? null : UUID.fromString(host.required("id").stringValue()),
                    execution == null ? null : execution.longValue(),
                    words(root),
                    json);
        } catch (JacksonException | java.time.DateTimeException malformed) {
            throw new IllegalArgumentException("not an entry", malformed);
        }
    }

    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 over the canonical bytes, in lower-case hexadecimal; the bytes hold the hash of the entry before. */
    String hash() {
        return hash(bytes());
    }

    static String hash(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /** This entry, prepared for display. */
    AuditEntry entry() {
        var root = STRICT.readTree(json);
        var event = root.required("event");
        var actor = root.required("actor");
        var host = event.get("host");
        return new AuditEntry(
                number,
                at,
                EntryFormat.today(kind),
                outcome,
                actor.required("account").stringValue(),
                actor.required("name").stringValue(),
                host == null ? null : host.required("name").stringValue(),
                hostId,
                text(event, "operation"),
                execution == null ? null : new ExecutionId(execution),
                text(event, "reason"),
                failure(text(event, "failure")),
                text(event, "ticket"),
                changes(event),
                facts(event),
                json,
                hash(),
                previous);
    }

    private static List<Change> changes(JsonNode event) {
        var changes = new ArrayList<Change>();
        for (var change : event.path("changes")) {
            changes.add(
                    new Change(change.required("where").stringValue(), text(change, "before"), text(change, "after")));
        }
        return List.copyOf(changes);
    }

    private static Map<String, String> facts(JsonNode event) {
        var facts = new TreeMap<String, String>();
        event.forEachEntry((name, value) -> {
            if (value.isString() || value.isNumber()) {
                facts.put(name, value.asString());
            }
        });
        return facts;
    }

    private static String words(JsonNode root) {
        var event = root.required("event");
        var words = new StringJoiner("\n");
        words.add(root.required("actor").required("account").stringValue());
        words.add(root.required("actor").required("name").stringValue());
        words.add(event.path("host").path("name").stringValue(""));
        for (var fact : facts(event).entrySet()) {
            words.add(fact.getKey().equals("caseId") ? "C-" + fact.getValue() : fact.getValue());
        }
        // PostgreSQL cannot store NUL in text
        var text = words.toString().replace('\0', ' ').toLowerCase(Locale.ROOT);
        if (text.length() <= LONGEST_WORDS) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(LONGEST_WORDS - 1)) ? LONGEST_WORDS - 1 : LONGEST_WORDS;
        return text.substring(0, end);
    }

    private static @Nullable String text(JsonNode node, String name) {
        var value = node.get(name);
        return value == null ? null : value.stringValue();
    }

    /** Also null for a reason that this version no longer knows; {@code facts} keeps its name. */
    private static @Nullable FailureReason failure(@Nullable String name) {
        var today = name == null ? null : EntryFormat.today(name);
        for (var reason : FailureReason.values()) {
            if (reason.name().equals(today)) {
                return reason;
            }
        }
        return null;
    }
}
