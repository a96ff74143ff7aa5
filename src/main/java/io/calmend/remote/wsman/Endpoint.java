package io.calmend.remote.wsman;

import java.time.Duration;

/**
 * How the hosts of one transport are reached.
 *
 * @param tls HTTPS with the sign-in bound to the certificate; else plain HTTP with every message sealed
 * @param service the class of the service that tickets are asked for, {@code HTTP} or {@code WSMAN}
 * @param connectTimeout the longest wait for a connection; three times that for a whole handshake and for each message of a
 *     sign-in, since a host may have to ask its domain first
 * @param answerTimeout the longest silence of a host within an answer
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
