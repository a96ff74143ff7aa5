package io.calmend.vocabulary;

import java.time.Duration;
import java.util.List;

/** Checks that a setting lies within its limits, and explains to the administrator what is wrong if it does not. */
public final class Bounds {

    private static final List<Unit> UNITS = List.of(
            new Unit(Duration.ofDays(1), "d"),
            new Unit(Duration.ofHours(1), "h"),
            new Unit(Duration.ofMinutes(1), "m"),
            new Unit(Duration.ofSeconds(1), "s"),
            new Unit(Duration.ofMillis(1), "ms"));

    private record Unit(Duration length, String sign) {}

    private Bounds() {}

    /**
     * @param setting its full name
     * @param least inclusive, as {@code most}
     * @throws IllegalArgumentException with a sentence for an administrator that begins with {@code setting}
     */
    public static void check(String setting, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(sentence(setting, text(value), text(least), text(most)));
        }
    }

    /** @throws IllegalArgumentException as {@link #check(String, Duration, Duration, Duration)} */
    public static void check(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    sentence(setting, Long.toString(value), Long.toString(least), Long.toString(most)));
        }
    }

    private static String sentence(String setting, String value, String least, String most) {
        return setting + ": '" + value + "' is not between " + least + " and " + most;
    }

    /** Written as in a settings file, in the largest exact unit: {@code 36h}, {@code 1500ms}. */
    private static String text(Duration value) {
        if (value.isZero()) {
            return "0s";
        }
        for (var unit : UNITS) {
            var count = value.dividedBy(unit.length());
            if (unit.length().multipliedBy(count).equals(value)) {
                return count + unit.sign();
            }
        }
        return value.toString();
    }
}
