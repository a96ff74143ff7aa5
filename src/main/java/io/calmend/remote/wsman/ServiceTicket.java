package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.vocabulary.FailureReason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * An account's Kerberos ticket for one service on one host. Thread-safe.
 *
 * <p>It has a JAAS subject of its own with only the tickets that it needs: at each sign-in Java searches all tickets
 * of a subject, and an account may have tickets for thousands of hosts.
 */
public final class ServiceTicket {

    static final Oid KERBEROS = oid("1.2.840.113554.1.2.2");
    static final Oid SPNEGO = oid("1.3.6.1.5.5.2");

    /** Makes Java use the name as it is, without asking DNS (RFC 1964, 2.1.1). */
    private static final Oid PRINCIPAL_NAME = oid("1.2.840.113554.1.2.2.1");

    /** From the IANA registry of Kerberos encryption types. */
    private static final List<Integer> AES_256 = List.of(18, 20);

    private static final List<Integer> AES_128 = List.of(17, 19);

    /** Shared, because creating it queries every security provider. */
    private static final GSSManager GSS = GSSManager.getInstance();

    private final String name;
    private final Subject subject;
    private final Duration timeout;

    /** @param name of the service with its realm: {@code HTTP/rdsh01.corp.example@CORP.EXAMPLE} */
    ServiceTicket(String name, KerberosPrincipal account, KerberosTicket granting, Duration timeout) {
        this.name = name;
        this.timeout = timeout;
        subject = new Subject(false, Set.of(account), Set.of(), Set.of(granting));
    }

    Set<KerberosTicket> tickets() {
        return subject.getPrivateCredentials(KerberosTicket.class);
    }

    /**
     * A new security context that requests confidentiality, integrity, mutual authentication, replay and sequence
     * detection, and no delegation. What the host grants of these has to be checked once the context is established.
     * Contacts no KDC.
     */
    GSSContext context(Oid mechanism, @Nullable X509Certificate boundTo) throws KerberosRefusedException {
        try {
            var context = GSS.createContext(
                    GSS.createName(name, PRINCIPAL_NAME), mechanism, null, GSSContext.DEFAULT_LIFETIME);
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
        } catch (GSSException failed) {
            throw new KerberosRefusedException(ConnectionFailure.of(failed));
        }
    }

    /** The next token for the host. May ask the KDC for the service ticket, within the timeout. */
    byte[] step(GSSContext context, byte[] token) throws KerberosRefusedException {
        var next = answered(() -> Optional.ofNullable(context.initSecContext(token, 0, token.length)));
        return next.orElseGet(() -> new byte[0]);
    }

    /**
     * Requests the service ticket now if there is none yet, and returns the encryption of its session key. Does not
     * contact the host.
     *
     * @return {@code AES-256} or {@code AES-128}
     */
    public String askForTicket() throws KerberosRefusedException {
        var context = context(KERBEROS, null);
        try {
            step(context, new byte[0]);
        } finally {
            dispose(context);
        }
        return ticket().map(ticket -> encryption(ticket.getSessionKeyType()))
                .orElseThrow(() -> new KerberosRefusedException(
                        new ConnectionFailure(FailureReason.KERBEROS_FAILED, "Kerberos: no ticket for the service")));
    }

    private Optional<KerberosTicket> ticket() {
        return tickets().stream()
                .filter(ticket -> !ticket.isDestroyed())
                // a directory may have referred to another realm
                .filter(ticket -> sought(ticket.getServer().getName()).equals(sought(name)))
                .findFirst();
    }

    private static String sought(String principal) {
        return principal.substring(0, principal.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static String encryption(int type) {
        return AES_256.contains(type) ? "AES-256" : AES_128.contains(type) ? "AES-128" : "encryption type " + type;
    }

    private <T> T answered(Callable<T> question) throws KerberosRefusedException {
        try {
            return KdcQuestion.ask(() -> inside(question), timeout).get();
        } catch (ExecutionException failed) {
            throw KdcQuestion.refusal(failed, timeout);
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            throw new KerberosRefusedException(new ConnectionFailure(FailureReason.CANCELLED, ""));
        }
    }

    /**
     * Runs {@code question} with this subject, because Java looks for tickets only in the subject of the running
     * thread.
     */
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
            // nothing was lost
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
