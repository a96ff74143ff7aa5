package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.vocabulary.FailureReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.security.auth.callback.*;
import javax.security.auth.login.*;
import org.jspecify.annotations.Nullable;

/** Interim. */
public final class Logins implements AutoCloseable {
    private final Map<String, Login> known = new ConcurrentHashMap<>();

    public Logins(@Nullable Path kerberosConfiguration, Clock clock, Duration patience) {
        if (kerberosConfiguration != null) {
            System.setProperty("java.security.krb5.conf", kerberosConfiguration.toString());
        }
    }

    public Login login(HostAccount account) throws KerberosRefusedException, InterruptedException {
        var key = account.name() + account.fingerprint();
        var one = known.get(key);
        if (one == null) {
            try {
                var options = account.keytab() != null
                        ? Map.of(
                                "useKeyTab",
                                "true",
                                "keyTab",
                                account.keytab().toString(),
                                "doNotPrompt",
                                "true",
                                "principal",
                                account.name(),
                                "refreshKrb5Config",
                                "true")
                        : Map.of("principal", account.name(), "refreshKrb5Config", "true");
                var context = new LoginContext(
                        "x",
                        new Subject(),
                        callbacks -> {
                            for (var c : callbacks) {
                                if (c instanceof NameCallback n) n.setName(account.name());
                                if (c instanceof PasswordCallback p)
                                    p.setPassword(java.util.Objects.requireNonNull(account.password())
                                            .reveal()
                                            .toCharArray());
                            }
                        },
                        new Configuration() {
                            @Override
                            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                                return new AppConfigurationEntry[] {
                                    new AppConfigurationEntry(
                                            "com.sun.security.auth.module.Krb5LoginModule",
                                            AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                                            options)
                                };
                            }
                        });
                context.login();
                one = new Login(context.getSubject());
                known.put(key, one);
            } catch (LoginException refused) {
                throw new KerberosRefusedException(
                        new ConnectionFailure(
                                FailureReason.SIGN_IN_REJECTED,
                                ConnectionFailure.line(String.valueOf(refused.getMessage()))),
                        true);
            }
        }
        return one;
    }

    public void forget(HostAccount account) {
        known.remove(account.name() + account.fingerprint());
    }

    @Override
    public void close() {}
}
