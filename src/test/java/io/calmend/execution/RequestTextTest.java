package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.FailureReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user cannot connect",
                "two  blanks, 'quotes' \"double\" & %PATH% ^ ` $(calc)",
                "Grüße an 王さん 🙂",
                "عربي בעברית",
                "abc"
            })
    void ordinaryTextOfAnyLanguagePasses(String reason) {
        assertThat(RequestText.check(reason, "INC-1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "line\nbreak",
                "carriage\rreturn",
                "tab\there",
                "nul\0nul",
                "escape\u001b[31m",
                "next\u0085line",
                "line\u2028separator",
                "right\u202eto left",
                "isolate\u2067d",
                "half \ud83d of a pair"
            })
    void textThatWouldReadDifferentlyFromWhatItSaysIsRefused(String text) {
        assertThat(RequestText.check(text, "INC-1")).contains(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
        assertThat(RequestText.check("a reason", text)).contains(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
    }

    @Test
    void blanksAreNoReasonAndNoTicket() {
        assertThat(RequestText.check("     ", "INC-1")).contains(FailureReason.REASON_MISSING);
        assertThat(RequestText.check("ab ", "INC-1")).contains(FailureReason.REASON_MISSING);
        assertThat(RequestText.check("abc", " ")).contains(FailureReason.TICKET_MISSING);
    }

    @Test
    void theLimitsAreWhatTheyAreSaidToBe() {
        assertThat(RequestText.check("r".repeat(500), "t".repeat(64))).isEmpty();
        assertThat(RequestText.check("r".repeat(501), "t")).contains(FailureReason.TEXT_TOO_LONG);
        assertThat(RequestText.check("reason", "t".repeat(65))).contains(FailureReason.TEXT_TOO_LONG);
    }
}
