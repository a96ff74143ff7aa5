package io.calmend.remote.doctor;

import io.calmend.directory.ManagedHost;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.accounts.GuardedAccounts;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.gateway.Transports;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RecordingTrust;
import io.calmend.remote.transport.Sockets;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.transport.WindowsHttp;
import io.calmend.remote.transport.WsManProbe;
import io.calmend.remote.wsman.KerberosRefusedException;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Tests the connection to a host layer by layer in plain Java, without credentials: name, port, TLS (with separate
 * results for names, dates and trust), whether it is WinRM ({@code Identify}), and which authentication schemes it
 * offers; then, for a domain account, asks the domain for a ticket.
 */
@Component
public class WsManDoctor implements ConnectionDoctor {

    private static final Duration NAME_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration GLANCE = Duration.ofSeconds(1);
    static final int MOST_NAMES = 5;

    private final RemoteSettings settings;
    private final GuardedAccounts accounts;
    private final Transports transports;
    private final Clock clock;
    private final @Nullable KeyStore authorities;

    @Autowired
    public WsManDoctor(RemoteSettings settings, GuardedAccounts accounts, Transports transports, Clock clock) {
        this(settings, accounts, transports, clock, null);
    }

    public WsManDoctor(
            RemoteSettings settings,
            GuardedAccounts accounts,
            Transports transports,
            Clock clock,
            @Nullable KeyStore authorities) {
        this.settings = settings;
        this.accounts = accounts;
        this.transports = transports;
        this.clock = clock;
        this.authorities = authorities;
    }

    @Override
    public ConnectionReport examine(ManagedHost host, Consumer<CheckedLayer> progress) {
        return new Examination(host, progress).report();
    }

    /** What a layer came to. */
    record Found(@Nullable FailureReason failure, String detail) {

        static Found fine(String detail) {
            return new Found(null, detail);
        }

        static Found of(ConnectionFailure failure) {
            return new Found(failure.reason(), failure.detail());
        }
    }

    private interface Question {
        Found ask() throws IOException, GeneralSecurityException, InterruptedException;
    }

    private final class Examination {

        private final ManagedHost host;
        private final String name;
        private final Consumer<CheckedLayer> progress;
        private final @Nullable HostAccount account;
        /** Whether there is a transport at all: for a host without a usable tier only the name is resolved. */
        private final boolean known;

        private final int port;
        private final boolean plain;
        private final boolean tls;
        private final List<CheckedLayer> steps = new ArrayList<>();
        private InetAddress[] addresses = {};
        /** The context of the handshake, so that later questions resume its session; null with plain HTTP. */
        private @Nullable SSLContext context;

        private @Nullable WsManProbe probe;

        Examination(ManagedHost host, Consumer<CheckedLayer> progress) {
            this.host = host;
            this.name = host.dnsName().value();
            this.progress = progress;
            TransportKind transport;
            switch (accounts.choose(host)) {
                case GuardedAccounts.Choice.Usable usable -> {
                    account = usable.account();
                    transport = account.transport();
                }
                // the refusal and its reason are reported when the account is used
                case GuardedAccounts.Choice.Refused refused -> {
                    account = null;
                    transport = refused.transport();
                }
            }
            known = transport != null;
            var sealed = transport == TransportKind.SEALED;
            port = sealed ? settings.sealedPort() : settings.port();
            plain = settings.plainHttpOnLoopback() && transport == TransportKind.OVERTHERE;
            tls = !sealed && !plain;
        }

        ConnectionReport report() {
            var questions = new LinkedHashMap<Layer, Question>();
            questions.put(Layer.NAME, this::askName);
            if (known) {
                questions.put(Layer.PORT, this::askPort);
                if (tls) {
                    questions.put(Layer.TLS, this::askTls);
                }
                questions.put(Layer.WINRM, this::askWinRm);
                questions.put(Layer.SCHEMES, this::askSchemes);
                if (account != null && account.transport() != TransportKind.OVERTHERE) {
                    questions.put(Layer.TICKET, () -> askTicket(account));
                }
            }
            try {
                for (var layer : questions.entrySet()) {
                    if (!step(layer.getKey(), layer.getValue())) {
                        break;
                    }
                }
            } finally {
                if (probe != null) {
                    probe.close();
                }
            }
            return new ConnectionReport(steps);
        }

        private boolean step(Layer layer, Question question) {
            var start = System.nanoTime();
            Found found;
            try {
                found = question.ask();
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
                found = new Found(FailureReason.CANCELLED, "");
            } catch (IOException | GeneralSecurityException failed) {
                found = Found.of(ConnectionFailure.of(failed));
            }
            var step = new CheckedLayer(
                    layer, found.failure(), found.detail(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            steps.add(step);
            progress.accept(step);
            return found.failure() == null;
        }

        private Found askName() throws IOException, InterruptedException {
            var lookup = new FutureTask<>(() -> InetAddress.getAllByName(name));
            Thread.ofVirtual().start(lookup);
            try {
                addresses = lookup.get(NAME_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException unknown ? unknown : new IOException(failed);
            } catch (TimeoutException late) {
                return new Found(FailureReason.NAME_NOT_RESOLVED, "no answer in " + NAME_TIMEOUT.toSeconds() + " s");
            }
            if (plain && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
                return new Found(FailureReason.PLAIN_HTTP_REFUSED, addressesInOneLine());
            }
            return Found.fine(addressesInOneLine());
        }

        private String addressesInOneLine() {
            return Arrays.stream(addresses)
                    .limit(MOST_NAMES)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
        }

        private Found askPort() throws InterruptedException {
            try (var _ = connected(port, settings.connectTimeout())) {
                return Found.fine("TCP " + port);
            } catch (IOException failed) {
                var failure = ConnectionFailure.of(failed);
                var others = openPorts();
                return new Found(
                        failure.reason(),
                        "TCP " + port
                                + (failure.reason() == FailureReason.CONNECTION_REFUSED
                                        ? " refused"
                                        : " does not respond")
                                + (others.isEmpty()
                                        ? "; none of " + joined(otherPorts()) + " answers"
                                        : "; open: " + joined(others)));
            }
        }

        private List<Integer> otherPorts() {
            return List.of(port == settings.port() ? settings.sealedPort() : settings.port(), 445, 3389);
        }

        /**
         * Tells causes apart: only WinRM's other port open means no listener here; other ports open, a firewall; none
         * open, that the host is switched off, asleep or elsewhere.
         */
        private List<Integer> openPorts() throws InterruptedException {
            var open = new ArrayList<Integer>();
            var threads = new ArrayList<Thread>();
            for (var other : otherPorts()) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try (var _ = connected(other, GLANCE)) {
                        synchronized (open) {
                            open.add(other);
                        }
                    } catch (IOException shut) {
                        // a refused port is a result too
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            synchronized (open) {
                return open.stream().sorted().toList();
            }
        }

        private static String joined(List<Integer> ports) {
            return ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }

        private Socket connected(int number, Duration timeout) throws IOException {
            var socket = Sockets.connected(addresses, number, timeout);
            socket.setSoTimeout(Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
            return socket;
        }

        private Found askTls() throws IOException, GeneralSecurityException {
            var trust = new RecordingTrust(authorities);
            var resumable = trust.context();
            context = resumable;
            var check =
                    new TlsCheck(() -> connected(port, settings.connectTimeout()), name, port, trust, resumable, clock);
            return check.ask(transports.endpoint(TransportKind.TLS).signInTimeout());
        }

        private Found askWinRm() throws IOException, GeneralSecurityException, InterruptedException {
            var reply = probe().identify();
            if (reply.product() != null) {
                return Found.fine(reply.product());
            }
            // Windows may require authentication even for this; the next question tells more
            if (reply.status() == 401 && reply.isWindows()) {
                return Found.fine(reply.server());
            }
            return new Found(
                    WindowsHttp.failure(reply.status(), reply.server()),
                    "HTTP " + reply.status() + (reply.server().isEmpty() ? "" : " from " + reply.server()));
        }

        private Found askSchemes() throws IOException, GeneralSecurityException, InterruptedException {
            var offered = probe().schemes().schemes();
            var detail = offered.isEmpty() ? "none" : String.join(", ", offered);
            var offersWhatIsUsed = account == null
                    ? !offered.isEmpty()
                    : account.isKerberos()
                            ? offered.contains("kerberos") || offered.contains("negotiate")
                            : offered.contains("basic");
            return new Found(offersWhatIsUsed ? null : FailureReason.SCHEME_NOT_OFFERED, detail);
        }

        private Found askTicket(HostAccount of) throws InterruptedException {
            try (var use = accounts.use(of, host, settings.commandWait())) {
                if (use == null) {
                    return new Found(FailureReason.PORTAL_LIMIT, "the account is signing in for the first time");
                }
                try {
                    var ticket = transports.tickets().grantingTicket(of);
                    use.accepted();
                    var encryption = ticket.to(settings.kerberosService(), name).askForTicket();
                    return Found.fine((tls ? "Kerberos bound to the certificate, " : "sealed with Kerberos, ")
                            + encryption + ", port " + port);
                } catch (KerberosRefusedException refused) {
                    if (refused.passwordRejected()) {
                        use.rejected();
                    }
                    return Found.of(refused.failure());
                }
            }
        }

        /** One client for all questions, so that a host that keeps its connection needs only one handshake. */
        private WsManProbe probe() throws GeneralSecurityException {
            var open = probe;
            if (open == null) {
                open = new WsManProbe(
                        URI.create((tls ? "https" : "http") + "://" + name + ":" + port + "/wsman"),
                        context,
                        settings.connectTimeout(),
                        ANSWER_TIMEOUT);
                probe = open;
            }
            return open;
        }
    }
}
