package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.vocabulary.FailureReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** An account that the KDC has let in, with its tickets. Any number of threads may use it at once. */
public final class Login {

    static final Oid KERBEROS = oid("1.2.840.113554.1.2.2");
    static final Oid SPNEGO = oid("1.3.6.1.5.5.2");

    /** So that Java takes the name as it is and asks no DNS (RFC 1964, 2.1.1). */
    private static final Oid PRINCIPAL_NAME = oid("1.2.840.113554.1.2.2.1");

    /** Numbers of the IANA registry for Kerberos' encryption types. */
    private static final List<Integer> AES_256 = List.of(18, 20);

    private static final List<Integer> AES_128 = List.of(17, 19);

    private final Subject subject;
    private final String realm;
    private final Instant since;
    private final Instant until;
    private final Duration patience;

    /** @throws IllegalArgumentException if {@code subject} has no ticket-granting ticket */
    Login(Subject subject, Duration patience) {
        this.subject = subject;
        this.patience = patience;
        // now, since Java destroys a ticket that it finds to have ended
        var granting = ticket("krbtgt/").orElseThrow(() -> new IllegalArgumentException("no ticket-granting ticket"));
        realm = granting.getServer().getRealm();
        since = granting.getAuthTime().toInstant();
        until = granting.getEndTime().toInstant();
    }

    /** When the ticket ends that all others are got with. */
    public Instant until() {
        return until;
    }

    Instant since() {
        return since;
    }

    /**
     * A new security context for a service on a host: confidentiality, integrity, mutual authentication, replay and sequence
     * detection are requested, nothing is delegated. What of it the host grants is to be asked when it is established.
     */
    GSSContext context(String service, String host, Oid mechanism, @Nullable X509Certificate boundTo)
            throws KerberosRefusedException {
        return answered(() -> {
            var manager = GSSManager.getInstance();
            // the realm of the account: a directory refers to the host's own, and no krb5.conf has to map it
            var name = manager.createName(service + "/" + host + "@" + realm, PRINCIPAL_NAME);
            var context = manager.createContext(name, mechanism, null, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(true);
            context.requestConf(true);
            context.requestInteg(true);
            context.requestReplayDet(true);
            context.requestSequenceDet(true);
            context.requestCredDeleg(false);
            if (boundTo != null) {
                context.setChannelBinding(ChannelBindings.of(boundTo));
            }
            return context;
        });
    }

    /** The next token for the host. May ask the KDC for the service's ticket, but not longer than its patience. */
    byte[] step(GSSContext context, byte[] token) throws KerberosRefusedException {
        var next = answered(() -> Optional.ofNullable(context.initSecContext(token, 0, token.length)));
        return next.orElseGet(() -> new byte[0]);
    }

    /**
     * Asks for the service's ticket now, if there is none yet, and says with which encryption its session key is. No host is
     * touched.
     *
     * @return {@code AES-256} or {@code AES-128}
     */
    public String ticketFor(String service, String host) throws KerberosRefusedException {
        var context = context(service, host, KERBEROS, null);
        try {
            step(context, new byte[0]);
        } finally {
            dispose(context);
        }
        return ticket(service + "/" + host + "@")
                .map(ticket -> encryption(ticket.getSessionKeyType()))
                .orElseThrow(() -> new KerberosRefusedException(
                        new ConnectionFailure(FailureReason.KERBEROS_FAILED, "Kerberos: no ticket for the service")));
    }

    private Optional<KerberosTicket> ticket(String prefix) {
        var sought = prefix.toLowerCase(Locale.ROOT);
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> !ticket.isDestroyed())
                .filter(ticket ->
                        ticket.getServer().getName().toLowerCase(Locale.ROOT).startsWith(sought))
                .findFirst();
    }

    private static String encryption(int type) {
        return AES_256.contains(type) ? "AES-256" : AES_128.contains(type) ? "AES-128" : "encryption type " + type;
    }

    private <T> T answered(Callable<T> question) throws KerberosRefusedException {
        try {
            return KdcQuestion.ask(() -> inside(question), patience).get();
        } catch (ExecutionException failed) {
            throw KdcQuestion.refusal(failed, patience);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new KerberosRefusedException(new ConnectionFailure(FailureReason.CANCELLED, ""));
        }
    }

    /** Java looks for tickets in the subject of the running thread only. */
    private <T> T inside(Callable<T> question) throws Exception {
        try {
            return Subject.callAs(subject, question);
        } catch (CompletionException wrapped) {
            throw wrapped.getCause() instanceof Exception cause ? cause : wrapped;
        }
    }

    private static void dispose(GSSContext context) {
        try {
            context.dispose();
        } catch (GSSException ignored) {
            // it held nothing that matters
        }
    }

    private static Oid oid(String number) {
        try {
            return new Oid(number);
        } catch (GSSException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
