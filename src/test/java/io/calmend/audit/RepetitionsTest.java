package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.audit.AuditEvent.RefusedMore;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RepetitionsTest {

    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private Instant now = START;
    private final Repetitions repetitions = new Repetitions(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private static final AuditEvent THROTTLED =
            new AuditEvent.SignInRefused(Actor.PORTAL, "alice", "192.0.2.7", "THROTTLED");
    private static final AuditEvent PAGE =
            new AuditEvent.Refused(SampleEvents.ALICE, "page", "/log", null, null, FailureReason.NOT_PERMITTED, null);

    private int written(AuditEvent event, int times) {
        var written = 0;
        for (var i = 0; i < times; i++) {
            written += repetitions.isWritten(event) ? 1 : 0;
        }
        return written;
    }

    @Test
    void numberOfThrottledTriesIsReportedOnceWhenTheirTimeIsOver() {
        assertThat(written(THROTTLED, 318)).isEqualTo(1);
        now = START.plus(Duration.ofMinutes(15)).minusMillis(1);
        assertThat(repetitions.over()).isEmpty();

        now = START.plus(Duration.ofMinutes(15));
        assertThat(repetitions.over())
                .containsExactly(
                        new RefusedMore(Actor.PORTAL, "alice", "192.0.2.7", "THROTTLED", 317, "2026-03-04T05:06:07Z"));
        assertThat(repetitions.over()).isEmpty();
        assertThat(written(THROTTLED, 2)).as("begins anew").isEqualTo(1);
    }

    @Test
    void numberOfAPersonsRefusalsIsReportedAfterAMinute() {
        assertThat(written(PAGE, 100)).isEqualTo(30);
        now = START.plus(Duration.ofMinutes(1));
        assertThat(repetitions.over())
                .containsExactly(new RefusedMore(SampleEvents.ALICE, null, null, null, 70, "2026-03-04T05:06:07Z"));
    }

    @Test
    void whatWasNotRepeatedIsNotReportedAgain() {
        written(THROTTLED, 1);
        written(PAGE, 30);
        assertThat(repetitions.all()).isEmpty();
    }

    @Test
    void whatIsLeftIsReportedAtTheEnd() {
        written(THROTTLED, 3);
        assertThat(repetitions.all()).extracting(RefusedMore::count).containsExactly(2L);
    }

    @Test
    void namesWithoutEndKeepNoMemoryWithoutEnd() {
        var written = 0;
        for (var i = 0; i < 100_000; i++) {
            written += written(
                    new AuditEvent.SignInRefused(
                            Actor.PORTAL, null, "2001:db8::" + Integer.toHexString(i), "THROTTLED"),
                    1);
        }
        assertThat(written).isEqualTo(60);
        assertThat(repetitions.all()).extracting(RefusedMore::count).containsExactly(99_940L);
    }
}
