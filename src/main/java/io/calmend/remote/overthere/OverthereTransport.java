package io.calmend.remote.overthere;

import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.overthere.OverthereCommand.CommandEnding;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RecordingTrust;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.ShellFault;
import io.calmend.remote.transport.Sockets;
import io.calmend.remote.transport.Transport;
import io.calmend.remote.transport.WsManProbe;
import io.calmend.remote.wsman.Endpoint;
import io.calmend.remote.wsman.HostRoute;
import io.calmend.remote.wsman.Relay;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands over WinRM through Overthere, and asks the host separately for what Overthere's exceptions do not say.
 * Uses HTTPS with strict verification of certificate and name; plain HTTP is refused unless a setting allows it and
 * the host is this server.
 */
public final class OverthereTransport implements Transport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OverthereTransport.class);

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final RemoteSettings settings;
    private final Supplier<Relay> relays;
    private @Nullable Relay relay;

    /** @param relays asked for a relay by the first command, and again by later ones until there is one */
    public OverthereTransport(RemoteSettings settings, Supplier<Relay> relays) {
        this.settings = settings;
        this.relays = relays;
    }

    @Override
    public Ending run(RemoteCommand command, Runnable accepted, Runnable ended) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(command.host());
        } catch (UnknownHostException unknown) {
            ended.run();
            return notSent(false, new ConnectionFailure(FailureReason.NAME_NOT_RESOLVED, ""));
        }
        if (settings.plainHttpOnLoopback() && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            ended.run();
            return notSent(false, new ConnectionFailure(FailureReason.PLAIN_HTTP_REFUSED, ""));
        }
        OverthereCommand overthere;
        HostRoute route = null;
        try {
            var through = relay();
            route = through.route(command.host(), addresses, endpoint(), command.account());
            overthere = new OverthereCommand(
                    command,
                    settings.port(),
                    through.address(),
                    route,
                    settings.commandTimeout(),
                    Math.toIntExact(settings.largestAnswer().toBytes()),
                    accepted,
                    ended);
        } catch (RuntimeException | Error fault) {
            LOG.error("{}: no transport could be created", command, fault);
            if (route != null) {
                route.close();
            }
            ended.run();
            return notSent(
                    false,
                    new ConnectionFailure(
                            FailureReason.PORTAL_FAILED, fault.getClass().getSimpleName()));
        }
        return switch (overthere.run()) {
            case CommandEnding.Ran ran -> new Ending.Ran(ran.output());
            case CommandEnding.Failed failed -> explained(command, failed);
        };
    }

    private Endpoint endpoint() {
        return new Endpoint(
                !settings.plainHttpOnLoopback(),
                settings.port(),
                settings.kerberosService(),
                settings.connectTimeout(),
                OverthereConnection.LONGEST_SILENCE);
    }

    /** Opened by the first command, because most portals need no relay. */
    private synchronized Relay relay() {
        var open = relay;
        if (open == null) {
            open = relays.get();
            relay = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (relay != null) {
            relay.close();
        }
    }

    /**
     * Why the TLS handshake with the host fails, null if it succeeds; the certificate's name is verified by the
     * command itself.
     */
    @Override
    public @Nullable ConnectionFailure preflightFailure(RemoteCommand command) throws InterruptedException {
        if (settings.plainHttpOnLoopback()) {
            return null;
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(command.host());
        } catch (UnknownHostException unknown) {
            return ConnectionFailure.of(unknown);
        }
        var shaking = new FutureTask<@Nullable Void>(() -> {
            shakeHands(command.host(), addresses);
            return null;
        });
        // interrupting a virtual thread closes the socket that it waits on
        var shaker = Thread.ofVirtual().name("winrm-handshake").start(shaking);
        try {
            shaking.get(
                    settings.connectTimeout()
                            .multipliedBy(addresses.length + 1L)
                            .toMillis(),
                    TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException failed) {
            return ConnectionFailure.of(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            return new ConnectionFailure(FailureReason.TIMED_OUT, "");
        } finally {
            shaker.interrupt();
        }
    }

    private void shakeHands(String host, InetAddress[] addresses) throws IOException, GeneralSecurityException {
        try (var socket = Sockets.connected(addresses, settings.port(), settings.connectTimeout());
                var tls = (SSLSocket) new RecordingTrust(null)
                        .context()
                        .getSocketFactory()
                        .createSocket(socket, host, settings.port(), true)) {
            tls.setSoTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
            Sockets.shakeHands(tls, socket, settings.connectTimeout());
        }
    }

    /**
     * Asks the host for what Overthere does not report: which authentication schemes it offers, or why it opens no
     * shell.
     */
    private Ending.Failed explained(RemoteCommand command, CommandEnding.Failed failed) {
        var failure = failed.failure();
        if (failed.stage() != Stage.CREATE) {
            return new Ending.Failed(failed.stage(), failed.sent(), false, failure);
        }
        if (failed.status() == 401) {
            return rejected(command);
        }
        if (failure.reason() == FailureReason.SIGN_IN_REJECTED) {
            return notSent(true, failure);
        }
        return notSent(false, failed.status() == 500 ? shellRefused(command) : failure);
    }

    private static Ending.Failed notSent(boolean passwordRejected, ConnectionFailure failure) {
        return new Ending.Failed(Stage.CREATE, false, passwordRejected, failure);
    }

    private Ending.Failed rejected(RemoteCommand command) {
        List<String> offered;
        try (var probe = probe(command.host())) {
            offered = probe.schemes().schemes();
        } catch (IOException | GeneralSecurityException unknown) {
            offered = List.of("unknown");
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            offered = List.of("unknown");
        }
        var schemes = "the computer offers " + String.join(", ", offered);
        if (command.account().isKerberos()) {
            return notSent(
                    false,
                    offered.contains("kerberos") || offered.contains("negotiate") || offered.contains("unknown")
                            ? new ConnectionFailure(FailureReason.TICKET_REFUSED, schemes)
                            : new ConnectionFailure(FailureReason.SCHEME_NOT_OFFERED, schemes));
        }
        // if the cause is unknown, it counts as a wrong password: a stopped account is fixed sooner than a locked one
        return offered.contains("basic") || offered.contains("unknown")
                ? notSent(
                        true,
                        new ConnectionFailure(
                                FailureReason.SIGN_IN_REJECTED,
                                command.account().name()))
                : notSent(false, new ConnectionFailure(FailureReason.SCHEME_NOT_OFFERED, schemes));
    }

    private ConnectionFailure shellRefused(RemoteCommand command) {
        HostAccount account = command.account();
        if (account.isKerberos()) {
            return new ConnectionFailure(FailureReason.HOST_REFUSED, "HTTP 500");
        }
        try (var probe = probe(command.host())) {
            var fault = probe.shellFault(account);
            return fault == 0
                    ? new ConnectionFailure(FailureReason.CONNECTION_LOST, "HTTP 500, once")
                    : ShellFault.failure(fault);
        } catch (IOException | GeneralSecurityException unknown) {
            return new ConnectionFailure(FailureReason.HOST_REFUSED, "HTTP 500");
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return new ConnectionFailure(FailureReason.CANCELLED, "");
        }
    }

    private WsManProbe probe(String host) throws GeneralSecurityException {
        var plain = settings.plainHttpOnLoopback();
        return new WsManProbe(
                URI.create((plain ? "http" : "https") + "://" + host + ":" + settings.port() + "/wsman"),
                plain ? null : new RecordingTrust(null).context(),
                settings.connectTimeout(),
                PROBE_TIMEOUT);
    }
}
