package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AuthenticationScheme;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RedirectedException;
import io.calmend.remote.wsman.HostHttp.Reply;
import io.calmend.vocabulary.FailureReason;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one host, signed in: that belongs to the TCP connection. For one caller at a time. After any failure it
 * is closed, since the sequence numbers of a broken exchange would make the next good answer look like a gap.
 */
final class HostConnection implements Closeable {

    private static final String SOAP = "application/soap+xml";
    private static final int MOST_SIGN_IN_MESSAGES = 4;

    private final Endpoint endpoint;
    private final Scheme scheme;
    private final HostHttp http;
    private final GSSContext security;
    private volatile byte @Nullable [] lastTokenHeader;
    private final AtomicLong lastUse = new AtomicLong(System.nanoTime());

    private HostConnection(Endpoint endpoint, Scheme scheme, HostHttp http, GSSContext security) {
        this.endpoint = endpoint;
        this.scheme = scheme;
        this.http = http;
        this.security = security;
    }

    /**
     * Connects and logs in.
     *
     * @throws KerberosRefusedException if there is no ticket; the host was sent nothing
     * @throws HostRefusedSignInException if the host does not take the sign-in, or is none that can
     * @throws IOException if no connection came about, or it was lost
     */
    static HostConnection open(String host, Endpoint endpoint, TicketGrantingTicket ticket)
            throws IOException, KerberosRefusedException {
        return open(host, endpoint, ticket.to(endpoint.service(), host), true);
    }

    /** As {@link #open} over HTTPS, but without a channel binding: only to find out whether the host insists on one. */
    static HostConnection openUnbound(String host, Endpoint endpoint, TicketGrantingTicket ticket)
            throws IOException, KerberosRefusedException {
        return open(host, endpoint, ticket.to(endpoint.service(), host), false);
    }

    private static HostConnection open(String host, Endpoint endpoint, ServiceTicket ticket, boolean bound)
            throws IOException, KerberosRefusedException {
        try {
            return open(host, endpoint, ticket, Scheme.NEGOTIATE, bound);
        } catch (OtherSchemeException other) {
            return open(host, endpoint, ticket, Scheme.KERBEROS, bound);
        }
    }

    private static HostConnection open(
            String host, Endpoint endpoint, ServiceTicket ticket, Scheme scheme, boolean bound)
            throws IOException, KerberosRefusedException {
        HostHttp http = null;
        GSSContext security = null;
        try {
            var addresses = InetAddress.getAllByName(host);
            byte[] first;
            if (endpoint.tls()) {
                http = HostHttp.connect(host, addresses, endpoint);
                security = ticket.context(scheme.mechanism(), bound ? http.certificate() : null);
                first = ticket.step(security, new byte[0]);
            } else {
                // the ticket before the connection: a slow KDC must not use up the host's timeout
                security = ticket.context(scheme.mechanism(), null);
                first = ticket.step(security, new byte[0]);
                http = HostHttp.connect(host, addresses, endpoint);
            }
            var connection = new HostConnection(endpoint, scheme, http, security);
            connection.signIn(ticket, first);
            http.timeout(endpoint.answerTimeout());
            return connection;
        } catch (IOException | KerberosRefusedException | RuntimeException failed) {
            if (http != null) {
                http.close();
            }
            dispose(security);
            throw failed;
        }
    }

    private static void dispose(@Nullable GSSContext security) {
        try {
            if (security != null) {
                security.dispose();
            }
        } catch (GSSException gone) {
            // that is what was wanted
        }
    }

    private void signIn(ServiceTicket ticket, byte[] first) throws IOException, KerberosRefusedException {
        var token = first;
        for (var messages = 0; messages < MOST_SIGN_IN_MESSAGES && token.length > 0; messages++) {
            var reply = exchange(new byte[0], null, token);
            var offered = reply.schemes();
            if (reply.status() == 401) {
                throw notTaken(offered);
            }
            if (RedirectedException.isRedirect(reply.status())) {
                throw new RedirectedException(reply.status());
            }
            if (reply.status() != 200) {
                throw new HostRefusedSignInException(new ConnectionFailure(
                        reply.isWindows() ? reason(reply.status()) : FailureReason.NOT_WINRM,
                        "HTTP " + reply.status()));
            }
            var answer = offered.stream().filter(scheme::isIn).findFirst().orElse("");
            token = taken(ticket, tokenIn(answer));
        }
        if (!security.isEstablished()
                || !security.getMutualAuthState()
                || !security.getConfState()
                || !security.getIntegState()
                || security.getCredDelegState()) {
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer did not prove its identity"));
        }
    }

    /** The next token after one that the host wrote: whatever is wrong with it is the host's, and says nothing of the account. */
    private byte[] taken(ServiceTicket ticket, byte[] answer) throws IOException, KerberosRefusedException {
        try {
            return ticket.step(security, answer);
        } catch (KerberosRefusedException refused) {
            if (refused.failure().reason() == FailureReason.CANCELLED) {
                throw refused;
            }
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer's token was not accepted"));
        }
    }

    private static FailureReason reason(int status) {
        return switch (status) {
            // "Request header too long": the ticket carries the account's groups
            case 400, 413, 431 -> FailureReason.TICKET_TOO_LARGE;
            case 503 -> FailureReason.WINRM_STOPPED;
            default -> FailureReason.NOT_WINRM;
        };
    }

    private IOException notTaken(List<String> offered) {
        if (scheme == Scheme.NEGOTIATE
                && offered.stream().anyMatch(Scheme.KERBEROS::isIn)
                && offered.stream().noneMatch(Scheme.NEGOTIATE::isIn)) {
            return new OtherSchemeException();
        }
        var words = offered.stream()
                .map(AuthenticationScheme::of)
                .distinct()
                .limit(AnswerBounds.MOST_SCHEMES)
                .toList();
        var detail = ConnectionFailure.line(
                "the computer offers " + (words.isEmpty() ? "nothing" : String.join(", ", words)));
        return new HostRefusedSignInException(new ConnectionFailure(
                words.contains("negotiate") || words.contains("kerberos") || words.isEmpty()
                        ? FailureReason.TICKET_REFUSED
                        : FailureReason.SCHEME_NOT_OFFERED,
                detail));
    }

    private static byte[] tokenIn(String header) throws IOException {
        var words = header.strip().split("\\s+", 2);
        try {
            return words.length < 2 ? new byte[0] : Base64.getDecoder().decode(words[1].strip());
        } catch (IllegalArgumentException noBase64) {
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer's token is not valid Base64"));
        }
    }

    /** The host takes Kerberos, but not in the wrapping of SPNEGO. */
    private static final class OtherSchemeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Sends one message and reads its answer, an answer or a fault of WS-Management.
     *
     * @throws UnsealedException if there was an answer that cannot be trusted; the message may have taken effect
     * @throws IOException if there was none; the message may have taken effect
     */
    String call(String envelope) throws IOException {
        try {
            var clear = envelope.getBytes(StandardCharsets.UTF_8);
            var reply = endpoint.tls()
                    ? exchange(clear, SOAP + ";charset=UTF-8", null)
                    : exchange(sealed(clear), Framing.contentType(scheme), null);
            var text = endpoint.tls() ? clearText(reply) : unsealed(reply);
            if (!reply.keepAlive()) {
                close();
            }
            lastUse.set(System.nanoTime());
            return text;
        } catch (IOException | RuntimeException broken) {
            close();
            throw broken;
        }
    }

    private byte[] sealed(byte[] clear) throws IOException {
        try {
            var token = security.wrap(clear, 0, clear.length, new MessageProp(0, true));
            return Framing.body(scheme, token, clear.length);
        } catch (GSSException failed) {
            throw new IOException("a message could not be sealed", failed);
        }
    }

    private String unsealed(Reply reply) throws IOException {
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

    /** What an answer says that is not sealed: of use only where TLS protects it. */
    static String clearText(Reply reply) throws IOException {
        if (RedirectedException.isRedirect(reply.status())) {
            throw new RedirectedException(reply.status());
        }
        if (reply.status() != 200 && reply.status() != 500) {
            throw new IOException("HTTP " + reply.status());
        }
        try {
            var type = ContentType.parse(reply.contentType());
            if (type == null || !SOAP.equalsIgnoreCase(type.getMimeType())) {
                throw new IOException("HTTP " + reply.status() + ", no SOAP");
            }
            return new String(reply.body(), type.getCharset(StandardCharsets.UTF_8));
        } catch (UnsupportedCharsetException | IllegalCharsetNameException unknown) {
            throw new IOException("an answer in a character set that nobody knows", unknown);
        }
    }

    private Reply exchange(byte[] body, @Nullable String contentType, byte @Nullable [] token) throws IOException {
        var headers = new HashMap<String, String>();
        if (contentType != null) {
            headers.put("Content-Type", contentType);
        }
        if (token != null) {
            headers.put(
                    "Authorization", scheme.word() + " " + Base64.getEncoder().encodeToString(token));
        }
        return http.post(body, headers);
    }

    /** Whether the host has kept it open. */
    boolean isAlive() {
        return http.isAlive();
    }

    /** Which sign-in it was made with: {@code Negotiate} or {@code Kerberos}. */
    String scheme() {
        return scheme.word();
    }

    /** The public part of the last answer's token, for whoever looks into a fault; null if nothing sealed came yet. */
    byte @Nullable [] lastTokenHeader() {
        var header = lastTokenHeader;
        return header == null ? null : header.clone();
    }

    boolean isOpen() {
        return http.isOpen();
    }

    long nanosSinceLastUse() {
        return System.nanoTime() - lastUse.get();
    }

    /** Ends it from another thread; whoever waits on it fails at once. */
    void abort() {
        http.abort();
    }

    @Override
    public void close() {
        http.close();
        dispose(security);
    }
}
