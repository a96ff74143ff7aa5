package io.calmend.vocabulary;

import java.time.Instant;

/**
 * The moments that a Windows computer can show: from {@link #EARLIEST}, where its own count of time begins, until shortly before
 * the last one that .NET knows, so that a deadline can still be added. A clock or an event outside of them is made up, and
 * reckoning with it would leave what Java, databases and scripts can say.
 */
public final class WindowsTime {

    public static final Instant EARLIEST = Instant.parse("1601-01-01T00:00:00Z");

    /** The first moment that is too late. */
    public static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private WindowsTime() {}

    public static boolean holds(Instant moment) {
        return !moment.isBefore(EARLIEST) && moment.isBefore(END);
    }
}
