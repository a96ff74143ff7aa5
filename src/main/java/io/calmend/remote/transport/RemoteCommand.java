package io.calmend.remote.transport;

import java.util.function.Predicate;

/**
 * One command line for one host.
 *
 * @param host the DNS name, in lower case
 * @param line holds nothing that any transport or {@code cmd.exe} would change
 * @param whole whether an output says all that the command will ever say, so that nothing more need be waited for
 */
public record RemoteCommand(String host, HostAccount account, String line, Predicate<CommandOutput> whole) {

    /** A command that is over when the host says so. */
    public RemoteCommand(String host, HostAccount account, String line) {
        this(host, account, line, _ -> false);
    }

    /** Without the account's secrets and the command line. */
    @Override
    public String toString() {
        return "a command for " + host;
    }
}
