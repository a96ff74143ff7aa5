package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.vocabulary.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Logs in once, in a process that may have another clock, and prints what came of it. Arguments: krb5.conf, account, password. */
public final class LoginProcess {

    private LoginProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var logins = new Logins(Path.of(arguments[0]), Clock.systemUTC(), Duration.ofHours(2))) {
            logins.login(HostAccount.withPassword(arguments[1], new Secret(arguments[2]), TransportKind.SEALED));
            System.out.println("logged in");
        } catch (KerberosRefusedException refused) {
            System.out.println(refused.failure());
        }
    }
}
