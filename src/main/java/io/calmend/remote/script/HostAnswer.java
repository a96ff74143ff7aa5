package io.calmend.remote.script;

import io.calmend.registry.Observation;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.Sddl;
import io.calmend.registry.StateDigest;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChange;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.WindowsTime;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a host answered: total and bounded, because a host is untrusted. Whatever does not fit is a
 * {@link FailureReason}; nothing that the host wrote gets into a detail unless it is a short word.
 *
 * <p>The answer stands on standard output between two marks, with the number of bytes that the Base64 holds:
 *
 * <pre>
 * CALMEND BEGIN 1234
 * eyJhdCI6…            lines of 76 characters
 * CALMEND END</pre>
 *
 * <p>or is the one line {@code CALMEND LANGUAGE ConstrainedLanguage}. What it holds is JSON:
 *
 * <ul>
 *   <li>{@code observe 1}: <code>{at, busy, host: {name, os, build, x64, culture}, client: {programs: [name…], events:
 *       [{at, log, source, id, detail}…], unread}, trees: [{view, tree, digest}…]}</code>; {@code client} only if it was
 *       asked for, {@code unread} only if the events could not be read. A {@code tree} is <code>{path, sddl, values:
 *       [{name, kind, data}…], keys: [tree…]}</code> with {@code deeper} (a number) in place of {@code keys} at the
 *       deepest level asked for, <code>{path, absent: true}</code> or <code>{path, denied: reason}</code>. {@code data}
 *       is Base64 for kinds 3 and −1, an <em>unsigned</em> decimal in quotes for 4 and 11, a list for 7, else text; null
 *       where it is lost.
 *   <li>{@code change 1}: <code>{state: ENDED, done: [{}…], back: [{at, before, after}…], now: [digest…]}</code>; the
 *       last of {@code done} has an {@code error} if it failed, {@code at} is an index of the argument's {@code keys},
 *       and {@code error} stands there in place of {@code after} where a descriptor could not be restored. <code>{state:
 *       DIFFERS, now}</code>, <code>{state: LATE, now}</code> or <code>{state: BUSY}</code> where nothing was changed.
 * </ul>
 */
public final class HostAnswer {

    private static final Pattern LANGUAGE = Pattern.compile("\\A\\s*CALMEND LANGUAGE ([A-Za-z]{1,40})\\s*\\z");
    private static final String BEGIN = "CALMEND BEGIN ";
    private static final String END = "CALMEND END";
    private static final int MOST_DIGITS = 9;
    private static final Pattern ERROR_ID = Pattern.compile("FullyQualifiedErrorId\\s*:\\s*([A-Za-z0-9.]{1,80})");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.`+]{1,100}");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final int LONGEST_FACT = 300;
    private static final int MOST_EVENTS = 20;
    private static final int LARGEST_EVENT_ID = 65_535;
    private static final int FIRST_BUILD_OF_WINDOWS_11 = 22_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(RegistryAnswer.MOST_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private HostAnswer() {}

    /** What {@code output} says about {@code observation}. */
    public static ObservationResult observationResult(CommandOutput output, Observation observation) {
        try {
            return observed(framed(output), observation);
        } catch (Unusable unusable) {
            return new ObservationResult.NotObserved(unusable.reason, unusable.detail);
        }
    }

    /** What {@code output} says about {@code change}; what cannot be trusted is {@code OutcomeUnknown}. */
    public static Answer answer(CommandOutput output, HostChange change) {
        try {
            return answered(framed(output), change);
        } catch (Unusable unusable) {
            // the prelude answered this before anything else was run
            return unusable.reason == FailureReason.LANGUAGE_MODE
                    ? new Answer.NeverSent(unusable.reason, unusable.detail)
                    : new Answer.OutcomeUnknown(unusable.reason, unusable.detail);
        }
    }

    /** Whether {@code output} holds a whole answer, so that nothing more need be waited for. */
    public static boolean isWhole(CommandOutput output) {
        return !output.tooLarge() && Frame.in(output.text()) != null;
    }

    private static JsonNode framed(CommandOutput output) throws Unusable {
        if (output.tooLarge()) {
            throw new Unusable(FailureReason.ANSWER_TOO_LARGE, "more than may be kept");
        }
        var text = output.text();
        var language = LANGUAGE.matcher(text);
        if (language.matches()) {
            throw new Unusable(FailureReason.LANGUAGE_MODE, language.group(1));
        }
        var frame = Frame.in(text);
        if (frame == null) {
            throw withoutFrame(output, text);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(frame.base64());
        } catch (IllegalArgumentException malformed) {
            throw malformed("no Base64");
        }
        if (bytes.length != frame.length()) {
            throw malformed("wrong length");
        }
        try {
            return JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw malformed("no UTF-8");
        } catch (StreamConstraintsException tooMuch) {
            throw RegistryAnswer.tooLarge("pieces");
        } catch (JacksonException malformed) {
            throw malformed("no JSON");
        }
    }

    /**
     * What stands between the marks, without its blanks. Read once from front to back: a host may send megabytes of blanks, on
     * which an expression that can match them in two ways would work for hours.
     */
    private record Frame(int length, String base64) {

        /** Null if {@code text} is not one whole frame between blanks. */
        static @Nullable Frame in(String text) {
            var start = 0;
            while (start < text.length() && isBlank(text.charAt(start))) {
                start++;
            }
            var end = text.length();
            while (end > start && isBlank(text.charAt(end - 1))) {
                end--;
            }
            var digits = start + BEGIN.length();
            var last = end - END.length();
            if (!text.startsWith(BEGIN, start) || last < digits || !text.startsWith(END, last)) {
                return null;
            }
            var at = digits;
            while (at < last && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == digits || at - digits > MOST_DIGITS || at == last || !isBlank(text.charAt(at))) {
                return null;
            }
            var length = Integer.parseInt(text, digits, at, 10);
            var base64 = new StringBuilder(last - at);
            for (; at < last; at++) {
                var c = text.charAt(at);
                if (isBase64(c)) {
                    base64.append(c);
                } else if (!isBlank(c)) {
                    return null;
                }
            }
            return new Frame(length, base64.toString());
        }

        private static boolean isBlank(char c) {
            return c == ' ' || (c >= '\t' && c <= '\r');
        }

        private static boolean isBase64(char c) {
            return (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || c == '+'
                    || c == '/'
                    || c == '=';
        }
    }

    private static Unusable withoutFrame(CommandOutput output, String text) {
        var all = text + "\n" + output.errors();
        if (all.contains("ScriptContainedMaliciousContent")) {
            return new Unusable(FailureReason.SCRIPT_BLOCKED, "ScriptContainedMaliciousContent");
        }
        if (text.contains("CALMEND BEGIN")) {
            return malformed("no frame");
        }
        var id = ERROR_ID.matcher(all);
        return new Unusable(
                FailureReason.SCRIPT_FAILED, "exit code " + output.exitCode() + (id.find() ? ", " + id.group(1) : ""));
    }

    private static ObservationResult observed(JsonNode root, Observation observation) throws Unusable {
        var at = moment(root, "at");
        var list = list(root, "trees");
        if (list.size() != observation.targets().size()) {
            throw malformed("trees");
        }
        var registry = new RegistryAnswer();
        var trees = new ArrayList<ObservedTree>();
        for (var i = 0; i < list.size(); i++) {
            var target = observation.targets().get(i);
            var one = list.get(i);
            if (!text(one, "view").equals(target.view().dotNetName())) {
                throw malformed("view");
            }
            var tree = registry.key(node(one, "tree"), target.path(), target.depth());
            var digest = text(one, "digest");
            if (!digest.equals(StateDigest.of(tree))) {
                throw malformed("digest");
            }
            trees.add(new ObservedTree(target, tree, digest));
        }
        return new ObservationResult.Observed(at, flag(root, "busy"), facts(root, observation.client()), trees);
    }

    private static ObservationResult.HostFacts facts(JsonNode root, boolean client) throws Unusable {
        var host = node(root, "host");
        var build = fact(host, "build");
        var system = fact(host, "os");
        // Windows 11 still calls itself Windows 10 in that value
        if (system.startsWith("Windows 10")
                && build.matches("[0-9]{1,6}")
                && Integer.parseInt(build) >= FIRST_BUILD_OF_WINDOWS_11) {
            system = "Windows 11" + system.substring("Windows 10".length());
        }
        var programs = new ArrayList<String>();
        var events = new ArrayList<ObservationResult.HostEvent>();
        String unread = null;
        if (client) {
            var told = node(root, "client");
            for (var program : list(told, "programs")) {
                programs.add(word(program, "program"));
            }
            var list = list(told, "events");
            if (list.size() > MOST_EVENTS || programs.size() > MOST_EVENTS) {
                throw malformed("client");
            }
            for (var event : list) {
                events.add(new ObservationResult.HostEvent(
                        moment(event, "at"),
                        fact(event, "log"),
                        fact(event, "source"),
                        number(event, "id", 0, LARGEST_EVENT_ID),
                        fact(event, "detail")));
            }
            unread = told.has("unread") ? reason(told) : null;
        }
        return new ObservationResult.HostFacts(
                fact(host, "name"), system, build, flag(host, "x64"), fact(host, "culture"), programs, events, unread);
    }

    /** Some of Windows' own error ids are sentences in the host's language. */
    private static String reason(JsonNode told) {
        var unread = told.path("unread").asString("");
        return WORD.matcher(unread).matches() ? unread : "unknown";
    }

    private static Answer answered(JsonNode root, HostChange change) throws Unusable {
        return switch (text(root, "state")) {
            case "ENDED" -> ended(root, change);
            case "DIFFERS" -> new Answer.Differs(digests(root, change));
            case "LATE" -> new Answer.Late();
            case "BUSY" -> new Answer.Busy();
            default -> throw malformed("state");
        };
    }

    private static Answer ended(JsonNode root, HostChange change) throws Unusable {
        var list = list(root, "done");
        var changes = change.changes();
        var done = new ArrayList<Answer.Done>();
        for (var one : list) {
            if (done.size() == changes.size()
                    || !done.isEmpty() && done.getLast().error() != null) {
                throw malformed("done");
            }
            done.add(new Answer.Done(changes.get(done.size()), one.has("error") ? word(one, "error") : null));
        }
        if (done.size() < changes.size() && (done.isEmpty() || done.getLast().error() == null)) {
            throw malformed("done");
        }
        return new Answer.Ended(done, restored(root, changes), digests(root, change));
    }

    private static List<Answer.Restored> restored(JsonNode root, List<RegistryChange> changes) throws Unusable {
        var keys = HostScript.keys(changes);
        var owned = changes.stream()
                .filter(RegistryChange.TakeOwnership.class::isInstance)
                .count();
        if (list(root, "back").size() > owned) {
            throw malformed("back");
        }
        var given = new ArrayList<Answer.Restored>();
        for (var one : list(root, "back")) {
            var key = keys.get(number(one, "at", 0, keys.size() - 1));
            var before = text(one, "before");
            String after = null;
            String error = null;
            if (one.has("error")) {
                error = word(one, "error");
                if (error.equals("FileNotFoundException") && deleted(key, changes)) {
                    error = null;
                }
            } else {
                after = text(one, "after");
                error = Sddl.same(before, after) ? null : "different";
            }
            given.add(new Answer.Restored(key.view(), key.path(), before, after, error));
        }
        return given;
    }

    private static boolean deleted(Location key, List<RegistryChange> changes) {
        return changes.stream()
                .anyMatch(change -> change instanceof RegistryChange.DeleteKeys delete
                        && delete.view() == key.view()
                        && delete.names().stream()
                                .anyMatch(name ->
                                        key.path().isAtOrBelow(delete.path().child(name))));
    }

    private static List<String> digests(JsonNode root, HostChange change) throws Unusable {
        var digests = new ArrayList<String>();
        for (var digest : list(root, "now")) {
            var text = text(digest);
            if (!DIGEST.matcher(text).matches()) {
                throw malformed("now");
            }
            digests.add(text);
        }
        if (digests.size() != change.expected().size()) {
            throw malformed("now");
        }
        return digests;
    }

    // ---- single pieces

    private static JsonNode node(JsonNode parent, String name) throws Unusable {
        var node = parent.path(name);
        if (!node.isObject()) {
            throw malformed(name);
        }
        return node;
    }

    static JsonNode list(JsonNode parent, String name) throws Unusable {
        var node = parent.path(name);
        if (!node.isArray()) {
            throw malformed(name);
        }
        return node;
    }

    static String text(JsonNode parent, String name) throws Unusable {
        var node = parent.path(name);
        if (!node.isString()) {
            throw malformed(name);
        }
        return paired(node.stringValue(), name);
    }

    /** The host's own encoder replaces half a surrogate pair, so one that comes was made to break what stores it. */
    private static String paired(String text, String what) throws Unusable {
        for (var at = 0; at < text.length(); ) {
            var c = text.codePointAt(at);
            if (Character.getType(c) == Character.SURROGATE) {
                throw malformed(what);
            }
            at += Character.charCount(c);
        }
        return text;
    }

    static String text(JsonNode node) throws Unusable {
        if (!node.isString()) {
            throw malformed("text");
        }
        return paired(node.stringValue(), "text");
    }

    static String word(JsonNode parent, String name) throws Unusable {
        var node = parent.isObject() ? parent.path(name) : parent;
        if (!node.isString() || !WORD.matcher(node.stringValue()).matches()) {
            throw malformed(name);
        }
        return node.stringValue();
    }

    /** Free text, for people only: in one line and cut. */
    private static String fact(JsonNode parent, String name) throws Unusable {
        return Texts.cut(text(parent, name).replaceAll("\\s+", " ").strip(), LONGEST_FACT);
    }

    static int number(JsonNode parent, String name, int least, int most) throws Unusable {
        var node = parent.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw malformed(name);
        }
        return node.intValue();
    }

    private static Instant moment(JsonNode parent, String name) throws Unusable {
        try {
            var moment = Instant.parse(text(parent, name));
            if (WindowsTime.holds(moment)) {
                return moment;
            }
        } catch (DateTimeParseException malformed) {
            // as one that is out of bounds
        }
        throw malformed(name);
    }

    private static boolean flag(JsonNode parent, String name) throws Unusable {
        var node = parent.path(name);
        if (!node.isBoolean()) {
            throw malformed(name);
        }
        return node.booleanValue();
    }

    static Unusable malformed(String what) {
        return new Unusable(FailureReason.ANSWER_MALFORMED, what);
    }

    /** Leaves the reading of an answer at once. */
    @SuppressWarnings("serial")
    static final class Unusable extends Exception {
        private final FailureReason reason;
        private final String detail;

        Unusable(FailureReason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
            this.detail = detail;
        }
    }
}
