package io.calmend.remote.wsman;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;

/** What the KDC gave an account that has signed in; tickets for services are asked for with it. Any number of threads may use it at once. */
public final class TicketGrantingTicket {

    private final KerberosTicket granting;
    private final KerberosPrincipal account;
    private final String realm;
    private final Instant since;
    private final Instant until;
    private final Duration timeout;
    private final Map<String, ServiceTicket> services = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if {@code subject} has no ticket-granting ticket */
    TicketGrantingTicket(Subject subject, Duration timeout) {
        this.timeout = timeout;
        granting = subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ticket-granting ticket"));
        // now, since Java destroys a ticket that it finds to have ended
        account = granting.getClient();
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

    /** The same for each call with the same names, so that a service's ticket is kept. Asks nobody. */
    public ServiceTicket to(String service, String host) {
        // the realm of the account: a directory refers to the host's own, and no krb5.conf has to map it
        return services.computeIfAbsent(
                service + "/" + host + "@" + realm, name -> new ServiceTicket(name, account, granting, timeout));
    }
}
