package io.calmend.vocabulary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Limits how often something is logged within a minute, so that nobody can fill a disk by provoking it. */
public final class Quota {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int most;
    private final Clock clock;

    private Instant begun = Instant.MIN;
    private int said;
    private int unsaid;

    /** @param most how many a minute, from 1 */
    public Quota(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** @return how many were not logged since the last one that was; empty if this one must not be logged either */
    public synchronized OptionalInt take() {
        var now = clock.instant();
        if (begun.isBefore(now.minus(WINDOW)) || begun.isAfter(now)) {
            begun = now;
            said = 0;
        }
        if (said == most) {
            unsaid++;
            return OptionalInt.empty();
        }
        said++;
        var before = unsaid;
        unsaid = 0;
        return OptionalInt.of(before);
    }
}
