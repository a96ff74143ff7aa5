package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.junit.jupiter.api.Test;

class TicketGrantingTicketTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T08:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-11-01T18:00:00Z");

    private static KerberosTicket granting() {
        return ticket("krbtgt/CORP.EXAMPLE@CORP.EXAMPLE");
    }

    private static KerberosTicket ticket(String service) {
        return new KerberosTicket(
                new byte[] {1},
                new KerberosPrincipal("svc@CORP.EXAMPLE"),
                new KerberosPrincipal(service, KerberosPrincipal.KRB_NT_SRV_INST),
                new byte[32],
                18,
                null,
                Date.from(SINCE),
                Date.from(SINCE),
                Date.from(UNTIL),
                null,
                null);
    }

    /** Java destroys a ticket that it finds to have ended, and then whoever asks when it ended gets nothing. */
    @Test
    void endOfATicketIsKnownAfterItWasDestroyed() throws Exception {
        var ticket = granting();
        var ticketGrantingTicket =
                new TicketGrantingTicket(new Subject(false, Set.of(), Set.of(), Set.of(ticket)), Duration.ofSeconds(1));
        ticket.destroy();
        assertThat(ticketGrantingTicket.until()).isEqualTo(UNTIL);
        assertThat(ticketGrantingTicket.since()).isEqualTo(SINCE);
        assertThat(ticketGrantingTicket.to("HTTP", "pc-1.corp.example").tickets())
                .containsExactly(ticket);
    }

    /** Else each login would go through the tickets of all hosts. */
    @Test
    void serviceHasNoTicketsButItsOwn() {
        var granting = granting();
        var ofAnother = ticket("HTTP/pc-3.corp.example@CORP.EXAMPLE");
        var ticketGrantingTicket = new TicketGrantingTicket(
                new Subject(false, Set.of(), Set.of(), Set.of(granting, ofAnother)), Duration.ofSeconds(1));
        assertThat(ticketGrantingTicket.to("HTTP", "pc-1.corp.example").tickets())
                .containsExactly(granting);
        assertThat(ticketGrantingTicket.to("HTTP", "pc-1.corp.example"))
                .isSameAs(ticketGrantingTicket.to("HTTP", "pc-1.corp.example"))
                .isNotSameAs(ticketGrantingTicket.to("WSMAN", "pc-1.corp.example"))
                .isNotSameAs(ticketGrantingTicket.to("HTTP", "pc-2.corp.example"));
    }

    @Test
    void subjectWithoutATicketGrantingTicketIsRefused() {
        assertThatThrownBy(() -> new TicketGrantingTicket(new Subject(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
