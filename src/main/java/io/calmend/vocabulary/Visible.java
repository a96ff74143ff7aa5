package io.calmend.vocabulary;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The one form in which a text that others wrote (a host, the directory, a person, a library) is shown to people: on
 * screens, in texts to copy, in the application log and on standard output.
 *
 * <p>What cannot be seen, or changes how the text around it reads, is written out as its number, {@code [U+202E]}: control
 * characters and line breaks, format characters (marks of direction, zero-width characters, tags), separators of lines and
 * paragraphs, halves of surrogate pairs, characters of private use or of none, letters that are drawn as nothing, and
 * combining marks beyond four on one letter. A name that spells {@code [U+000A]} in plain letters reads the same; that
 * forges nothing.
 *
 * <p>Letters of scripts that run from right to left stay as they are. Each run of them stands between U+2068 and U+2069
 * (first strong isolate), so that it moves nothing outside itself; a run that already does is left alone. Making a text
 * visible twice therefore changes nothing.
 */
public final class Visible {

    /** In UTF-16 units; longer texts are cut, and say so. */
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

    /** Whether {@code text} holds nothing that would have to be written out. */
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

    /** Where a run of letters from right to left ends that begins at {@code start}: words, and single blanks between. */
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

    /** What Unicode calls <em>default ignorable</em> without calling it a format character, and the empty Braille pattern. */
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
