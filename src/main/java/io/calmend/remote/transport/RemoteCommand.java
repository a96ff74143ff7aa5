package io.calmend.remote.transport;

import java.util.function.Predicate;

/**
 * One command line to run on one host.
 *
 * @param host the DNS name, in lower case
 * @param line contains nothing that any transport or {@code cmd.exe} would change
 * @param whole whether an output is complete, so that nothing more need be waited for
 */
public record RemoteCommand(String host, HostAccount account, String line, Predicate<CommandOutput> whole) {

    /** A command that ends only when the host says so. */
    public RemoteCommand(String host, HostAccount account, String line) {
        this(host, account, line, _ -> false);
    }

    /** Without the account's secrets and the command line. */
    @Override
    public String toString() {
        return "a command for " + host;
    }
}
