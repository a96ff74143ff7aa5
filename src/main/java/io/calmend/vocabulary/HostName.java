package io.calmend.vocabulary;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The DNS name of a computer, short ({@code pc-0421}) or full ({@code pc-0421.corp.example}), in lower case.
 *
 * <p>Labels of letters, digits, {@code -} and {@code _}, at most 63 characters each and 253 in all (RFC 1123; Active
 * Directory also allows the underscore). Never an IP address, because certificates and the directory contain names.
 */
public record HostName(String value) {

    private static final int LONGEST = 253;
    private static final Pattern SHAPE =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern NUMBERS_ONLY = Pattern.compile("[0-9.]+|0x[0-9a-f.x]+");

    /**
     * @throws IllegalArgumentException if {@code value} is not a valid name in lower case; use {@link #read} for what
     * a person typed
     */
    public HostName {
        if (value.length() > LONGEST || !SHAPE.matcher(value).matches() || isIpLiteral(value)) {
            throw new IllegalArgumentException("not a computer name");
        }
    }

    /** The result of reading a name that a person typed. */
    public sealed interface Reading {
        record Accepted(HostName name) implements Reading {}

        /** {@code reason} is one of {@code HOST_NAME_EMPTY}, {@code HOST_NAME_MALFORMED}, {@code IP_LITERAL}. */
        record Refused(FailureReason reason) implements Reading {}
    }

    /** Reads a name as people type it: trims it, ignores case, and accepts one trailing dot. Never throws. */
    public static Reading read(String typed) {
        var text = typed.length() > LONGEST + 64 ? typed : typed.strip().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return new Reading.Refused(FailureReason.HOST_NAME_EMPTY);
        }
        if (text.endsWith(".") && text.length() > 1) {
            text = text.substring(0, text.length() - 1);
        }
        if (isIpLiteral(text)) {
            return new Reading.Refused(FailureReason.IP_LITERAL);
        }
        if (text.length() > LONGEST || !SHAPE.matcher(text).matches()) {
            return new Reading.Refused(FailureReason.HOST_NAME_MALFORMED);
        }
        return new Reading.Accepted(new HostName(text));
    }

    /** The first label: {@code pc-0421}. */
    public String shortName() {
        var dot = value.indexOf('.');
        return dot < 0 ? value : value.substring(0, dot);
    }

    private static boolean isIpLiteral(String text) {
        return text.indexOf(':') >= 0
                || text.startsWith("[")
                || NUMBERS_ONLY.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
