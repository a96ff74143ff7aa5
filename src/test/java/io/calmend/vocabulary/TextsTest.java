package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({
        "plain, 9, plain",
        "plain, 3, pla",
        "ab\uD83D\uDE00c, 4, ab\uD83D\uDE00",
        "ab\uD83D\uDE00c, 3, ab",
        "a\uD83Db, 9, a\uFFFDb",
        "a\uDE00\uD83D, 9, a\uFFFD\uFFFD"
    })
    void noTextIsCutWithinACharacter(String text, int longest, String kept) {
        assertThat(Texts.cut(text, longest)).isEqualTo(kept);
    }
}
