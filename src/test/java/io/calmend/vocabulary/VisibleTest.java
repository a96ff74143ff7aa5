package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    static Stream<Arguments> hidden() {
        return Stream.of(
                arguments("a\nRun R-1 was approved", "a[U+000A]Run R-1 was approved"),
                arguments("\r\t\0\u001b[2J", "[U+000D][U+0009][U+0000][U+001B][2J"),
                arguments("\u0085\u009b31m", "[U+0085][U+009B]31m"),
                arguments("abc\u202edcba\u202c", "abc[U+202E]dcba[U+202C]"),
                arguments("\u2066a\u2069 \u200e\u200f\u061c", "[U+2066]a[U+2069] [U+200E][U+200F][U+061C]"),
                arguments("\u2068a\u2069", "[U+2068]a[U+2069]"),
                arguments("a\u200b\u200c\u200d\ufeff\u00ad", "a[U+200B][U+200C][U+200D][U+FEFF][U+00AD]"),
                arguments("\u2028\u2029", "[U+2028][U+2029]"),
                arguments("\udb40\udc41", "[U+E0041]"),
                arguments("\ud83da\ude00", "[U+D83D]a[U+DE00]"),
                arguments("\ue000\uffff", "[U+E000][U+FFFF]"),
                arguments("\u3164\u115f\u2800\ufe0f", "[U+3164][U+115F][U+2800][U+FE0F]"),
                arguments("e" + "\u0301".repeat(6), "e" + "\u0301".repeat(4) + "[U+0301][U+0301]"));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void whatCannotBeSeenIsWrittenOut(String text, String shown) {
        assertThat(Visible.of(text)).isEqualTo(shown);
        assertThat(Visible.of(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LICENSE000",
                "J\u00f6rg M\u00fcller \u2013 \u201cquoted\u201d \u00b7 1\u00a0000 \u20ac\u2026",
                "\u0414\u0432\u0430 \u4e8c \u3000\ud83d\ude00",
                "C:\\Windows\\ <b>bold</b> & \"quoted\""
            })
    void ordinaryTextStaysAsItIs(String text) {
        assertThat(Visible.of(text)).isEqualTo(text);
        assertThat(Visible.shows(text)).isTrue();
    }

    /** So that a name in Hebrew or Arabic is read as its owner reads it and moves neither the number nor the name after it. */
    @ParameterizedTest
    @CsvSource({
        "\u05d0\u05d1\u05d2, \u2068\u05d0\u05d1\u05d2\u2069",
        "PC \u05d0\u05d1 \u05d2\u05b8 12: x, PC \u2068\u05d0\u05d1 \u05d2\u05b8\u2069 12: x",
        "\u0639\u0644\u064a (1), \u2068\u0639\u0644\u064a\u2069 (1)",
        "\u2068\u05d0\u2069\u2068b\u2069, \u2068\u05d0\u2069[U+2068]b[U+2069]",
        "\u2068\u05d0, [U+2068]\u2068\u05d0\u2069",
        "\u05d0\u202eb, \u2068\u05d0\u2069[U+202E]b"
    })
    void lettersFromRightToLeftStayReadableAndMoveNothing(String text, String shown) {
        assertThat(Visible.of(text)).isEqualTo(shown);
        assertThat(Visible.of(shown)).isEqualTo(shown);
    }

    @Test
    void makingVisibleTwiceChangesNothing() {
        var random = new Random(7);
        var alphabet = "ab 1\u05d0\u05d1\u0639\u2068\u2069\u202e\u200f\n\u001b\u0301\u05b8\u3164\ud83d\ude00\u2028"
                .toCharArray();
        for (var round = 0; round < 20_000; round++) {
            var text = IntStream.range(0, random.nextInt(12))
                    .mapToObj(_ -> String.valueOf(alphabet[random.nextInt(alphabet.length)]))
                    .reduce("", String::concat);
            var once = Visible.of(text);
            assertThat(Visible.of(once))
                    .as(
                            "%s",
                            (Object) text.chars().mapToObj(Integer::toHexString).toList())
                    .isEqualTo(once);
            assertThat(once).doesNotContain("\n", "\u202e", "\u200f", "\u001b", "\u3164", "\u2028");
        }
    }

    @Test
    void textsAreBounded() {
        var long1 = "a".repeat(Visible.LONGEST + 1);
        assertThat(Visible.of(long1)).endsWith("a\u2026").hasSizeLessThanOrEqualTo(Visible.LONGEST);
        assertThat(Visible.of("\ud83d\ude00".repeat(Visible.LONGEST))).endsWith("\ud83d\ude00\u2026");
        assertThat(Visible.of("a".repeat(Visible.LONGEST))).doesNotEndWith("\u2026");
    }

    @Test
    void eachLineStaysOne() {
        assertThat(Visible.lines(List.of("one\ntwo", "three"))).isEqualTo("one[U+000A]two\nthree");
        assertThat(Visible.shows("one\ntwo")).isFalse();
    }
}
