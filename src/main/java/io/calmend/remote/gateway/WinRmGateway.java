package io.calmend.remote.gateway;

import io.calmend.directory.ManagedHost;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.HostAllowList;
import io.calmend.host.Verb;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostCommand;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.GuardedAccounts;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.script.HostAnswer;
import io.calmend.remote.script.HostScript;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Both halves of the gateway, over WinRM. How a command travels is the account's {@link Transport}.
 *
 * <p>What failed before the command left is {@code NeverSent}: no account, no connection, TLS, sign-in, no shell. From the
 * command's own message on, whatever does not end in an answer that can be trusted is {@code OutcomeUnknown}.
 */
@Component
class WinRmGateway implements HostObserver, HostChanger {

    private static final Logger LOG = LoggerFactory.getLogger(WinRmGateway.class);

    private final RemoteSettings settings;
    private final GuardedAccounts accounts;
    private final Transports transports;
    private final HostLimits limits;

    WinRmGateway(RemoteSettings settings, GuardedAccounts accounts, Transports transports) {
        this.settings = settings;
        this.accounts = accounts;
        this.transports = transports;
        this.limits = new HostLimits(settings.commandsPerHost());
    }

    @Override
    public ObservationResult observe(ManagedHost host, Observation observation) {
        observation.facets().forEach(WinRmGateway::requireAllowed);
        return switch (run(host, HostScript.line(observation), () -> true)) {
            case Run.Ran ran -> Computing.compute(() -> HostAnswer.observationResult(ran.output(), observation));
            case Run.NotRun not -> new ObservationResult.NotObserved(not.reason(), not.detail());
        };
    }

    @Override
    public Answer change(ManagedHost host, HostCommand command, BooleanSupplier stillWanted) {
        switch (command) {
            case HostCommand.Apply apply -> {
                apply.expected().forEach(expectation -> requireAllowed(expectation.facet()));
                // the allow-list knows such names too, but here a person gets a reason
                var unencodable = HostScript.unencodable(apply.changes());
                if (unencodable != null) {
                    return new Answer.NeverSent(FailureReason.TEXT_WITH_CONTROL_CHARACTERS, unencodable);
                }
                for (var one : apply.changes()) {
                    if (!HostAllowList.allows(one)) {
                        throw new IllegalArgumentException("not on the allow-list: " + one.where());
                    }
                }
                LOG.info(
                        "{}: {} changes to {}",
                        apply.execution(),
                        apply.changes().size(),
                        host.name());
            }
            case HostCommand.Perform perform -> {
                perform.expected().forEach(expectation -> requireAllowed(expectation.facet()));
                if (!HostAllowList.allows(perform.action())) {
                    throw new IllegalArgumentException("not on the allow-list: " + perform.action());
                }
                LOG.info("{}: {} at {}", perform.execution(), Verb.of(perform.action()), host.name());
            }
        }
        String line;
        try {
            line = HostScript.line(command);
        } catch (RuntimeException bug) {
            LOG.error("{}: a command could not be written", command.execution(), bug);
            return new Answer.NeverSent(
                    FailureReason.PORTAL_FAILED, bug.getClass().getSimpleName());
        }
        return switch (run(host, line, stillWanted)) {
            case Run.Ran ran -> answer(ran, command);
            case Run.NotRun not ->
                not.sent()
                        ? new Answer.OutcomeUnknown(not.reason(), not.detail())
                        : new Answer.NeverSent(not.reason(), not.detail());
        };
    }

    private static Answer answer(Run.Ran ran, HostCommand command) {
        try {
            return HostAnswer.answer(ran.output(), command);
        } catch (RuntimeException bug) {
            LOG.error("{}: an answer could not be read", command.execution(), bug);
            return new Answer.OutcomeUnknown(
                    FailureReason.PORTAL_FAILED, bug.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<List<List<Change>>> commands(List<Facet> facets, List<Change> changes) {
        return HostScript.commands(facets, changes);
    }

    private static void requireAllowed(Facet facet) {
        if (!HostAllowList.allows(facet)) {
            throw new IllegalArgumentException("not on the allow-list: " + facet.where());
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
        return switch (accounts.choose(host)) {
            case GuardedAccounts.Choice.Refused refused -> notSent(refused.reason(), refused.detail());
            case GuardedAccounts.Choice.Usable usable -> run(host, usable.account(), line, stillWanted);
        };
    }

    private Run run(ManagedHost host, HostAccount account, String line, BooleanSupplier stillWanted) {
        HostLimits.Turn ours = null;
        try {
            var turn = limits.enter(host.objectId(), settings.commandWait());
            if (turn == null) {
                return notSent(FailureReason.PORTAL_LIMIT, settings.commandsPerHost() + " commands at once");
            }
            ours = turn;
            var transport = transports.of(account);
            var command = new RemoteCommand(host.dnsName().value(), account, line, HostAnswer::isWhole);
            var preflightFailure =
                    accounts.keepsOthersWaiting(account, host) ? transport.preflightFailure(command) : null;
            if (preflightFailure != null) {
                LOG.info("{}: {}, found before the account was used", host.name(), preflightFailure.reason());
                return notSent(preflightFailure.reason(), preflightFailure.detail());
            }
            try (var use = accounts.use(account, host, settings.commandWait())) {
                if (use == null) {
                    return accounts.choose(host) instanceof GuardedAccounts.Choice.Refused refused
                            ? notSent(refused.reason(), refused.detail())
                            : notSent(FailureReason.PORTAL_LIMIT, "the account is signing in for the first time");
                }
                if (!stillWanted.getAsBoolean()) {
                    return notSent(FailureReason.CHANGES_STOPPED, "");
                }
                // from here on the command gives the turn back, when the host is done with it
                ours = null;
                return run(host, transport, command, use, turn);
            }
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return notSent(FailureReason.CANCELLED, "");
        } finally {
            if (ours != null) {
                ours.leave();
            }
        }
    }

    private Run run(
            ManagedHost host,
            Transport transport,
            RemoteCommand command,
            GuardedAccounts.Use use,
            HostLimits.Turn turn) {
        Ending ending;
        try {
            ending = transport.run(command, use::accepted, turn::leave);
        } catch (RuntimeException | Error bug) {
            turn.leave();
            // how far it came nobody knows
            LOG.error("{}: a command failed because of a fault in Calmend", host.name(), bug);
            return new Run.NotRun(
                    true, FailureReason.PORTAL_FAILED, bug.getClass().getSimpleName());
        }
        return switch (ending) {
            case Ending.Ran ran -> new Run.Ran(ran.output());
            case Ending.Failed failed -> {
                var failure = failed.failure();
                if (failed.passwordRejected()) {
                    use.rejected();
                }
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
}
