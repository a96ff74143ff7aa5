package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class QuotaTest {

    @Test
    void whatWasLeftUnsaidIsReportedInTheNextMinute() {
        var now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
        InstantSource hand = now::get;
        var quota = new Quota(2, hand.withZone(ZoneOffset.UTC));

        assertThat(quota.take()).hasValue(0);
        assertThat(quota.take()).hasValue(0);
        assertThat(quota.take()).isEmpty();
        assertThat(quota.take()).isEmpty();
        now.set(now.get().plusSeconds(61));
        assertThat(quota.take()).hasValue(2);
        assertThat(quota.take()).hasValue(0);
        assertThat(quota.take()).isEmpty();
    }

    @Test
    void clockThatIsSetBackSilencesNothingForLong() {
        var now = new AtomicReference<>(Instant.parse("2026-11-30T12:00:00Z"));
        InstantSource hand = now::get;
        Clock clock = hand.withZone(ZoneOffset.UTC);
        var quota = new Quota(1, clock);

        assertThat(quota.take()).hasValue(0);
        now.set(now.get().minusSeconds(3_600));
        assertThat(quota.take()).hasValue(0);
    }
}
