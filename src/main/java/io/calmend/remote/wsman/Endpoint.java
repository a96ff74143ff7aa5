package io.calmend.remote.wsman;

import java.time.Duration;

/**
 * How a transport reaches hosts: port, protection, service class and timeouts.
 *
 * @param tls true for HTTPS with the sign-in bound to the certificate, false for plain HTTP with every message sealed
 * @param service the service class of the tickets, {@code HTTP} or {@code WSMAN}
 * @param connectTimeout the longest wait for a connection; a whole handshake and each message of a sign-in may take
 *     three times as long, since a host may have to ask its domain first
 * @param answerTimeout how long a host may be silent within an answer
 */
public record Endpoint(boolean tls, int port, String service, Duration connectTimeout, Duration answerTimeout) {

    /** The longest wait for a whole handshake, and for each message of a sign-in. */
    public Duration signInTimeout() {
        return connectTimeout.multipliedBy(3);
    }

    String address(String host) {
        return (tls ? "https" : "http") + "://" + host + ":" + port + "/wsman";
    }
}
