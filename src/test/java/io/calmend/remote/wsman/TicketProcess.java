package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.vocabulary.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Logs in once, in a process that may have another clock, and prints what came of it. Arguments: krb5.conf, account, password. */
public final class TicketProcess {

    private TicketProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var tickets = new TicketCache(Path.of(arguments[0]), Clock.systemUTC(), Duration.ofHours(2))) {
            tickets.grantingTicket(
                    HostAccount.withPassword(arguments[1], new Secret(arguments[2]), TransportKind.SEALED));
            System.out.println("logged in");
        } catch (KerberosRefusedException refused) {
            System.out.println(refused.failure());
        }
    }
}
