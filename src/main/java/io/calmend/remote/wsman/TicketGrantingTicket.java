package io.calmend.remote.wsman;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;

/** The ticket that the KDC gave an account at sign-in, used to request service tickets. Thread-safe. */
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
        // read now, because Java destroys a ticket when it finds it expired
        account = granting.getClient();
        realm = granting.getServer().getRealm();
        since = granting.getAuthTime().toInstant();
        until = granting.getEndTime().toInstant();
    }

    /** When this ticket expires. */
    public Instant until() {
        return until;
    }

    Instant since() {
        return since;
    }

    /** The same object for each call with the same names, so that a service ticket is reused. Contacts no KDC. */
    public ServiceTicket to(String service, String host) {
        // the account's own realm: its KDC refers to the host's realm, so krb5.conf needs no mapping
        return services.computeIfAbsent(
                service + "/" + host + "@" + realm, name -> new ServiceTicket(name, account, granting, timeout));
    }
}
