package io.calmend.ui.parts;

import com.vaadin.flow.component.UI;
import io.calmend.vocabulary.Dates;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Formats times for the person at the screen: in their zone, recent ones as "ago". */
public final class Moments {

    private Moments() {}

    /** {@code 25 Nov 2026, 10:42 GMT}. */
    public static String at(Instant instant) {
        return Dates.toTheMinute(instant, zone());
    }

    /** As {@link #at}, but to the second, for the audit log and for tickets. */
    public static String exactlyAt(Instant instant) {
        return Dates.toTheSecond(instant, zone());
    }

    /** {@code 10:42 GMT}. */
    public static String timeOf(Instant instant) {
        return Dates.timeOf(instant, zone());
    }

    /** {@code 25 Nov 2026}. */
    public static String dayOf(Instant instant) {
        return Dates.dayOf(instant, zone());
    }

    /** {@code 40 s ago}; the date if it is more than a day ago. */
    public static String ago(Instant instant, Instant now) {
        var passed = Duration.between(instant, now);
        if (passed.compareTo(Duration.ofDays(1)) >= 0) {
            return at(instant);
        }
        if (passed.toSeconds() < 10) {
            return Words.say("ui.ago.now");
        }
        if (passed.toMinutes() < 1) {
            return Words.say("ui.ago.seconds", passed.toSeconds());
        }
        if (passed.toHours() < 1) {
            return Words.say("ui.ago.minutes", passed.toMinutes());
        }
        return Words.say("ui.ago.hours", passed.toHours());
    }

    /** How long something took: {@code 14 ms}, {@code 0.8 s}, {@code 2 min 5 s}. */
    public static String took(Duration duration) {
        if (duration.toMinutes() >= 1) {
            return Words.say("ui.took.minutes", duration.toMinutes(), duration.toSecondsPart());
        }
        if (duration.toMillis() < 100) {
            return Words.say("ui.took.milliseconds", duration.toMillis());
        }
        return Words.say("ui.took.seconds", String.format(Locale.UK, "%.1f", duration.toMillis() / 1000.0));
    }

    /** A length of time in whole minutes or hours: {@code 10 min}, {@code 2 h}. */
    public static String length(Duration duration) {
        return duration.toHours() >= 1
                ? Words.say("ui.length.hours", duration.toHours())
                : Words.say("ui.length.minutes", Math.max(1, duration.toMinutes()));
    }

    /** The person's time zone, as reported by their browser. */
    public static ZoneId zone() {
        var ui = UI.getCurrent();
        if (ui == null) {
            return ZoneId.systemDefault();
        }
        var name = ui.getPage().getExtendedClientDetails().getTimeZoneId();
        if (name == null || name.isEmpty()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneId.systemDefault();
        }
    }
}
