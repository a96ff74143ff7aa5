package io.calmend.remote.winrm;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.Transport;
import org.springframework.stereotype.Component;

/** The ways to a host, one for each account. */
@Component
class Transports {

    private final Transport overthere;

    Transports(RemoteSettings settings) {
        overthere = new OverthereTransport(settings);
    }

    Transport of(HostAccount account) {
        return switch (account.transport()) {
            case OVERTHERE -> overthere;
            case SEALED, TLS -> throw new IllegalStateException("not yet");
        };
    }
}
