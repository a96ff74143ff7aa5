package io.calmend.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Groups the addresses of clients that have not signed in, so that they can be counted. An IPv6 client usually
 * controls a whole /64 network and can use another address for each attempt, so that network counts as one client. An
 * IPv4 address counts by itself, however it is written.
 */
final class ClientNetwork {

    private static final int NETWORK_BYTES = Long.BYTES;

    private ClientNetwork() {}

    /** The first address of the network of {@code address}. */
    static InetAddress of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        var bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The same for an address in the text form of the web server; a text that is no address, from a proxy, is returned
     * unchanged.
     */
    static String of(String address) {
        try {
            return of(InetAddress.ofLiteral(address)).getHostAddress();
        } catch (IllegalArgumentException unknown) {
            return address;
        }
    }
}
