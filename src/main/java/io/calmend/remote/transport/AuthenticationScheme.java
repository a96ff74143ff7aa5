package io.calmend.remote.transport;

import java.util.Locale;

/** Reads the scheme, the first word, of a {@code WWW-Authenticate} header (RFC 9110, 11.6.1). */
public final class AuthenticationScheme {

    private AuthenticationScheme() {}

    /** In lower case; empty if there is none. */
    public static String of(String header) {
        return header.strip().split("[\\s,]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
