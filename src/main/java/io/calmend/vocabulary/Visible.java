package io.calmend.vocabulary;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Makes untrusted text (from a host, the directory, a person, a library) safe to show to people: on screens, in texts
 * to copy, in the application log and on standard output.
 *
 * <p>A character that cannot be seen, or that changes how the text around it reads, is replaced by its number, {@code
 * [U+202E]}: control characters and line breaks, format characters (directional marks, zero-width characters, tags),
 * line and paragraph separators, lone surrogates, private-use and unassigned characters, letters that are drawn as
 * nothing, and combining marks beyond four on one letter. A text that contains a literal {@code [U+000A]} looks the
 * same, which does no harm.
 *
 * <p>Right-to-left letters are kept. Each run of them is put between U+2068 and U+2069 (first strong isolate), so that
 * it does not reorder the text around it; a run that already stands between them is left unchanged. Applying this
 * twice therefore changes nothing.
 */
public final class Visible {

    /** In UTF-16 units; longer texts are cut and marked as cut. */
    public static final int LONGEST = 100_000;

    private static final int FIRST_STRONG_ISOLATE = 0x2068;
    private static final int POP_ISOLATE = 0x2069;
    private static final int MOST_MARKS = 4;

    private Visible() {}

    /** {@code text} in one line. */
    public static String of(String text) {
        if (text.length() > LONGEST) {
            return of(text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST) - 1))) + "…";
        }
        return isPlain(text) ? text : written(text);
    }

    private static String written(String text) {
        var visible = new StringBuilder(text.length() + 16);
        var marks = 0;
        for (var at = 0; at < text.length(); ) {
            var c = text.codePointAt(at);
            var isolated = c == FIRST_STRONG_ISOLATE;
            var start = isolated ? at + 1 : at;
            var end = endOfRun(text, start);
            if (end > start && (!isolated || end < text.length() && text.charAt(end) == POP_ISOLATE)) {
                visible.appendCodePoint(FIRST_STRONG_ISOLATE)
                        .append(text, start, end)
                        .appendCodePoint(POP_ISOLATE);
                at = isolated ? end + 1 : end;
                marks = 0;
                continue;
            }
            marks = isMark(c) ? marks + 1 : 0;
            if (isHidden(c) || marks > MOST_MARKS) {
                visible.append("[U+%04X]".formatted(c));
            } else {
                visible.appendCodePoint(c);
            }
            at += Character.charCount(c);
        }
        return visible.toString();
    }

    /** Each of {@code lines} in one line of its own. */
    public static String lines(Collection<String> lines) {
        return lines.stream().map(Visible::of).collect(Collectors.joining("\n"));
    }

    /** Whether {@code text} contains nothing that would have to be replaced. */
    public static boolean shows(String text) {
        return text.codePoints().noneMatch(Visible::isHidden);
    }

    private static boolean isPlain(String text) {
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if (c < ' ' || c > '~' && (c < '\u00ae' || c > '\u02ff')) {
                return false;
            }
        }
        return true;
    }

    /** Where the right-to-left run that begins at {@code start} ends: words, and single spaces between them. */
    private static int endOfRun(String text, int start) {
        var end = start;
        var marks = 0;
        for (var at = start; at < text.length(); ) {
            var c = text.codePointAt(at);
            var next = at + Character.charCount(c);
            if (isRightToLeft(c)) {
                end = next;
                marks = 0;
            } else if (isMark(c) && end == at && end > start && !isHidden(c) && ++marks <= MOST_MARKS) {
                end = next;
            } else if (c != ' ' || end != at || end == start) {
                break;
            }
            at = next;
        }
        return end;
    }

    private static boolean isRightToLeft(int c) {
        return !isHidden(c)
                && switch (Character.getDirectionality(c)) {
                    case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true;
                    default -> false;
                };
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> isDrawnAsNothing(c);
        };
    }

    /**
     * Characters that Unicode calls <em>default ignorable</em> but not format characters, and the empty Braille
     * pattern.
     */
    private static boolean isDrawnAsNothing(int c) {
        return c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || c >= 0x180b && c <= 0x180f
                || c == 0x2800
                || c == 0x3164
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xffa0
                || c >= 0xe0000 && c <= 0xe0fff;
    }
}
