package io.calmend.simulator;

import io.calmend.simulator.Http.Response;
import java.io.IOException;
import java.util.List;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/** What one connection has agreed on when an account logged in: who it is, and the keys that seal its messages. */
final class KerberosSession {

    private final String account;
    private final String protocol;
    private final GSSContext context;
    private @Nullable Response sealedBefore;

    /** @param scheme {@code Negotiate} or {@code Kerberos} */
    KerberosSession(String scheme, String account, GSSContext context) {
        this.account = account;
        this.protocol = "application/HTTP-" + (scheme.equalsIgnoreCase("Kerberos") ? "Kerberos" : "SPNEGO")
                + "-session-encrypted";
        this.context = context;
    }

    /** The principal: {@code svc-calmend-c@CORP.EXAMPLE}. */
    String account() {
        return account;
    }

    /** @throws IOException if it is not sealed, or not well */
    byte[] unseal(@Nullable String contentType, byte[] body) throws IOException {
        if (contentType == null || !contentType.startsWith("multipart/encrypted")) {
            throw new IOException("not sealed");
        }
        var sealed = SealedBody.read(body, protocol);
        if (sealed.extraCount() != 0) {
            throw new IOException("EC is " + sealed.extraCount());
        }
        try {
            var observed = new MessageProp(0, false);
            var clear = context.unwrap(sealed.token(), 0, sealed.token().length, observed);
            if (!observed.getPrivacy()
                    || observed.isDuplicateToken()
                    || observed.isOldToken()
                    || observed.isUnseqToken()
                    || observed.isGapToken()) {
                throw new IOException("not sealed, or not in sequence");
            }
            if (clear.length != sealed.length()) {
                throw new IOException("wrong length");
            }
            return clear;
        } catch (GSSException e) {
            throw new IOException(e);
        }
    }

    /** The answer as it goes over the wire. @param spoilt how it is not what it should be, null if it is */
    Response seal(Response clear, Fault.Sealing.@Nullable Kind spoilt) {
        return switch (spoilt) {
            case CLEAR_BODY -> clear;
            case CLEAR_500 -> Response.soap(500, "", WsMan.fault("", WsManFault.ACCESS_DENIED, ""));
            case FORGED_401 -> Response.unauthorised(List.of("Negotiate", "Kerberos"));
            case REPLAYED -> sealedBefore == null ? kept(sealed(clear, null)) : sealedBefore;
            case null, default -> kept(sealed(clear, spoilt));
        };
    }

    private Response kept(Response sealed) {
        sealedBefore = sealed;
        return sealed;
    }

    private Response sealed(Response clear, Fault.Sealing.@Nullable Kind spoilt) {
        var plain = new SealedBody(wrap(clear.body(), spoilt != Fault.Sealing.Kind.SIGNED_ONLY), clear.body().length);
        var asWindows = plain.rotated();
        var body = switch (spoilt) {
            case FLIPPED_BIT -> asWindows.withFlippedBit().written(protocol);
            case WRONG_LENGTH -> asWindows.written(protocol, clear.body().length + 1);
            case EC_NOT_ZERO -> asWindows.withExtraCount(16).written(protocol);
            case NOT_ROTATED -> plain.written(protocol);
            case null, default -> asWindows.written(protocol);
        };
        return clear.with(SealedBody.contentType(protocol), body);
    }

    private byte[] wrap(byte[] clear, boolean confidential) {
        try {
            return context.wrap(clear, 0, clear.length, new MessageProp(0, confidential));
        } catch (GSSException e) {
            throw new IllegalStateException(e);
        }
    }
}
