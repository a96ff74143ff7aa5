package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(RequestText.reason(reason)).isEmpty();
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
                "mark\u200fof direction",
                "zero\u200bwidth",
                "half \ud83d of a pair"
            })
    void textThatWouldReadDifferentlyFromWhatItSaysIsRefused(String text) {
        assertThat(RequestText.reason(text)).contains(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
        assertThat(RequestText.ticket(text)).contains(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
    }

    @Test
    void blanksAreNoReasonAndNoTicket() {
        assertThat(RequestText.reason("     ")).contains(FailureReason.REASON_MISSING);
        assertThat(RequestText.reason("ab ")).contains(FailureReason.REASON_MISSING);
        assertThat(RequestText.ticket(" ")).contains(FailureReason.TICKET_MISSING);
    }

    @Test
    void theLimitsAreWhatTheyAreSaidToBe() {
        assertThat(RequestText.reason("r".repeat(500))).isEmpty();
        assertThat(RequestText.ticket("t".repeat(64))).isEmpty();
        assertThat(RequestText.reason("r".repeat(501))).contains(FailureReason.TEXT_TOO_LONG);
        assertThat(RequestText.ticket("t".repeat(65))).contains(FailureReason.TEXT_TOO_LONG);
    }
}
