package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.signin.SignInThrottle.Admission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SignInThrottleTest {

    private static final Duration WITHIN = Duration.ofMinutes(15);
    private final HandClock clock = new HandClock();
    private final SignInThrottle throttle = new SignInThrottle(
            new SignInSettings(
                    List.of(),
                    false,
                    new SignInSettings.Groups(null, null, null),
                    new SignInSettings.Throttle(3, 1, 10, WITHIN),
                    new SignInSettings.Session(Duration.ofHours(10), Duration.ofMinutes(5), 5),
                    new SignInSettings.Limits(64, DataSize.ofKilobytes(64), Duration.ofSeconds(20), 200)),
            clock);

    private boolean admits(String account, String address) {
        return admit(account, address) instanceof Admission.Admitted;
    }

    private Admission admit(String account, String address) {
        return throttle.admit(new SignInThrottle.Try(account, "S-" + account, address, false));
    }

    @Test
    void accountIsNotTriedMoreOftenThanAllowedWhateverTheAddress() {
        assertThat(admits("alice", "10.0.0.1")).isTrue();
        assertThat(admits("alice", "10.0.0.2")).isTrue();
        assertThat(admits("alice", "10.0.0.3")).isTrue();

        assertThat(admit("alice", "10.0.0.4"))
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
    void networkOfAnIpv6ClientCannotTryAccountAfterAccountEither() {
        for (var i = 0; i < 10; i++) {
            assertThat(admits("person" + i, "2001:db8:1:2:0:0:0:" + Integer.toHexString(i)))
                    .isTrue();
        }

        assertThat(admits("person11", "2001:db8:1:2:ffff:0:0:1")).isFalse();
        assertThat(admits("person11", "2001:db8:1:3:0:0:0:1")).isTrue();
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
        assertThat(admit("alice", "a")).isEqualTo(new Admission.Throttled(Duration.ofMinutes(5)));

        clock.forward(Duration.ofMinutes(5));
        assertThat(admits("alice", "a")).isTrue();
        assertThat(admits("alice", "a")).isFalse();
    }

    @Test
    void rightPasswordStartsTheAccountAgainButNotTheAddress() {
        for (var i = 0; i < 9; i++) {
            admits("person" + i, "a");
        }
        if (admit("alice", "a") instanceof Admission.Admitted admitted) {
            throttle.right(admitted);
        }

        assertThat(admits("alice", "a")).isTrue();
        assertThat(admits("alice", "a")).isFalse();
    }

    @Test
    void accountIsNotTriedMoreOftenUnderItsOtherNamesAndNobodyIsReported() {
        for (var name : List.of("jdoe", "jane.doe@corp.example", "j.doe@other.example")) {
            assertThat(throttle.admit(new SignInThrottle.Try(name, "S-1", "a", false)))
                    .isInstanceOf(Admission.Admitted.class);
        }

        assertThat(throttle.admit(new SignInThrottle.Try("CORP\\jdoe", "S-1", "a", false)))
                .isInstanceOf(Admission.UsedUp.class);
    }

    @Test
    void rightPasswordDoesNotShowToWhoGuesses() {
        var admitted = new ArrayList<Admission.Admitted>();
        for (var i = 0; i < 3; i++) {
            if (admit("alice", "a") instanceof Admission.Admitted one) {
                admitted.add(one);
            }
        }
        if (throttle.admit(new SignInThrottle.Try("alice", "S-alice", "b", true)) instanceof Admission.Admitted known) {
            throttle.right(known);
        }

        assertThat(admitted).hasSize(3);
        assertThat(admits("alice", "c")).isFalse();
    }

    @Test
    void knownBrowserHasATryMoreThatTheAnonymousCannotUseUp() {
        for (var i = 0; i < 3; i++) {
            admits("alice", "a");
        }
        var known = new SignInThrottle.Try("alice", "S-alice", "a", true);

        assertThat(throttle.admit(known)).isInstanceOf(Admission.Admitted.class);
        assertThat(throttle.admit(known)).isEqualTo(new Admission.Throttled(WITHIN));
    }

    @Test
    void knownBrowserIsTriedWhereNoRoomIsLeftForTheAnonymous() {
        for (var i = 0; i < 40_000; i++) {
            admits("made-up-" + i / 2, "10.0." + i / 10);
        }

        assertThat(throttle.admit(new SignInThrottle.Try("alice", "S-alice", "10.1.0.1", true)))
                .isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void tryThatNobodyLookedAtDoesNotCount() {
        for (var i = 0; i < 20; i++) {
            if (admit("alice", "a") instanceof Admission.Admitted admitted) {
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
            admit("made-up-" + i, "10.0." + i);
        }

        assertThat(throttle.names()).isLessThanOrEqualTo(20_000);
    }

    @Test
    void nobodyIsTriedUncountedWhereNoRoomIsLeft() {
        for (var i = 0; i < 40_000; i++) {
            admits("made-up-" + i / 2, "10.0." + i / 10);
        }

        assertThat(admit("alice", "10.1.0.1"))
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
