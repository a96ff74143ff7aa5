package io.calmend.remote.wsman;

import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport;
import java.time.Duration;

/**
 * Runs commands over WinRM with Kerberos, without a library (MS-WSMV): with plain HTTP each message is sealed, with
 * HTTPS the sign-in is bound to the server certificate. Connections are kept for {@value
 * Connections#LONGEST_IDLE_SECONDS} seconds, shells never.
 *
 * <p>Guarantees: with plain HTTP only sealed answers are trusted; a command is sent at most once; a failure before the
 * command's own message is reported as not sent; a command that is given up is ended over a second connection.
 */
public final class WsManTransport implements Transport, AutoCloseable {

    /**
     * How long a host may be silent about a running command before it is asked again; hosts allow at most 60 seconds.
     */
    private static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(20);

    private final Endpoint endpoint;
    private final TicketCache tickets;
    private final Duration commandTimeout;
    private final int mostBytes;
    private final Connections connections;

    /**
     * @param commandTimeout the longest time for a whole command
     * @param mostBytes how much a command may print; a command that prints more is ended
     */
    public WsManTransport(Endpoint endpoint, TicketCache tickets, Duration commandTimeout, int mostBytes) {
        this.endpoint = endpoint;
        this.tickets = tickets;
        this.commandTimeout = commandTimeout;
        this.mostBytes = mostBytes;
        this.connections = new Connections(endpoint);
    }

    @Override
    public Ending run(RemoteCommand command, Runnable accepted, Runnable ended) {
        var envelopes = new Envelopes(endpoint.address(command.host()), OPERATION_TIMEOUT);
        return new Shell(connections, tickets, command, envelopes, commandTimeout, mostBytes, accepted).run(ended);
    }

    @Override
    public void close() {
        connections.close();
    }
}
