package io.calmend.remote.accounts;

import io.calmend.remote.wsman.TicketCache;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One ticket cache for the whole portal. */
@Configuration(proxyBeanMethods = false)
public class KerberosConfiguration {

    @Bean
    public static TicketCache tickets(RemoteSettings settings, Clock clock) {
        // within a command's own time, or a silent KDC would look like a slow computer
        return new TicketCache(
                settings.kerberosConfiguration(),
                clock,
                settings.commandTimeout().dividedBy(3));
    }
}
