package io.calmend.remote.gateway;

import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.overthere.OverthereTransport;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.Transport;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.wsman.ChannelBindings;
import io.calmend.remote.wsman.Endpoint;
import io.calmend.remote.wsman.Relay;
import io.calmend.remote.wsman.TicketCache;
import io.calmend.remote.wsman.WsManTransport;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The ways to a host: each account's tier says which one it goes. */
@Component
public class Transports implements AutoCloseable {

    /** A host may be silent about a running command for so long; it is asked again before that. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final RemoteSettings settings;
    private final TicketCache tickets;
    private final OverthereTransport overthere;
    private final WsManTransport sealed;
    private final WsManTransport tls;

    @Autowired
    public Transports(RemoteSettings settings, TicketCache tickets) {
        this(settings, tickets, Relay::new);
    }

    public Transports(RemoteSettings settings, TicketCache tickets, Supplier<Relay> relays) {
        this.settings = settings;
        if (settings.tiers().stream().anyMatch(tier -> tier.transport() == TransportKind.TLS)) {
            ChannelBindings.check();
        }
        this.tickets = tickets;
        overthere = new OverthereTransport(settings, relays);
        sealed = wsMan(endpoint(TransportKind.SEALED));
        tls = wsMan(endpoint(TransportKind.TLS));
    }

    private WsManTransport wsMan(Endpoint endpoint) {
        return new WsManTransport(
                endpoint,
                tickets,
                settings.commandTimeout(),
                Math.toIntExact(settings.largestAnswer().toBytes()));
    }

    public Endpoint endpoint(TransportKind kind) {
        var protectedByTls = kind != TransportKind.SEALED;
        return new Endpoint(
                protectedByTls,
                protectedByTls ? settings.port() : settings.sealedPort(),
                settings.kerberosService(),
                settings.connectTimeout(),
                LONGEST_SILENCE);
    }

    public Transport of(HostAccount account) {
        return switch (account.transport()) {
            case SEALED -> sealed;
            case TLS -> tls;
            case OVERTHERE -> overthere;
        };
    }

    public TicketCache tickets() {
        return tickets;
    }

    @Override
    public void close() {
        overthere.close();
        sealed.close();
        tls.close();
    }
}
