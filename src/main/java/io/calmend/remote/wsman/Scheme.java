package io.calmend.remote.wsman;

import io.calmend.remote.transport.AuthenticationScheme;
import java.util.Locale;
import org.ietf.jgss.Oid;

/**
 * The authentication schemes for a sign-in over HTTP, with the content types of their sealed messages (MS-WSMV
 * 2.2.9.1).
 */
enum Scheme {
    /** SPNEGO around Kerberos; every Windows offers it unless a policy forbids it. */
    NEGOTIATE("Negotiate", "application/HTTP-SPNEGO-session-encrypted", ServiceTicket.SPNEGO),
    /** Kerberos without SPNEGO, for hosts where a policy has disabled Negotiate. */
    KERBEROS("Kerberos", "application/HTTP-Kerberos-session-encrypted", ServiceTicket.KERBEROS);

    private final String word;
    private final String protocol;
    private final Oid mechanism;

    Scheme(String word, String protocol, Oid mechanism) {
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

    /** Its GSS mechanism. */
    Oid mechanism() {
        return mechanism;
    }

    /** Whether a {@code WWW-Authenticate} header is of this scheme. */
    boolean isIn(String header) {
        return AuthenticationScheme.of(header).equals(word.toLowerCase(Locale.ROOT));
    }
}
