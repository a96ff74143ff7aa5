package io.calmend.remote.script;

import static io.calmend.remote.script.AnswerJson.WORD;
import static io.calmend.remote.script.AnswerJson.fact;
import static io.calmend.remote.script.AnswerJson.flag;
import static io.calmend.remote.script.AnswerJson.list;
import static io.calmend.remote.script.AnswerJson.malformed;
import static io.calmend.remote.script.AnswerJson.moment;
import static io.calmend.remote.script.AnswerJson.node;
import static io.calmend.remote.script.AnswerJson.number;
import static io.calmend.remote.script.AnswerJson.text;
import static io.calmend.remote.script.AnswerJson.word;

import io.calmend.host.Change;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.Verb;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.Sddl;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Location;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
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
 *   <li>{@code observe 2}: <code>{at, busy, host: {name, os, build, x64, culture}, client: {programs: [name…], events:
 *       [{at, log, source, id, detail}…], unread}, facets: [facet…], facts: [text…]}</code>; {@code client} only if it was
 *       asked for, {@code unread} only if the events could not be read. A {@code facet} is <code>{view, tree, digest}</code>,
 *       <code>{service, status, mode, digest}</code> or <code>{service, denied, digest}</code>. A {@code tree} is <code>{path, sddl, values:
 *       [{name, kind, data}…], keys: [tree…]}</code> with {@code deeper} (a number) in place of {@code keys} at the
 *       deepest level asked for, <code>{path, absent: true}</code> or <code>{path, denied: reason}</code>. {@code data}
 *       is Base64 for kinds 3 and −1, an <em>unsigned</em> decimal in quotes for 4 and 11, a list for 7, else text; null
 *       where it is lost.
 *   <li>{@code change 2}: <code>{state: ENDED, done: [{}…], back: [{at, before, after}…], now: [digest…]}</code>; the
 *       last of {@code done} has an {@code error} if it failed, {@code at} is an index of the argument's {@code keys},
 *       and {@code error} stands there in place of {@code after} where a descriptor could not be restored. <code>{state:
 *       DIFFERS, now}</code>, <code>{state: LATE}</code> or <code>{state: BUSY}</code> where nothing was changed.
 *   <li>{@code perform 2}: <code>{state: PERFORMED, error, fact}</code>, {@code error} only if something went wrong;
 *       <code>{state: DIFFERS, fact}</code>, {@code LATE} or {@code BUSY} where nothing was done.
 * </ul>
 */
public final class HostAnswer {

    private static final Pattern LANGUAGE = Pattern.compile("\\A\\s*CALMEND LANGUAGE ([A-Za-z]{1,40})\\s*\\z");
    private static final Pattern ERROR_ID = Pattern.compile("FullyQualifiedErrorId\\s*:\\s*([A-Za-z0-9.]{1,80})");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9+/]{43}=");
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
            return new ObservationResult.NotObserved(unusable.reason(), unusable.detail());
        }
    }

    /** What {@code output} says about {@code command}; what cannot be trusted is {@code OutcomeUnknown}. */
    public static Answer answer(CommandOutput output, HostCommand command) {
        try {
            var root = framed(output);
            return switch (command) {
                case HostCommand.Apply apply -> answered(root, apply);
                case HostCommand.Perform perform -> answered(root, perform);
            };
        } catch (Unusable unusable) {
            // the prelude answered this before anything else was run
            return unusable.reason() == FailureReason.LANGUAGE_MODE
                    ? new Answer.NeverSent(unusable.reason(), unusable.detail())
                    : new Answer.OutcomeUnknown(unusable.reason(), unusable.detail());
        }
    }

    /** Whether {@code output} holds a whole answer, so that nothing more need be waited for. */
    public static boolean isWhole(CommandOutput output) {
        return !output.tooLarge() && AnswerFrame.in(output.text()) != null;
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
        var frame = AnswerFrame.in(text);
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

    private static Unusable withoutFrame(CommandOutput output, String text) {
        var all = text + "\n" + output.errors();
        if (all.contains("ScriptContainedMaliciousContent")) {
            return new Unusable(FailureReason.SCRIPT_BLOCKED, "ScriptContainedMaliciousContent");
        }
        if (text.contains(AnswerFrame.BEGIN)) {
            return malformed("no frame");
        }
        var id = ERROR_ID.matcher(all);
        return new Unusable(
                FailureReason.SCRIPT_FAILED, "exit code " + output.exitCode() + (id.find() ? ", " + id.group(1) : ""));
    }

    private static ObservationResult observed(JsonNode root, Observation observation) throws Unusable {
        var at = moment(root, "at");
        var list = list(root, "facets");
        var facts = list(root, "facts");
        if (list.size() != observation.facets().size()
                || facts.size() != observation.facts().size()) {
            throw malformed("facets");
        }
        var registry = new RegistryAnswer();
        var states = new ArrayList<FacetState>();
        for (var i = 0; i < list.size(); i++) {
            var one = list.get(i);
            states.add(FacetAnswer.state(one, observation.facets().get(i), registry));
        }
        var known = new ArrayList<Fact.Known>();
        for (var i = 0; i < facts.size(); i++) {
            known.add(FacetAnswer.known(facts.get(i), observation.facts().get(i)));
        }
        return new ObservationResult.Observed(
                at, flag(root, "busy"), facts(root, observation.client()), new HostState(states), known);
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

    private static Answer answered(JsonNode root, HostCommand.Apply apply) throws Unusable {
        return switch (state(root)) {
            case ENDED -> ended(root, apply);
            case DIFFERS -> new Answer.Differs(digests(root, apply));
            case LATE -> new Answer.Late();
            case BUSY -> new Answer.Busy();
            case PERFORMED -> throw malformed("state");
        };
    }

    private static Answer answered(JsonNode root, HostCommand.Perform perform) throws Unusable {
        return switch (state(root)) {
            case PERFORMED ->
                new Answer.Performed(
                        root.has("error") ? word(root, "error") : null,
                        FacetAnswer.known(root.path("fact"), perform.planned().fact()));
            case DIFFERS -> new Answer.Differs(List.of());
            case LATE -> new Answer.Late();
            case BUSY -> new Answer.Busy();
            case ENDED -> throw malformed("state");
        };
    }

    private enum State {
        ENDED,
        PERFORMED,
        DIFFERS,
        LATE,
        BUSY
    }

    private static State state(JsonNode root) throws Unusable {
        var text = text(root, "state");
        for (var state : State.values()) {
            if (state.name().equals(text)) {
                return state;
            }
        }
        throw malformed("state");
    }

    private static Answer ended(JsonNode root, HostCommand.Apply apply) throws Unusable {
        var list = list(root, "done");
        var changes = apply.changes();
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
        return new Answer.Ended(done, restored(root, changes), digests(root, apply));
    }

    private static List<Answer.Restored> restored(JsonNode root, List<Change> changes) throws Unusable {
        var keys = ScriptArgument.keys(changes);
        var owned = changes.stream()
                .filter(change -> Verb.of(change) == Verb.TAKE_OWNERSHIP)
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

    private static boolean deleted(Location key, List<Change> changes) {
        return changes.stream()
                .anyMatch(change -> change instanceof Change.Registry(RegistryChange.DeleteKeys delete)
                        && delete.view() == key.view()
                        && delete.names().stream()
                                .anyMatch(name ->
                                        key.path().isAtOrBelow(delete.path().child(name))));
    }

    private static List<String> digests(JsonNode root, HostCommand.Apply apply) throws Unusable {
        var digests = new ArrayList<String>();
        for (var digest : list(root, "now")) {
            var text = text(digest);
            if (!DIGEST.matcher(text).matches()) {
                throw malformed("now");
            }
            digests.add(text);
        }
        if (digests.size() != apply.expected().size()) {
            throw malformed("now");
        }
        return digests;
    }
}
