package io.calmend.remote.winrm;

import io.calmend.directory.ManagedHost;
import io.calmend.operation.Observation;
import io.calmend.operation.RegistryAllowList;
import io.calmend.operation.RegistryChange;
import io.calmend.operation.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChange;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Sight;
import io.calmend.remote.winrm.RemoteCommand.Ending;
import io.calmend.remote.winrm.RemoteCommand.Stage;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Both halves of the door, over WinRM. HTTPS with strict trust and names only; plain HTTP is refused unless a setting allows it
 * and the host is this very machine.
 *
 * <p>What failed before the command left is {@code NeverSent}: no account, no connection, TLS, sign-in, no shell. From the
 * command's own message on, whatever does not end in an answer that can be trusted is {@code OutcomeUnknown}.
 */
@Component
class WinRmDoor implements HostObserver, HostChanger {

    private static final Logger LOG = LoggerFactory.getLogger(WinRmDoor.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final RemoteSettings settings;
    private final GuardedAccounts accounts;
    private final HostLimits limits;

    WinRmDoor(RemoteSettings settings, GuardedAccounts accounts) {
        this.settings = settings;
        this.accounts = accounts;
        this.limits = new HostLimits(settings.commandsPerHost());
    }

    @Override
    public Sight observe(ManagedHost host, Observation observation) {
        for (var target : observation.targets()) {
            requireAllowed(target);
        }
        return switch (run(host, HostScript.line(observation), () -> true)) {
            case Run.Ran ran -> HostAnswer.sight(ran.output(), observation);
            case Run.NotRun not -> new Sight.NotSeen(not.reason(), not.detail());
        };
    }

    @Override
    public Answer change(ManagedHost host, HostChange change, BooleanSupplier stillWanted) {
        for (var expectation : change.expected()) {
            requireAllowed(expectation.target());
        }
        // the allow-list knows such names too, but here a person gets a reason
        var unsayable = HostScript.unsayable(change.changes());
        if (unsayable != null) {
            return new Answer.NeverSent(FailureReason.TEXT_WITH_CONTROL_CHARACTERS, unsayable);
        }
        for (var one : change.changes()) {
            if (!RegistryAllowList.allows(one)) {
                throw new IllegalArgumentException("not on the allow-list: " + one.path());
            }
        }
        LOG.info("{}: {} changes to {}", change.execution(), change.changes().size(), host.name());
        return switch (run(host, HostScript.line(change), stillWanted)) {
            case Run.Ran ran -> HostAnswer.answer(ran.output(), change);
            case Run.NotRun not ->
                not.sent()
                        ? new Answer.OutcomeUnknown(not.reason(), not.detail())
                        : new Answer.NeverSent(not.reason(), not.detail());
        };
    }

    @Override
    public Optional<List<List<RegistryChange>>> commands(List<TreeTarget> targets, List<RegistryChange> changes) {
        return HostScript.commands(targets, changes);
    }

    private static void requireAllowed(TreeTarget target) {
        if (!RegistryAllowList.allows(target)) {
            throw new IllegalArgumentException("not on the allow-list: " + target.path());
        }
    }

    private sealed interface Run {
        record Ran(CommandOutput output) implements Run {}

        record NotRun(boolean sent, FailureReason reason, String detail) implements Run {}
    }

    private static Run notSent(FailureReason reason, String detail) {
        return new Run.NotRun(false, reason, detail);
    }

    private Run run(ManagedHost host, String line, BooleanSupplier stillWanted) {
        switch (accounts.choose(host)) {
            case GuardedAccounts.Choice.Refused refused -> {
                return notSent(refused.reason(), refused.detail());
            }
            case GuardedAccounts.Choice.Usable usable -> {
                if (!settings.plainHttpOnLoopback()) {
                    return run(host, usable.account(), line, stillWanted);
                }
                var refusal = plainHttpRefusal(host);
                return refusal == null ? run(host, usable.account(), line, stillWanted) : refusal;
            }
        }
    }

    private static @Nullable Run plainHttpRefusal(ManagedHost host) {
        try {
            var addresses = InetAddress.getAllByName(host.dnsName().value());
            return Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)
                    ? null
                    : notSent(FailureReason.PLAIN_HTTP_REFUSED, "");
        } catch (UnknownHostException unknown) {
            return notSent(FailureReason.NAME_NOT_RESOLVED, "");
        }
    }

    private Run run(ManagedHost host, HostAccount account, String line, BooleanSupplier stillWanted) {
        var ours = false;
        try {
            ours = limits.enter(host.objectId(), settings.commandWait());
            if (!ours) {
                return notSent(FailureReason.PORTAL_LIMIT, settings.commandsPerHost() + " commands at once");
            }
            // one command at a time tries an account, and a host that never answers must not be the one
            var unanswered = accounts.isProven(account) ? null : unanswered(host);
            if (unanswered != null) {
                LOG.info("{}: {} before the account is tried", host.name(), unanswered.reason());
                return notSent(unanswered.reason(), unanswered.detail());
            }
            try (var use = accounts.use(account, settings.commandWait())) {
                if (use == null) {
                    return accounts.choose(host) instanceof GuardedAccounts.Choice.Refused refused
                            ? notSent(refused.reason(), refused.detail())
                            : notSent(FailureReason.PORTAL_LIMIT, "the account's first sign-in is under way");
                }
                if (!stillWanted.getAsBoolean()) {
                    return notSent(FailureReason.CHANGES_STOPPED, "");
                }
                var command = command(host, account, use, line);
                // from here on the command gives the turn back, when the host is done with it
                ours = false;
                return run(host, account, use, command);
            }
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return notSent(FailureReason.CANCELLED, "");
        } finally {
            if (ours) {
                limits.leave(host.objectId());
            }
        }
    }

    /** Why {@code host} finishes no TLS handshake, null if it does; whether it has the right name is asked by the command. */
    private @Nullable ConnectionFailure unanswered(ManagedHost host) throws InterruptedException {
        if (settings.plainHttpOnLoopback()) {
            return null;
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host.dnsName().value());
        } catch (UnknownHostException unknown) {
            return ConnectionFailure.of(unknown);
        }
        var shaking = new FutureTask<@Nullable Void>(() -> {
            shakeHands(host, addresses);
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

    private void shakeHands(ManagedHost host, InetAddress[] addresses) throws IOException, GeneralSecurityException {
        try (var socket = WsManDoctor.connected(addresses, settings.port(), settings.connectTimeout());
                var tls = (SSLSocket) new RecordingTrust(null)
                        .context()
                        .getSocketFactory()
                        .createSocket(socket, host.dnsName().value(), settings.port(), true)) {
            tls.setSoTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
            tls.startHandshake();
        }
    }

    private RemoteCommand command(ManagedHost host, HostAccount account, GuardedAccounts.Use use, String line) {
        return new RemoteCommand(
                new RemoteCommand.Way(host.dnsName().value(), settings.port(), !settings.plainHttpOnLoopback()),
                account,
                line,
                settings.connectTimeout(),
                settings.commandTimeout(),
                Math.toIntExact(settings.largestAnswer().toBytes()),
                use::accepted,
                () -> limits.leave(host.objectId()));
    }

    private Run run(ManagedHost host, HostAccount account, GuardedAccounts.Use use, RemoteCommand command) {
        return switch (command.run()) {
            case Ending.Ran ran -> new Run.Ran(ran.output());
            case Ending.Failed failed -> {
                var failure = explained(host, account, use, failed);
                LOG.info(
                        "{}: {} at {}, {}",
                        host.name(),
                        failure.reason(),
                        failed.stage(),
                        failed.sent() ? "sent" : "not sent");
                yield new Run.NotRun(failed.sent(), failure.reason(), failure.detail());
            }
        };
    }

    /** Asks the host what Overthere drops: which schemes it offers, or why it opens no shell. */
    private ConnectionFailure explained(
            ManagedHost host, HostAccount account, GuardedAccounts.Use use, Ending.Failed failed) {
        if (failed.stage() != Stage.CREATE) {
            return failed.failure();
        }
        if (failed.status() == 401) {
            return rejected(host, account, use);
        }
        if (failed.failure().reason() == FailureReason.ACCOUNT_UNAVAILABLE
                && failed.failure().detail().contains("(24)")) {
            // Kerberos' own number for a wrong password (RFC 4120, KDC_ERR_PREAUTH_FAILED)
            use.rejected(host);
            return new ConnectionFailure(
                    FailureReason.SIGN_IN_REJECTED, failed.failure().detail());
        }
        if (failed.status() == 500) {
            return shellRefused(host, account);
        }
        return failed.failure();
    }

    private ConnectionFailure rejected(ManagedHost host, HostAccount account, GuardedAccounts.Use use) {
        List<String> offered;
        try (var probe = probe(host)) {
            offered = probe.schemes().schemes();
        } catch (IOException | GeneralSecurityException unknown) {
            offered = List.of("unknown");
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            offered = List.of("unknown");
        }
        var schemes = "the host offers " + String.join(", ", offered);
        if (account.isKerberos()) {
            return offered.contains("kerberos") || offered.contains("negotiate") || offered.contains("unknown")
                    ? new ConnectionFailure(FailureReason.TICKET_REFUSED, schemes)
                    : new ConnectionFailure(FailureReason.SCHEME_NOT_OFFERED, schemes);
        }
        if (offered.contains("basic") || offered.contains("unknown")) {
            // what cannot be told counts as a wrong password: a stopped account is mended sooner than a locked one
            use.rejected(host);
            return new ConnectionFailure(FailureReason.SIGN_IN_REJECTED, account.name());
        }
        return new ConnectionFailure(FailureReason.SCHEME_NOT_OFFERED, schemes);
    }

    private ConnectionFailure shellRefused(ManagedHost host, HostAccount account) {
        if (account.isKerberos()) {
            return new ConnectionFailure(FailureReason.REMOTE_SHELL_REFUSED, "HTTP 500");
        }
        try (var probe = probe(host)) {
            var fault = probe.shellFault(account);
            return fault == 0
                    ? new ConnectionFailure(FailureReason.CONNECTION_LOST, "HTTP 500, once")
                    : new ConnectionFailure(ShellFault.reason(fault), fault < 0 ? "HTTP 500" : "WSManFault " + fault);
        } catch (IOException | GeneralSecurityException unknown) {
            return new ConnectionFailure(FailureReason.REMOTE_SHELL_REFUSED, "HTTP 500");
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return new ConnectionFailure(FailureReason.CANCELLED, "");
        }
    }

    private WsManProbe probe(ManagedHost host) throws GeneralSecurityException {
        var plain = settings.plainHttpOnLoopback();
        return new WsManProbe(
                URI.create(
                        (plain ? "http" : "https") + "://" + host.dnsName().value() + ":" + settings.port() + "/wsman"),
                plain ? null : new RecordingTrust(null).context(),
                settings.connectTimeout(),
                PROBE_TIMEOUT);
    }
}
