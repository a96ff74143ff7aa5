package io.calmend.remote.script;

import static io.calmend.remote.script.AnswerJson.list;
import static io.calmend.remote.script.AnswerJson.malformed;
import static io.calmend.remote.script.AnswerJson.number;
import static io.calmend.remote.script.AnswerJson.text;
import static io.calmend.remote.script.AnswerJson.word;

import io.calmend.registry.KeyState;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the keys and values of one answer, as many as a licence cache can have and no more: whatever comes after (comparing,
 * planning, saving, showing) may rely on that. A client keeps one key for each licence that it was issued, which is a handful;
 * hundreds are a sign of trouble that can still be repaired, and more than these are no licence cache.
 */
final class RegistryAnswer {

    /** Of all trees of an answer together, both registry views. */
    static final int MOST_KEYS = 2_000;

    /** Values of all trees together. A licence has four or five. */
    static final int MOST_VALUES = 10_000;

    /** Bytes of a binary value, characters of a text. A licence has about 2,000 bytes. */
    static final int LARGEST_VALUE = 65_536;

    /** Characters of a key's owner, group and access list; Windows keeps 64 KB of each at most. */
    static final int LONGEST_SDDL = 65_536;

    /** What Windows allows for the name of a value. */
    private static final int LONGEST_VALUE_NAME = 16_383;

    /** JSON tokens of an answer that stays within these limits, with room for what is told of the host itself. */
    static final long MOST_TOKENS = 16L * MOST_KEYS + 10L * MOST_VALUES + 70_000;

    private int keys;
    private int values;

    KeyState key(JsonNode node, RegistryPath path, int depth) throws Unusable {
        if (++keys > MOST_KEYS) {
            throw tooLarge("keys");
        }
        if (!text(node, "path").equals(path.value())) {
            throw malformed("path");
        }
        if (node.has("absent")) {
            return new KeyState.Absent(path);
        }
        if (node.has("denied")) {
            return new KeyState.Unreadable(path, word(node, "denied"));
        }
        var found = values(list(node, "values"));
        var children = new ArrayList<KeyState>();
        var deeper = 0;
        if (depth == 0) {
            deeper = number(node, "deeper", 0, Integer.MAX_VALUE);
        } else {
            var names = new HashSet<String>();
            for (var child : list(node, "keys")) {
                children.add(key(child, below(path, child, names), depth - 1));
            }
        }
        return new KeyState.Present(path, sddl(node), found, children, deeper);
    }

    private static RegistryPath below(RegistryPath path, JsonNode child, Set<String> names) throws Unusable {
        var childPath = text(child, "path");
        if (!childPath.startsWith(path.value() + "\\")) {
            throw malformed("path");
        }
        var name = childPath.substring(path.value().length() + 1);
        requireNew(name, names);
        try {
            return path.child(name);
        } catch (IllegalArgumentException malformed) {
            throw malformed("key name");
        }
    }

    /** Windows has no two keys or values of one name, whatever their case; a model of them could not tell them apart. */
    private static void requireNew(String name, Set<String> names) throws Unusable {
        if (!names.add(RegistryPath.fold(name))) {
            throw malformed("a name twice");
        }
    }

    private static @Nullable String sddl(JsonNode node) throws Unusable {
        if (node.path("sddl").isNull()) {
            return null;
        }
        return bounded(text(node, "sddl"), LONGEST_SDDL);
    }

    private List<RegistryValue> values(JsonNode list) throws Unusable {
        values += list.size();
        if (values > MOST_VALUES) {
            throw tooLarge("values");
        }
        var found = new ArrayList<RegistryValue>();
        var names = new HashSet<String>();
        for (var one : list) {
            var value = value(one);
            requireNew(value.name(), names);
            found.add(value);
        }
        return found;
    }

    private static RegistryValue value(JsonNode node) throws Unusable {
        var name = bounded(text(node, "name"), LONGEST_VALUE_NAME);
        var kind = number(node, "kind", Integer.MIN_VALUE, Integer.MAX_VALUE);
        var data = node.path("data");
        if (data.isNull()) {
            return new RegistryValue(name, new RegistryContent.Unreadable(kind));
        }
        if (kind == RegistryContent.MULTI_SZ) {
            var lines = new ArrayList<String>();
            var length = 0;
            for (var line : list(node, "data")) {
                var text = text(line);
                length += text.length() + 1;
                if (length > LARGEST_VALUE) {
                    throw tooLarge("a value");
                }
                lines.add(text);
            }
            return new RegistryValue(name, new RegistryContent.Lines(lines));
        }
        // Base64 of the largest value is the longest text
        var text = bounded(text(data), (LARGEST_VALUE + 2) / 3 * 4);
        if (kind == RegistryContent.SZ || kind == RegistryContent.EXPAND_SZ) {
            bounded(text, LARGEST_VALUE);
        }
        try {
            return RegistryValue.of(name, kind, List.of(text));
        } catch (IllegalArgumentException malformed) {
            throw malformed("data");
        }
    }

    private static String bounded(String text, int longest) throws Unusable {
        if (text.length() > longest) {
            throw tooLarge("a value");
        }
        return text;
    }

    static Unusable tooLarge(String what) {
        return new Unusable(FailureReason.CACHE_TOO_LARGE, what);
    }
}
