package io.calmend.remote.wsman;

import io.calmend.remote.transport.HostAccount;
import java.util.HashMap;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * Configures Java's Kerberos to sign in one account, and never from a ticket cache or keytab other than the account's.
 */
final class KerberosModule extends Configuration {

    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private final Map<String, String> options = new HashMap<>();

    KerberosModule(HostAccount account) {
        options.put("principal", account.name());
        options.put("isInitiator", "true");
        options.put("storeKey", "false");
        options.put("useTicketCache", "false");
        // makes changes of krb5.conf take effect without a restart
        options.put("refreshKrb5Config", "true");
        var keytab = account.keytab();
        options.put("useKeyTab", Boolean.toString(keytab != null));
        options.put("doNotPrompt", Boolean.toString(keytab != null));
        if (keytab != null) {
            options.put("keyTab", keytab.toString());
        }
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {new AppConfigurationEntry(MODULE, LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
