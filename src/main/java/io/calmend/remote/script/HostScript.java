package io.calmend.remote.script;

import io.calmend.registry.Expectation;
import io.calmend.registry.Observation;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.HostChange;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the two commands that ever run on a host: fixed blocks in clear ({@code resources/powershell}), then one
 * argument.
 *
 * <pre>powershell.exe -NoProfile -NonInteractive -Command "$Calmend='change 1';BODY;Main 'ARGUMENT'"</pre>
 *
 * <p>Everything before {@code Main} is the same for each run of a release; its SHA-256 is published
 * ({@code src/docs/scripts.md}). It holds no quotation mark, no percent sign and no two blanks in a row, because
 * {@code cmd.exe} or Overthere would change them. The line is shorter than {@value #LONGEST} characters; {@code cmd.exe}
 * takes 8,191.
 *
 * <p><b>The argument</b> is compact JSON in which each quotation mark is a tilde, and each character that is no letter,
 * digit or one of <code>{}[]:,.;()+-/=_#@*\</code> is a {@code \}{@code uXXXX} escape; so it can neither end its quotes
 * nor be folded, and an administrator can read it. <b>Text that came from people or hosts has {@code =} in front</b>,
 * else PowerShell 7 would take some of it for a date.
 *
 * <ul>
 *   <li>{@code observe 1}: <code>{targets: [[view, path, depth]…], client: true|false}</code>
 *   <li>{@code change 1}: <code>{id, until, targets: [[view, path, depth]…], digests: [digest…], keys: [[view, path]…],
 *       changes: [[verb, k, …]…]}</code>: {@code id} as people see it ({@code R-1042}); {@code until} is {@code =} and
 *       the host's own UTC time to the second, {@code =2026-01-31T10:00:00}, at which it is late; {@code digests} fit
 *       {@code targets} in order; {@code k} is an index of {@code keys}. The verbs: <code>[deleteValue, k, =name]</code>,
 *       <code>[setValue, k, =name, kind, data]</code>, <code>[appendValue, k, =name, =base64]</code>,
 *       <code>[deleteKeys, k, [=name…]]</code>, <code>[createKey, k]</code>, <code>[secure, k, =sddl]</code>,
 *       <code>[borrow, k]</code>. {@code data} is {@code =base64} for kinds 3 and −1, {@code =} and a <em>signed</em>
 *       decimal for 4 (32 bit) and 11 (64 bit), a list of {@code =line} for 7, {@code =text} for 1 and 2.
 * </ul>
 *
 * <p>What a host answers is told by {@link HostAnswer}.
 */
public enum HostScript {
    OBSERVE("observe", "prelude", "registry-look", "host-look", "observe"),
    CHANGE("change", "prelude", "registry-look", "registry-change", "change");

    /** A command line is shorter than this. */
    static final int LONGEST = 8_000;

    /** Raised whenever the argument or the answer means something else. */
    private static final int VERSION = 1;

    private static final String SAFE = "{}[]:,.;()+-/=_#@*";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LONGEST_DIGEST = "A".repeat(43) + "=";
    private static final ExecutionId LONGEST_ID = new ExecutionId(Long.MAX_VALUE);

    private final String body;

    HostScript(String name, String... blocks) {
        var text = new StringBuilder("$Calmend='" + name + " " + VERSION + "';");
        for (var block : blocks) {
            text.append(minified(block)).append(';');
        }
        body = text.toString();
    }

    /** Everything before {@code Main}. */
    String body() {
        return body;
    }

    /** SHA-256 of {@link #body}, in hexadecimal. */
    String sha256() {
        return Sha256.hex(body.getBytes(StandardCharsets.US_ASCII));
    }

    /** The command line of an observation. @throws IllegalArgumentException if it is too long */
    public static String line(Observation observation) {
        var argument = JSON.createObjectNode();
        targets(argument, observation.targets());
        argument.put("client", observation.client());
        return OBSERVE.line(argument);
    }

    /**
     * The command line of a change.
     *
     * @throws IllegalArgumentException if it is too long, or holds what the host cannot be told ({@link #unencodable})
     */
    public static String line(HostChange change) {
        var unencodable = unencodable(change.changes());
        if (unencodable != null) {
            throw new IllegalArgumentException(unencodable);
        }
        return CHANGE.line(argument(
                change.execution(),
                change.until(),
                change.expected().stream().map(Expectation::target).toList(),
                change.expected().stream().map(Expectation::digest).toList(),
                change.changes()));
    }

    /**
     * Why {@code changes} cannot be told to a host, null if they can: Windows would cut a name or text at a NUL without
     * a word.
     */
    public static @Nullable String unencodable(List<RegistryChange> changes) {
        for (var change : changes) {
            var texts = switch (change) {
                case RegistryChange.DeleteValue delete -> List.of(delete.name());
                case RegistryChange.SetValue set -> textsOf(set.value());
                case RegistryChange.AppendValue append -> List.of(append.name());
                case RegistryChange.DeleteKeys delete -> delete.names();
                case RegistryChange.CreateKey create -> List.of(create.path().value());
                case RegistryChange.Secure secure -> List.of(secure.sddl());
                case RegistryChange.TakeOwnership take -> List.of(take.path().value());
            };
            if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
                return "a name or text with NUL below " + change.path().name();
            }
        }
        return null;
    }

    /**
     * Cuts {@code changes} into lists that each fit one command line which expects {@code targets}, in order.
     *
     * @return empty if a change that cannot be cut is too long for a command line of its own
     * @see io.calmend.remote.HostChanger#commands
     */
    public static Optional<List<List<RegistryChange>>> commands(
            List<TreeTarget> targets, List<RegistryChange> changes) {
        return CommandCutting.cut(targets, changes);
    }

    // ---- what it is made of, and how long that is

    /** The keys that {@code changes} touch, each once, in the order in which the host numbers them. */
    static List<Location> keys(List<RegistryChange> changes) {
        return changes.stream().map(RegistryChange::location).distinct().toList();
    }

    private static ObjectNode argument(
            ExecutionId id,
            Instant until,
            List<TreeTarget> targets,
            List<String> digests,
            List<RegistryChange> changes) {
        var argument = JSON.createObjectNode();
        argument.put("id", id.toString());
        argument.put("until", bare(SECONDS.format(until)));
        targets(argument, targets);
        digests.forEach(argument.putArray("digests")::add);
        var keys = new LinkedHashMap<Location, Integer>();
        changes.forEach(change -> keys.putIfAbsent(change.location(), keys.size()));
        var table = argument.putArray("keys");
        keys.keySet().forEach(key -> table.add(entry(key)));
        var list = argument.putArray("changes");
        changes.forEach(change -> list.add(entry(change, keys.getOrDefault(change.location(), 0))));
        return argument;
    }

    private static ArrayNode entry(Location key) {
        return JSON.createArrayNode()
                .add(key.view().dotNetName())
                .add(key.path().value());
    }

    /** @param key the number of the change's key */
    private static ArrayNode entry(RegistryChange change, int key) {
        return switch (change) {
            case RegistryChange.DeleteValue delete -> verb("deleteValue", key).add(bare(delete.name()));
            case RegistryChange.SetValue set -> value(verb("setValue", key), set.value());
            case RegistryChange.AppendValue append ->
                verb("appendValue", key)
                        .add(bare(append.name()))
                        .add(bare(Base64.getEncoder().encodeToString(append.bytes())));
            case RegistryChange.DeleteKeys delete -> {
                var entry = verb("deleteKeys", key);
                var names = entry.addArray();
                delete.names().forEach(name -> names.add(entry(delete, name)));
                yield entry;
            }
            case RegistryChange.CreateKey _ -> verb("createKey", key);
            case RegistryChange.Secure secure -> verb("secure", key).add(bare(secure.sddl()));
            case RegistryChange.TakeOwnership _ -> verb("borrow", key);
        };
    }

    /** A name with a backslash would reach deeper than the key's own children. */
    private static String entry(RegistryChange.DeleteKeys delete, String name) {
        return bare(delete.path().child(name).name());
    }

    /** How many characters a command line that expects {@code targets} has left for keys and changes and their commas. */
    static int roomBeside(List<TreeTarget> targets) {
        var digests = Collections.nCopies(targets.size(), LONGEST_DIGEST);
        return LONGEST
                - 1
                - CHANGE.text(argument(LONGEST_ID, Instant.EPOCH, targets, digests, List.of()))
                        .length();
    }

    /** How many characters {@code key} takes in the list of keys. */
    static int lengthOf(Location key) {
        return quoted(entry(key)).length();
    }

    /** How many characters {@code change} takes in the list of changes, where its key has the number {@code key}. */
    static int lengthOf(RegistryChange change, int key) {
        return quoted(entry(change, key)).length();
    }

    /** How many characters {@code name} takes in the list of names of {@code delete}. */
    static int lengthOfName(RegistryChange.DeleteKeys delete, String name) {
        return quoted(JSON.getNodeFactory().stringNode(entry(delete, name))).length();
    }

    private static void targets(ObjectNode argument, List<TreeTarget> targets) {
        var list = argument.putArray("targets");
        for (var target : targets) {
            list.addArray()
                    .add(target.view().dotNetName())
                    .add(target.path().value())
                    .add(target.depth());
        }
    }

    private static ArrayNode verb(String verb, int key) {
        return JSON.createArrayNode().add(verb).add(key);
    }

    private static ArrayNode value(ArrayNode change, RegistryValue value) {
        var data = value.data();
        change.add(bare(value.name())).add(data.kind());
        switch (data) {
            case RegistryContent.Lines(var lines) -> {
                var list = change.addArray();
                lines.forEach(line -> list.add(bare(line)));
            }
            case RegistryContent.Text(var text) -> change.add(bare(text));
            case RegistryContent.ExpandText(var text) -> change.add(bare(text));
            case RegistryContent.Raw raw -> change.add(bare(raw.base64()));
            // .NET parses numbers as signed ones
            case RegistryContent.Dword(var bits) -> change.add(bare(Integer.toString(bits)));
            case RegistryContent.Qword(var bits) -> change.add(bare(Long.toString(bits)));
            case RegistryContent.Unreadable _ ->
                throw new IllegalArgumentException("a value whose data could not be read cannot be written");
        }
        return change;
    }

    private static List<String> textsOf(RegistryValue value) {
        var texts = new ArrayList<>(value.data().texts());
        texts.add(value.name());
        return texts;
    }

    private static String bare(String text) {
        return "=" + text;
    }

    private String line(ObjectNode argument) {
        var line = text(argument);
        if (line.length() >= LONGEST) {
            throw new IllegalArgumentException(
                    "a command line of " + line.length() + " characters; it must be shorter than " + LONGEST);
        }
        return line;
    }

    private String text(ObjectNode argument) {
        return "powershell.exe -NoProfile -NonInteractive -Command \"" + body + "Main '" + quoted(argument) + "'\"";
    }

    /** The JSON in characters that neither PowerShell, {@code cmd.exe} nor Overthere takes for anything else. */
    private static String quoted(JsonNode argument) {
        var json = JSON.writeValueAsString(argument);
        var text = new StringBuilder(json.length() + 64);
        for (var i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            if (c == '\\') {
                i++;
                text.append(json.charAt(i) == '"' ? "\\u0022" : json.substring(i - 1, i + 1));
            } else if (c == '"') {
                text.append('~');
            } else if (isSafe(c)) {
                text.append(c);
            } else {
                text.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return text.toString();
    }

    private static boolean isSafe(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SAFE.indexOf(c) >= 0;
    }

    /** A block in one line, without its comments. */
    private static String minified(String block) {
        var text = new StringBuilder();
        try (var stream = HostScript.class.getResourceAsStream("/powershell/" + block + ".ps1")) {
            if (stream == null) {
                throw new IllegalStateException("missing block " + block);
            }
            for (var written : new String(stream.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                var line = written.strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                var joined = text.isEmpty()
                        || text.charAt(text.length() - 1) == '{'
                        || line.startsWith("}")
                        || line.matches("(catch|finally|default|else|elseif)\\b.*");
                text.append(joined ? "" : ";").append(line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return text.toString();
    }
}
