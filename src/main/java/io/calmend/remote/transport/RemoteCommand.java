package io.calmend.remote.transport;

/**
 * One command line for one host.
 *
 * @param host the DNS name, in lower case
 * @param line holds nothing that any transport or {@code cmd.exe} would change
 */
public record RemoteCommand(String host, HostAccount account, String line) {

    /** Without the account's secrets and the command line. */
    @Override
    public String toString() {
        return "a command for " + host;
    }
}
