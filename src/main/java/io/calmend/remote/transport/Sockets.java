package io.calmend.remote.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Connections to hosts that have more than one address. */
public final class Sockets {

    private Sockets() {}

    /** A connection to the first of {@code addresses} that takes one; each is given {@code timeout}. */
    public static Socket connected(InetAddress[] addresses, int port, Duration timeout) throws IOException {
        var last = new IOException("no address");
        for (var address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
                return socket;
            } catch (IOException failed) {
                socket.close();
                last = failed;
            }
        }
        throw last;
    }
}
