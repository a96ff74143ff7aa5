package io.calmend.remote.overthere;

import com.xebialabs.overthere.CmdLine;
import com.xebialabs.overthere.CmdLineArgument;
import com.xebialabs.overthere.ConnectionOptions;
import com.xebialabs.overthere.OperatingSystemFamily;
import com.xebialabs.overthere.cifs.BaseCifsConnectionBuilder;
import com.xebialabs.overthere.cifs.CifsConnectionType;
import com.xebialabs.overthere.spi.AddressPortMapper;
import com.xebialabs.overthere.winrm.WinRmConnection;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.wsman.HostRoute;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Tells Overthere what it needs for one command: host and account, timeouts, the relay that it has to go through, and the command
 * line, which it must not log.
 */
final class OverthereConnection {

    /** How long a host may wait with an answer to one message, longer than a command may run. */
    private static final String OPERATION_TIMEOUT = "PT60.000S";

    /** The relay gives a silent host up before that, and says why. */
    private static final int SOCKET_TIMEOUT_MILLIS = 70_000;

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(65);

    private static final int RELAY_TIMEOUT_MILLIS = 5_000;

    private OverthereConnection() {}

    /**
     * Connects to nothing yet.
     *
     * @param port the host's own, as Kerberos knows it
     * @param relay where Overthere connects to
     * @param route leads from there to the host
     */
    static WinRmConnection to(RemoteCommand command, int port, InetSocketAddress relay, HostRoute route) {
        var account = command.account();
        var options = new ConnectionOptions();
        options.set(ConnectionOptions.PROTOCOL, BaseCifsConnectionBuilder.CONNECTION_TYPE);
        options.set(ConnectionOptions.OPERATING_SYSTEM, OperatingSystemFamily.WINDOWS);
        options.set(BaseCifsConnectionBuilder.CONNECTION_TYPE, CifsConnectionType.WINRM_INTERNAL);
        options.set(ConnectionOptions.ADDRESS, command.host());
        options.set(ConnectionOptions.PORT, port);
        options.set(ConnectionOptions.USERNAME, account.name());
        // what signs in with Basic needs no more than gets it through the relay
        options.set(ConnectionOptions.PASSWORD, account.isKerberos() ? passwordOf(account) : route.password());
        options.set(ConnectionOptions.CONNECTION_TIMEOUT_MILLIS, RELAY_TIMEOUT_MILLIS);
        options.set(ConnectionOptions.SOCKET_TIMEOUT_MILLIS, SOCKET_TIMEOUT_MILLIS);
        options.set(BaseCifsConnectionBuilder.WINRM_TIMEMOUT, OPERATION_TIMEOUT);
        options.set(BaseCifsConnectionBuilder.WINRM_ENABLE_HTTPS, false);
        options.set(BaseCifsConnectionBuilder.WINRM_CONTEXT, route.path());
        return new WinRmConnection(options, new ToRelay(relay), null);
    }

    /** A command line that Overthere, which logs each command, never shows. */
    static CmdLine unlogged(String line) {
        return new CmdLine().add(new Unlogged(line));
    }

    /** Overthere's own means for hosts that it reaches through something else. */
    private record ToRelay(InetSocketAddress relay) implements AddressPortMapper {

        @Override
        public InetSocketAddress map(InetSocketAddress host) {
            return relay;
        }

        @Override
        public SocketFactory socketFactory() {
            return SocketFactory.getDefault();
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static String passwordOf(HostAccount account) {
        var password = account.password();
        if (password == null) {
            throw new IllegalArgumentException("Overthere takes no keytab");
        }
        return password.reveal();
    }

    /** A command line that is sent as it is, and that Overthere, which logs each command, never shows. */
    @SuppressWarnings("serial")
    private static final class Unlogged extends CmdLineArgument {

        private final String line;

        Unlogged(String line) {
            this.line = line;
        }

        @Override
        public String toString(OperatingSystemFamily os, boolean forLogging) {
            return forLogging ? "a command of Calmend" : line;
        }

        @Override
        public void buildString(OperatingSystemFamily os, boolean forLogging, StringBuilder builder) {
            builder.append(toString(os, forLogging));
        }

        @Override
        public String toString() {
            return toString(OperatingSystemFamily.WINDOWS, true);
        }
    }
}
