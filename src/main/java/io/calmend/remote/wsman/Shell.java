package io.calmend.remote.wsman;

import io.calmend.remote.transport.CommandOutput;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.ShellFault;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.remote.transport.Transport.Stage;
import io.calmend.remote.wsman.ShellAnswer.MalformedAnswerException;
import io.calmend.vocabulary.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command in a shell of its own: Create, Command, Receive until the command has ended, Delete.
 *
 * <p>Only Create is ever sent twice, and only where a kept connection turned out to be dead. Only the fault that says that nothing
 * has happened yet repeats Receive. From Command on, what is not an answer that can be trusted counts as sent.
 */
final class Shell {

    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    /** So long a command that was given up gets to be ended on the host. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final Connections connections;
    private final Logins logins;
    private final RemoteCommand command;
    private final Envelopes envelopes;
    private final Duration timeout;
    private final int mostBytes;
    private final Runnable accepted;

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);
    private volatile @Nullable Login login;
    private volatile @Nullable HostConnection connection;
    private volatile @Nullable String shellId;
    private volatile @Nullable String commandId;

    /** How far it came. Giving up and sending the command race for the step out of {@code OPENING}. */
    private enum Phase {
        OPENING,
        COMMANDING,
        RECEIVING,
        GIVEN_UP
    }

    Shell(
            Connections connections,
            Logins logins,
            RemoteCommand command,
            Envelopes envelopes,
            Duration timeout,
            int mostBytes,
            Runnable accepted) {
        this.connections = connections;
        this.logins = logins;
        this.command = command;
        this.envelopes = envelopes;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.accepted = accepted;
    }

    /** @param ended called when the shell is closed, or was given up */
    Ending run(Runnable ended) {
        // a thread of its own can be left behind, and an interrupt closes the socket that a virtual one waits on
        var worker = Thread.ofVirtual().name("wsman").start(() -> {
            try {
                ending.complete(converse());
            } catch (RuntimeException bug) {
                ending.completeExceptionally(bug);
            } finally {
                close();
                ended.run();
            }
        });
        try {
            return ending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return giveUp(worker, FailureReason.TIMED_OUT);
        } catch (InterruptedException cancelled) {
            var given = giveUp(worker, FailureReason.CANCELLED);
            Thread.currentThread().interrupt();
            return given;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("a command on " + command.host(), bug.getCause());
        }
    }

    private Ending giveUp(Thread worker, FailureReason reason) {
        if (ending.isDone() && !ending.isCompletedExceptionally()) {
            return ending.join();
        }
        var sent = !phase.compareAndSet(Phase.OPENING, Phase.GIVEN_UP);
        var stage = sent ? phase.getAndSet(Phase.GIVEN_UP) : Phase.OPENING;
        // the worker closes the shell on another connection, since this one waits for an answer
        worker.interrupt();
        return new Ending.Failed(
                switch (stage) {
                    case OPENING, GIVEN_UP -> Stage.CREATE;
                    case COMMANDING -> Stage.COMMAND;
                    case RECEIVING -> Stage.RECEIVE;
                },
                sent,
                false,
                new ConnectionFailure(reason, ""));
    }

    private Ending converse() {
        var stage = Stage.CREATE;
        try {
            var mine = logins.login(command.account());
            login = mine;
            accepted.run();
            var created = create(mine);
            var fault = created.fault();
            if (fault != null) {
                return failed(Stage.CREATE, false, ShellFault.failure(fault));
            }
            var shell = created.shellId();
            if (shell == null) {
                throw new MalformedAnswerException();
            }
            shellId = shell;
            var open = alive(mine);
            if (!phase.compareAndSet(Phase.OPENING, Phase.COMMANDING)) {
                return failed(Stage.CREATE, false, new ConnectionFailure(FailureReason.CANCELLED, ""));
            }
            stage = Stage.COMMAND;
            var started = ShellAnswer.read(open.call(envelopes.command(shell, command.line())));
            fault = started.fault();
            if (fault != null) {
                return failed(Stage.COMMAND, !ShellFault.isRefusal(fault), ShellFault.failure(fault));
            }
            var id = started.commandId();
            if (id == null) {
                throw new MalformedAnswerException();
            }
            commandId = id;
            stage = Stage.RECEIVE;
            phase.compareAndSet(Phase.COMMANDING, Phase.RECEIVING);
            return receive(mine, shell, id);
        } catch (KerberosRefusedException refused) {
            return new Ending.Failed(stage, stage != Stage.CREATE, refused.passwordRejected(), refused.failure());
        } catch (SignInRefusedException refused) {
            return failed(stage, stage != Stage.CREATE, refused.failure());
        } catch (UnsealedException untrusted) {
            return failed(
                    stage,
                    stage != Stage.CREATE,
                    new ConnectionFailure(FailureReason.ANSWER_NOT_SEALED, String.valueOf(untrusted.getMessage())));
        } catch (MalformedAnswerException malformed) {
            return failed(
                    stage, stage != Stage.CREATE, new ConnectionFailure(FailureReason.ANSWER_MALFORMED, "at " + stage));
        } catch (IOException lost) {
            return failed(stage, stage != Stage.CREATE, ConnectionFailure.of(lost));
        } catch (InterruptedException cancelled) {
            return failed(stage, stage != Stage.CREATE, new ConnectionFailure(FailureReason.CANCELLED, ""));
        }
    }

    private static Ending failed(Stage stage, boolean sent, ConnectionFailure failure) {
        return new Ending.Failed(stage, sent, false, failure);
    }

    private ShellAnswer create(Login mine) throws IOException, KerberosRefusedException {
        var taken = connections.take(command.host(), command.account(), mine);
        connection = taken.connection();
        try {
            return ShellAnswer.read(taken.connection().call(envelopes.create()));
        } catch (UnsealedException | MalformedAnswerException answered) {
            throw answered;
        } catch (IOException lost) {
            if (!taken.used()) {
                throw lost;
            }
            // the host let go of it at that very moment; at worst a shell is left that ends by itself
            return ShellAnswer.read(fresh(mine).call(envelopes.create()));
        }
    }

    private HostConnection fresh(Login mine) throws IOException, KerberosRefusedException {
        var another = connections.fresh(command.host(), mine);
        connection = another;
        return another;
    }

    /**
     * The connection in use, or another one where the host has closed it; a shell outlives its connection. Asked before each
     * message: found out now it costs a login, found out later nobody knows what became of the command.
     */
    private HostConnection alive(Login mine) throws IOException, KerberosRefusedException {
        var open = connection;
        return open != null && open.isAlive() ? open : fresh(mine);
    }

    private Ending receive(Login mine, String shell, String id) throws IOException, KerberosRefusedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        while (true) {
            var answer = ShellAnswer.read(alive(mine).call(envelopes.receive(shell, id)));
            var fault = answer.fault();
            if (fault != null && fault == ShellFault.NOTHING_YET) {
                continue;
            }
            if (fault != null) {
                return failed(Stage.RECEIVE, true, ShellFault.failureWhileRunning(fault));
            }
            out.writeBytes(answer.out());
            err.writeBytes(answer.err());
            if (out.size() + (long) err.size() > mostBytes) {
                return new Ending.Ran(new CommandOutput(new byte[0], new byte[0], true, -1));
            }
            if (answer.done()) {
                commandId = null;
                return new Ending.Ran(
                        new CommandOutput(out.toByteArray(), err.toByteArray(), false, answer.exitCode()));
            }
        }
    }

    /** Closes the shell, on the connection that it was opened on if that is free, and keeps or closes the connection. */
    private void close() {
        var givenUp = Thread.interrupted() || phase.get() == Phase.GIVEN_UP;
        var open = connection;
        var shell = shellId;
        if (open != null && shell == null) {
            // nothing to close; whether the connection is still good it knows itself
            if (givenUp) {
                open.close();
            }
            connections.giveBack(command.host(), command.account(), open);
            return;
        }
        if (open == null || shell == null) {
            return;
        }
        if (!givenUp && open.isOpen()) {
            try {
                var _ = open.call(envelopes.delete(shell));
                connections.giveBack(command.host(), command.account(), open);
                return;
            } catch (IOException lost) {
                // once more, on another one
            }
        }
        open.close();
        farewell(shell);
    }

    /** Ends command and shell over a connection of its own; a host that cannot be reached does so by itself in a while. */
    private void farewell(String shell) {
        var mine = login;
        if (mine == null) {
            return;
        }
        var leaving = Thread.ofVirtual().name("wsman-farewell").start(() -> {
            try (var another = connections.fresh(command.host(), mine)) {
                var running = commandId;
                if (running != null) {
                    var _ = another.call(envelopes.terminate(shell, running));
                }
                var _ = another.call(envelopes.delete(shell));
            } catch (IOException | KerberosRefusedException unreachable) {
                LOG.debug(
                        "a shell could not be closed: {}",
                        unreachable.getClass().getSimpleName());
            }
        });
        try {
            if (!leaving.join(FAREWELL)) {
                leaving.interrupt();
            }
        } catch (InterruptedException again) {
            leaving.interrupt();
        }
    }
}
