package io.calmend.vocabulary;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Formats times for people in the one form that Calmend uses, always with the zone: {@code 18 Nov 2026, 11:20 GMT}.
 * Screens use the reader's zone; files, logs and commands have no reader whose zone is known, and use UTC.
 */
public final class Dates {

    // whatever the browser and the server are set to; en-GB would write "18 Sept" and "GMT-05:00" for New York
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss z", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm z", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    private static final ZoneId UTC = ZoneId.of("UTC");

    private Dates() {}

    /** {@code 18 Nov 2026, 11:20 UTC}. */
    public static String inUtc(Instant instant) {
        return toTheMinute(instant, UTC);
    }

    /** {@code 18 Nov 2026, 11:20:28 UTC}. */
    public static String exactlyInUtc(Instant instant) {
        return toTheSecond(instant, UTC);
    }

    /** {@code 18 Nov 2026, 11:20 GMT}. */
    public static String toTheMinute(Instant instant, ZoneId zone) {
        return MINUTE.format(instant.atZone(named(zone)));
    }

    /** {@code 18 Nov 2026, 11:20:28 GMT}, for events that may be less than a minute apart. */
    public static String toTheSecond(Instant instant, ZoneId zone) {
        return SECOND.format(instant.atZone(named(zone)));
    }

    /** {@code 11:20 GMT}, for what ends within the hour. */
    public static String timeOf(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(named(zone)));
    }

    /** {@code 18 Nov 2026}, a date without a zone. */
    public static String dayOf(Instant instant, ZoneId zone) {
        return DAY.format(instant.atZone(zone));
    }

    /** UTC by its usual name, because Java calls an offset of zero Z. */
    private static ZoneId named(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC) ? UTC : zone;
    }
}
