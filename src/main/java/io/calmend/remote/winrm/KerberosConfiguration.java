package io.calmend.remote.winrm;

import io.calmend.remote.wsman.Logins;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One book of Kerberos logins for the whole portal. */
@Configuration(proxyBeanMethods = false)
class KerberosConfiguration {

    @Bean
    static Logins logins(RemoteSettings settings, Clock clock) {
        // within a command's own time, or a silent KDC would look like a slow computer
        return new Logins(
                settings.kerberosConfiguration(),
                clock,
                settings.commandTimeout().dividedBy(3));
    }
}
