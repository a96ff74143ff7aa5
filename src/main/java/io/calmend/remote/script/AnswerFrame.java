package io.calmend.remote.script;

import org.jspecify.annotations.Nullable;

/**
 * What stands between the marks, without its blanks. Read once from front to back: a host may send megabytes of blanks, on
 * which an expression that can match them in two ways would work for hours.
 */
record AnswerFrame(int length, String base64) {

    static final String BEGIN = "CALMEND BEGIN ";
    private static final String END = "CALMEND END";
    private static final int MOST_DIGITS = 9;

    /** Null if {@code text} is not one whole frame between blanks. */
    static @Nullable AnswerFrame in(String text) {
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
        return new AnswerFrame(length, base64.toString());
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
