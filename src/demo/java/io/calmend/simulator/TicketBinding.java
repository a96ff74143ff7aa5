package io.calmend.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import org.apache.kerby.kerberos.kerb.KrbCodec;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.common.EncryptionUtil;
import org.apache.kerby.kerberos.kerb.type.ap.ApReq;
import org.apache.kerby.kerberos.kerb.type.ap.Authenticator;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionKey;
import org.apache.kerby.kerberos.kerb.type.base.KeyUsage;
import org.apache.kerby.kerberos.kerb.type.ticket.EncTicketPart;
import org.apache.kerby.kerberos.kerb.type.ticket.Ticket;

/**
 * What a login token says about the TLS channel it travels in ({@code tls-server-end-point}, RFC 5929).
 *
 * <p>JGSS either demands a binding or does not look at it, and hashes it otherwise than Windows does; so the token is opened
 * here with the hosts' keys.
 */
final class TicketBinding {

    /** Kerberos' OID and the mark of an AP-REQ, with which a Kerberos token begins inside SPNEGO and without. */
    private static final byte[] START = HexFormat.of().parseHex("06092a864886f7120102020100");

    private static final Pattern HASH = Pattern.compile("SHA-?(224|256|384|512)WITH.*");
    private static final int LENGTH = 16;

    private final KeyTab keys;

    TicketBinding(KeyTab keys) {
        this.keys = keys;
    }

    enum Fit {
        NONE,
        RIGHT,
        WRONG
    }

    /** @param token that JGSS has accepted */
    Fit fit(byte[] token, X509Certificate shown) throws KrbException {
        var bound = bound(token);
        if (Arrays.equals(bound, new byte[LENGTH])) {
            return Fit.NONE;
        }
        return Arrays.equals(bound, expected(shown)) ? Fit.RIGHT : Fit.WRONG;
    }

    private byte[] bound(byte[] token) throws KrbException {
        var start = indexOf(token, START) + START.length;
        var request = KrbCodec.decode(Arrays.copyOfRange(token, start, token.length), ApReq.class);
        var ticket = request.getTicket();
        var content = EncryptionUtil.unseal(
                ticket.getEncryptedEncPart(), key(ticket), KeyUsage.KDC_REP_TICKET, EncTicketPart.class);
        var authenticator = EncryptionUtil.unseal(
                request.getEncryptedAuthenticator(), content.getKey(), KeyUsage.AP_REQ_AUTH, Authenticator.class);
        // RFC 4121, 4.1.1: the length of what follows, then the hash
        return Arrays.copyOfRange(authenticator.getCksum().getChecksum(), 4, 4 + LENGTH);
    }

    private EncryptionKey key(Ticket ticket) throws KrbException {
        var type = ticket.getEncryptedEncPart().getEType();
        for (var key : keys.getKeys(new KerberosPrincipal(ticket.getSname().getName() + "@" + ticket.getRealm()))) {
            if (key.getKeyType() == type.getValue()) {
                return new EncryptionKey(type, key.getEncoded());
            }
        }
        throw new KrbException("no key for this ticket");
    }

    private static byte[] expected(X509Certificate shown) {
        try {
            var name = HASH.matcher(shown.getSigAlgName().toUpperCase(Locale.ROOT));
            // RFC 5929, 4.1: never weaker than this
            var algorithm = name.matches() ? "SHA-" + name.group(1) : "SHA-256";
            var hash = MessageDigest.getInstance(algorithm).digest(shown.getEncoded());
            var prefix = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
            // four words for two addresses that nobody names, as Windows and MIT write them
            var all = ByteBuffer.allocate(5 * Integer.BYTES + prefix.length + hash.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0)
                    .putInt(prefix.length + hash.length)
                    .put(prefix)
                    .put(hash);
            return MessageDigest.getInstance("MD5").digest(all.array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int indexOf(byte[] all, byte[] wanted) throws KrbException {
        for (int at = 0; at <= all.length - wanted.length; at++) {
            if (Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new KrbException("no Kerberos token");
    }
}
