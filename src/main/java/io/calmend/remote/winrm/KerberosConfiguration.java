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
        return new Logins(settings.kerberosConfiguration(), clock, settings.commandTimeout());
    }
}
