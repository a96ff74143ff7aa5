package io.calmend.remote.wsman;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one host, signed in ({@link SignIn}): that belongs to the TCP connection ({@link HostHttp}), and so do the
 * keys that seal what goes over it ({@link MessageSeal}). For one caller at a time. After any failure it is closed, since the
 * sequence numbers of a broken exchange would make the next good answer look like a gap.
 */
final class HostConnection implements Closeable {

    private final Endpoint endpoint;
    private final Scheme scheme;
    private final HostHttp http;
    private final GSSContext security;
    private final MessageSeal seal;
    private final AtomicLong lastUse = new AtomicLong(System.nanoTime());

    private HostConnection(Endpoint endpoint, Scheme scheme, HostHttp http, GSSContext security) {
        this.endpoint = endpoint;
        this.scheme = scheme;
        this.http = http;
        this.security = security;
        this.seal = new MessageSeal(scheme, security);
    }

    /**
     * Connects and signs in.
     *
     * @throws KerberosRefusedException if there is no ticket; nothing was sent to the host
     * @throws HostRefusedSignInException if the host refuses the sign-in, or does not support it
     * @throws IOException if the connection could not be made, or was lost
     */
    static HostConnection open(String host, Endpoint endpoint, TicketGrantingTicket ticket)
            throws IOException, KerberosRefusedException {
        return open(host, endpoint, ticket.to(endpoint.service(), host), true);
    }

    /** As {@link #open} over HTTPS, but without a channel binding: only to find out whether the host requires one. */
    static HostConnection openUnbound(String host, Endpoint endpoint, TicketGrantingTicket ticket)
            throws IOException, KerberosRefusedException {
        return open(host, endpoint, ticket.to(endpoint.service(), host), false);
    }

    private static HostConnection open(String host, Endpoint endpoint, ServiceTicket ticket, boolean bound)
            throws IOException, KerberosRefusedException {
        try {
            return open(host, endpoint, ticket, Scheme.NEGOTIATE, bound);
        } catch (SignIn.OtherSchemeException other) {
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
                // get the ticket before connecting: a slow KDC must not use up the host's timeout
                security = ticket.context(scheme.mechanism(), null);
                first = ticket.step(security, new byte[0]);
                http = HostHttp.connect(host, addresses, endpoint);
            }
            var connection = new HostConnection(endpoint, scheme, http, security);
            new SignIn(http, scheme, ticket, security).complete(first);
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
            // the connection was to be closed anyway
        }
    }

    /**
     * Sends one message and reads its answer, which may be a WS-Management fault.
     *
     * @throws UnsealedException if the answer cannot be trusted; the message may have taken effect
     * @throws IOException if no answer came; the message may have taken effect
     */
    String call(String envelope) throws IOException {
        try {
            var clear = envelope.getBytes(StandardCharsets.UTF_8);
            var reply = endpoint.tls()
                    ? http.post(clear, Map.of("Content-Type", HostHttp.SOAP + ";charset=UTF-8"))
                    : http.post(seal.seal(clear), Map.of("Content-Type", Framing.contentType(scheme)));
            var text = endpoint.tls() ? reply.clearText() : seal.open(reply);
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

    /** Whether the host has kept it open. */
    boolean isAlive() {
        return http.isAlive();
    }

    /** The scheme of the sign-in: {@code Negotiate} or {@code Kerberos}. */
    String scheme() {
        return scheme.word();
    }

    /** The public part of the last answer's token, for troubleshooting; null if no sealed answer has come yet. */
    byte @Nullable [] lastTokenHeader() {
        return seal.lastTokenHeader();
    }

    boolean isOpen() {
        return http.isOpen();
    }

    long nanosSinceLastUse() {
        return System.nanoTime() - lastUse.get();
    }

    /** Closes the connection from another thread; a thread that waits on it fails at once. */
    void abort() {
        http.abort();
    }

    @Override
    public void close() {
        http.close();
        dispose(security);
    }
}
