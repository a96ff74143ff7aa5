package io.calmend.remote.script;

import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.WindowsTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Takes single pieces out of a host's answer; each is there and of its kind, or the answer is {@link Unusable}. */
final class AnswerJson {

    static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.`+]{1,100}");
    private static final int LONGEST_FACT = 300;

    private AnswerJson() {}

    static JsonNode node(JsonNode parent, String name) throws Unusable {
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
    static String paired(String text, String what) throws Unusable {
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
    static String fact(JsonNode parent, String name) throws Unusable {
        return Texts.cut(text(parent, name).replaceAll("\\s+", " ").strip(), LONGEST_FACT);
    }

    static int number(JsonNode parent, String name, int least, int most) throws Unusable {
        var node = parent.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw malformed(name);
        }
        return node.intValue();
    }

    static Instant moment(JsonNode parent, String name) throws Unusable {
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

    static boolean flag(JsonNode parent, String name) throws Unusable {
        var node = parent.path(name);
        if (!node.isBoolean()) {
            throw malformed(name);
        }
        return node.booleanValue();
    }

    static Unusable malformed(String what) {
        return new Unusable(FailureReason.ANSWER_MALFORMED, what);
    }
}
