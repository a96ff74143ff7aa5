package io.calmend.remote.wsman;

import java.util.Locale;

/** How a login is named in HTTP, and with it what its sealed messages are called (MS-WSMV 2.2.9.1). */
enum Scheme {
    /** SPNEGO around Kerberos; every Windows offers it unless policy forbids it. */
    NEGOTIATE("Negotiate", "application/HTTP-SPNEGO-session-encrypted", "1.3.6.1.5.5.2"),
    /** Kerberos alone, where policy has switched Negotiate off. */
    KERBEROS("Kerberos", "application/HTTP-Kerberos-session-encrypted", "1.2.840.113554.1.2.2");

    private final String word;
    private final String protocol;
    private final String mechanism;

    Scheme(String word, String protocol, String mechanism) {
        this.word = word;
        this.protocol = protocol;
        this.mechanism = mechanism;
    }

    /** The word before the token in {@code Authorization} and {@code WWW-Authenticate}. */
    String word() {
        return word;
    }

    String protocol() {
        return protocol;
    }

    /** The object identifier of its GSS mechanism. */
    String mechanism() {
        return mechanism;
    }

    /** Whether a {@code WWW-Authenticate} header is of this scheme. */
    boolean isIn(String header) {
        var words = header.strip().split("[\\s,]", 2);
        return words[0].toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT));
    }
}
