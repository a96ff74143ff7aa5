package io.calmend.remote.wsman;

import io.calmend.remote.wsman.HostHttp.Reply;
import java.io.IOException;
import java.util.Arrays;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/**
 * Seals messages to a host, and opens its answers, with the keys of a sign-in: for plain HTTP, where whoever is on the way could
 * read and write them. Each answer has to be the next one.
 */
final class MessageSeal {

    private final Scheme scheme;
    private final GSSContext security;
    private volatile byte @Nullable [] lastTokenHeader;

    MessageSeal(Scheme scheme, GSSContext security) {
        this.scheme = scheme;
        this.security = security;
    }

    byte[] seal(byte[] clear) throws IOException {
        try {
            var token = security.wrap(clear, 0, clear.length, new MessageProp(0, true));
            return Framing.body(scheme, token, clear.length);
        } catch (GSSException failed) {
            throw new IOException("a message could not be sealed", failed);
        }
    }

    /** @throws UnsealedException if there is an answer that cannot be trusted */
    String open(Reply reply) throws IOException {
        if (reply.status() == 401) {
            // anyone on the way can write it: a hint, never a reason to send a message again
            throw new UnsealedException("HTTP 401, not sealed");
        }
        if (reply.status() != 200 && reply.status() != 500) {
            throw new UnsealedException("HTTP " + reply.status() + ", not sealed");
        }
        var found = Framing.read(scheme, reply.contentType(), reply.body());
        lastTokenHeader = Arrays.copyOf(found.token(), Framing.HEADER);
        var property = new MessageProp(true);
        byte[] clear;
        try {
            clear = security.unwrap(found.token(), 0, found.token().length, property);
        } catch (GSSException broken) {
            throw new UnsealedException("an answer whose signature is broken");
        }
        if (!property.getPrivacy()) {
            throw new UnsealedException("an answer that is signed at most");
        }
        if (property.isDuplicateToken() || property.isOldToken() || property.isUnseqToken() || property.isGapToken()) {
            throw new UnsealedException("an answer out of turn");
        }
        if (clear.length != found.length()) {
            throw new UnsealedException("an answer whose length is not as stated");
        }
        return new String(clear, found.charset());
    }

    /** The public part of the last answer's token; null if nothing sealed came yet. */
    byte @Nullable [] lastTokenHeader() {
        var header = lastTokenHeader;
        return header == null ? null : header.clone();
    }
}
