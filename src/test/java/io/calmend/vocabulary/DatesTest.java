package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A time reads the same everywhere, and says in which zone it is. */
class DatesTest {

    private static final Instant AUTUMN = Instant.parse("2026-11-18T11:20:28.5Z");

    @ParameterizedTest
    @CsvSource({
        "Europe/London, '18 Nov 2026, 11:20 GMT'",
        "Europe/Berlin, '18 Nov 2026, 12:20 CET'",
        "America/New_York, '18 Nov 2026, 06:20 EST'",
        "Asia/Kolkata, '18 Nov 2026, 16:50 IST'",
        "Pacific/Auckland, '19 Nov 2026, 00:20 NZDT'",
        "UTC, '18 Nov 2026, 11:20 UTC'",
        "Z, '18 Nov 2026, 11:20 UTC'",
        "+05:00, '18 Nov 2026, 16:20 +05:00'"
    })
    void timeHasItsZone(String zone, String shown) {
        assertThat(Dates.toTheMinute(AUTUMN, ZoneId.of(zone))).isEqualTo(shown);
    }

    @Test
    void summerTimeIsNamed() {
        assertThat(Dates.toTheMinute(Instant.parse("2026-06-01T08:00:00Z"), ZoneId.of("Europe/London")))
                .isEqualTo("1 Jun 2026, 09:00 BST");
    }

    @Test
    void monthHasThreeLetters() {
        assertThat(Dates.inUtc(Instant.parse("2026-09-18T11:20:28Z"))).isEqualTo("18 Sep 2026, 11:20 UTC");
    }

    @Test
    void otherLengthsHaveTheSameForm() {
        var london = ZoneId.of("Europe/London");
        assertThat(Dates.toTheSecond(AUTUMN, london)).isEqualTo("18 Nov 2026, 11:20:28 GMT");
        assertThat(Dates.timeOf(AUTUMN, london)).isEqualTo("11:20 GMT");
        assertThat(Dates.dayOf(AUTUMN, ZoneId.of("Pacific/Auckland"))).isEqualTo("19 Nov 2026");
        assertThat(Dates.inUtc(AUTUMN)).isEqualTo("18 Nov 2026, 11:20 UTC");
        assertThat(Dates.exactlyInUtc(AUTUMN)).isEqualTo("18 Nov 2026, 11:20:28 UTC");
    }
}
