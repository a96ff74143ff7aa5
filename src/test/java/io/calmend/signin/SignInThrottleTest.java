package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.signin.SignInThrottle.Admission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private static final Duration WITHIN = Duration.ofMinutes(15);
    private final HandClock clock = new HandClock();
    private final SignInThrottle throttle = new SignInThrottle(
            new SignInSettings(
                    List.of(),
                    new SignInSettings.Groups(null, null, null),
                    new SignInSettings.Throttle(3, 10, WITHIN),
                    new SignInSettings.Session(Duration.ofHours(10), Duration.ofMinutes(5), 5)),
            clock);

    private boolean admits(String account, String address) {
        return throttle.admit(account, address) instanceof Admission.Admitted;
    }

    @Test
    void accountIsNotTriedMoreOftenThanAllowedWhateverTheAddress() {
        assertThat(admits("alice", "10.0.0.1")).isTrue();
        assertThat(admits("alice", "10.0.0.2")).isTrue();
        assertThat(admits("alice", "10.0.0.3")).isTrue();

        assertThat(throttle.admit("alice", "10.0.0.4"))
                .isInstanceOfSatisfying(
                        Admission.Throttled.class,
                        throttled -> assertThat(throttled.waitTime()).isEqualTo(WITHIN));
        assertThat(admits("bob", "10.0.0.4")).isTrue();
    }

    @Test
    void oneAddressCannotTryAccountAfterAccount() {
        for (var i = 0; i < 10; i++) {
            assertThat(admits("person" + i, "10.0.0.1")).isTrue();
        }

        assertThat(admits("person11", "10.0.0.1")).isFalse();
        assertThat(admits("person11", "10.0.0.2")).isTrue();
    }

    @Test
    void inventedNamesNeitherFillTheMemoryNorWashAwayAnAccountThatIsGuessedAt() {
        for (var i = 0; i < 3; i++) {
            assertThat(admits("alice", "guesser" + i)).isTrue();
        }
        for (var i = 0; i < 10; i++) {
            admits("junk" + i, "10.0.0.1");
        }
        for (var i = 0; i < 50_000; i++) {
            assertThat(admits("throttled" + i, "10.0.0.1")).isFalse();
        }
        assertThat(throttle.names()).isLessThan(100);

        for (var i = 0; i < 30_000; i++) {
            admits("admitted" + i, "10.1." + i / 5);
        }
        assertThat(throttle.names()).isLessThanOrEqualTo(20_000);
        assertThat(admits("alice", "guesser9")).isFalse();
    }

    @Test
    void triesAreForgottenOneByOneAsTimeGoesBy() {
        admits("alice", "a");
        clock.forward(Duration.ofMinutes(10));
        admits("alice", "a");
        admits("alice", "a");
        assertThat(throttle.admit("alice", "a")).isEqualTo(new Admission.Throttled(Duration.ofMinutes(5)));

        clock.forward(Duration.ofMinutes(5));
        assertThat(admits("alice", "a")).isTrue();
        assertThat(admits("alice", "a")).isFalse();
    }

    @Test
    void rightPasswordStartsTheAccountAnewButNotTheAddress() {
        for (var i = 0; i < 9; i++) {
            admits("person" + i, "a");
        }
        if (throttle.admit("alice", "a") instanceof Admission.Admitted admitted) {
            throttle.right(admitted);
        }

        assertThat(admits("alice", "a")).isTrue();
        assertThat(admits("alice", "a")).isFalse();
    }

    @Test
    void tryThatNobodyLookedAtDoesNotCount() {
        for (var i = 0; i < 20; i++) {
            if (throttle.admit("alice", "a") instanceof Admission.Admitted admitted) {
                throttle.notAsked(admitted);
            }
        }

        assertThat(admits("alice", "a")).isTrue();
    }

    @Test
    void manyTriesAtOnceDoNotSlipThrough() {
        var admitted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 200; i++) {
                var address = "10.0.0." + i;
                threads.submit(() -> {
                    if (admits("alice", address)) {
                        admitted.incrementAndGet();
                    }
                });
            }
        }

        assertThat(admitted).hasValue(3);
    }

    @Test
    void memoryIsBoundedHoweverManyNamesAreMadeUp() {
        for (var i = 0; i < 100_000; i++) {
            throttle.admit("made-up-" + i, "10.0." + i);
        }

        assertThat(throttle.names()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void nobodyIsTriedUncountedWhereNoRoomIsLeft() {
        for (var i = 0; i < 40_000; i++) {
            admits("made-up-" + i / 2, "10.0." + i / 10);
        }

        assertThat(throttle.admit("alice", "10.1.0.1"))
                .isInstanceOfSatisfying(
                        Admission.Throttled.class,
                        throttled -> assertThat(throttled.waitTime()).isEqualTo(WITHIN));
        clock.forward(WITHIN);
        assertThat(admits("alice", "10.1.0.1")).isTrue();
    }

    @Test
    void triesWhoseTimeIsOverTakeNoRoom() {
        for (var i = 0; i < 1_000; i++) {
            admits("person" + i, "10.0.0." + i);
        }
        clock.forward(WITHIN);
        admits("alice", "10.1.0.1");

        assertThat(throttle.names()).isEqualTo(1);
    }

    /** A clock that is moved by hand. */
    private static final class HandClock extends Clock {
        private Instant now = Instant.parse("2026-11-02T10:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
