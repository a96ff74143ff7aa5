package io.calmend.remote.accounts;

import io.calmend.remote.wsman.TicketCache;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the one ticket cache that the whole portal uses. */
@Configuration(proxyBeanMethods = false)
public class KerberosConfiguration {

    @Bean
    public static TicketCache tickets(RemoteSettings settings, Clock clock) {
        // shorter than a command's timeout, else a KDC that does not answer would look like a slow host
        return new TicketCache(
                settings.kerberosConfiguration(),
                clock,
                settings.commandTimeout().dividedBy(3));
    }
}
