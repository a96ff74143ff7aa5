package io.calmend.vocabulary;

import java.time.Instant;

/**
 * The range of times that a Windows computer can report: from {@link #EARLIEST}, where its own time begins, until
 * shortly before the last one that .NET knows, so that a deadline can still be added. A time outside this range is
 * forged, and arithmetic with it would exceed what Java, databases and scripts can represent.
 */
public final class WindowsTime {

    public static final Instant EARLIEST = Instant.parse("1601-01-01T00:00:00Z");

    /** The first time that is out of range. */
    public static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private WindowsTime() {}

    public static boolean holds(Instant moment) {
        return !moment.isBefore(EARLIEST) && moment.isBefore(END);
    }
}
