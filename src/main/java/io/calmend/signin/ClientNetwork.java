package io.calmend.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom an address stands for where people who have not signed in are counted. A client with IPv6 commands a whole network of 64 bits and can take
 * another address for each try: that network is one. An address of IPv4 stands for itself, however it is written.
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

    /** The same for an address as the web server writes it; what a proxy wrote in its place and is none stands for itself. */
    static String of(String address) {
        try {
            return of(InetAddress.ofLiteral(address)).getHostAddress();
        } catch (IllegalArgumentException unknown) {
            return address;
        }
    }
}
