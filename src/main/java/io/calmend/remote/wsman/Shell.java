package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.ShellFault;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.remote.transport.Transport.Stage;
import io.calmend.vocabulary.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one command in a shell of its own: Create, Command, Receive until the command has ended, Delete.
 *
 * <p>Only Create is ever sent twice, and only if a kept connection or its sign-in turned out to be dead. Receive is
 * repeated only after the fault that means "no output yet". From Command on, any failure and any untrustworthy answer
 * counts as sent.
 */
final class Shell {

    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    /** How long the cleanup of a command that was given up may take. */
    private static final Duration CLEANUP = Duration.ofSeconds(3);

    private final Connections connections;
    private final TicketCache tickets;
    private final RemoteCommand command;
    private final Envelopes envelopes;
    private final Duration timeout;
    private final int mostBytes;
    private final Runnable accepted;

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPENING);
    private volatile @Nullable TicketGrantingTicket ticket;
    private volatile @Nullable HostConnection connection;
    private volatile @Nullable String shellId;
    private volatile @Nullable String commandId;

    /** How far the command got. Giving up and sending the command compete to leave {@code OPENING}. */
    private enum Phase {
        OPENING,
        COMMANDING,
        RECEIVING,
        GIVEN_UP
    }

    Shell(
            Connections connections,
            TicketCache tickets,
            RemoteCommand command,
            Envelopes envelopes,
            Duration timeout,
            int mostBytes,
            Runnable accepted) {
        this.connections = connections;
        this.tickets = tickets;
        this.command = command;
        this.envelopes = envelopes;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.accepted = accepted;
    }

    /** @param ended called when the shell is closed or was given up */
    Ending run(Runnable ended) {
        // a thread of its own, which can be abandoned
        var worker = Thread.ofVirtual().name("wsman").start(() -> {
            try {
                ending.complete(converse());
            } catch (RuntimeException | Error bug) {
                ending.completeExceptionally(bug);
            } finally {
                try {
                    close();
                } finally {
                    ended.run();
                }
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
        var before = phase.getAndSet(Phase.GIVEN_UP);
        var given = new Ending.Failed(
                switch (before) {
                    case OPENING, GIVEN_UP -> Stage.CREATE;
                    case COMMANDING -> Stage.COMMAND;
                    case RECEIVING -> Stage.RECEIVE;
                },
                before != Phase.OPENING,
                false,
                new ConnectionFailure(reason, ""));
        if (!ending.complete(given)) {
            // the command ended at the same moment
            return ending.isCompletedExceptionally() ? given : ending.join();
        }
        // the worker closes the shell on another connection, since this one waits for an answer
        worker.interrupt();
        var open = connection;
        if (open != null) {
            open.abort();
        }
        return given;
    }

    private Ending converse() {
        var stage = Stage.CREATE;
        try {
            var mine = tickets.grantingTicket(command.account());
            ticket = mine;
            accepted.run();
            var created = create(mine);
            var fault = created.fault();
            if (fault != null) {
                return failed(Stage.CREATE, false, ShellFault.failure(fault));
            }
            var shell = created.shellId();
            if (shell == null) {
                throw new AnswerMalformedException("without the requested ID");
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
                throw new AnswerMalformedException("without the requested ID");
            }
            commandId = id;
            stage = Stage.RECEIVE;
            phase.compareAndSet(Phase.COMMANDING, Phase.RECEIVING);
            return receive(mine, shell, id);
        } catch (KerberosRefusedException refused) {
            return new Ending.Failed(stage, stage != Stage.CREATE, refused.passwordRejected(), refused.failure());
        } catch (HostRefusedSignInException refused) {
            return failed(stage, stage != Stage.CREATE, refused.failure());
        } catch (UnsealedException untrusted) {
            return failed(
                    stage,
                    stage != Stage.CREATE,
                    new ConnectionFailure(FailureReason.ANSWER_NOT_SEALED, String.valueOf(untrusted.getMessage())));
        } catch (AnswerMalformedException malformed) {
            return failed(
                    stage, stage != Stage.CREATE, new ConnectionFailure(FailureReason.ANSWER_MALFORMED, "at " + stage));
        } catch (IOException lost) {
            return failed(stage, stage != Stage.CREATE, ConnectionFailure.of(lost));
        } catch (InterruptedException cancelled) {
            return failed(stage, stage != Stage.CREATE, new ConnectionFailure(FailureReason.CANCELLED, ""));
        } catch (RuntimeException | Error bug) {
            LOG.error("{}: at {}", command, stage, bug);
            // from Command on the host may have started it, whatever the failure
            return stage == Stage.CREATE
                    ? failed(
                            stage,
                            false,
                            new ConnectionFailure(
                                    FailureReason.PORTAL_FAILED, bug.getClass().getSimpleName()))
                    : failed(stage, true, new ConnectionFailure(FailureReason.ANSWER_MALFORMED, "at " + stage));
        }
    }

    private static Ending failed(Stage stage, boolean sent, ConnectionFailure failure) {
        return new Ending.Failed(stage, sent, false, failure);
    }

    private ShellAnswer create(TicketGrantingTicket mine) throws IOException, KerberosRefusedException {
        var taken = connections.take(command.host(), command.account(), mine);
        connection = taken.connection();
        try {
            return ShellAnswer.read(taken.connection().call(envelopes.create()));
        } catch (AnswerMalformedException answered) {
            throw answered;
        } catch (IOException lost) {
            if (!taken.used()) {
                throw lost;
            }
            // the host dropped the connection or its sign-in; at worst an unused shell is left, which ends after a
            // while
            return ShellAnswer.read(fresh(mine).call(envelopes.create()));
        }
    }

    private HostConnection fresh(TicketGrantingTicket mine) throws IOException, KerberosRefusedException {
        var old = connection;
        if (old != null) {
            old.close();
        }
        var another = connections.fresh(command.host(), mine);
        connection = another;
        return another;
    }

    /**
     * The connection in use, or a new one if the host has closed it; a shell survives its connection. Checked before
     * each message: a dead connection found now costs a sign-in, one found while sending leaves the outcome unknown.
     */
    private HostConnection alive(TicketGrantingTicket mine) throws IOException, KerberosRefusedException {
        var open = connection;
        return open != null && open.isAlive() ? open : fresh(mine);
    }

    private Ending receive(TicketGrantingTicket mine, String shell, String id)
            throws IOException, KerberosRefusedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var allowance = new AnswerAllowance();
        while (true) {
            var text = alive(mine).call(envelopes.receive(shell, id));
            var answer = ShellAnswer.read(text);
            allowance.take(text.length(), answer);
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

    /** Closes the shell, on its own connection if that is free, and keeps or closes the connection. */
    private void close() {
        var givenUp = Thread.interrupted() || phase.get() == Phase.GIVEN_UP;
        var open = connection;
        var shell = shellId;
        if (open == null) {
            return;
        }
        if (givenUp) {
            open.close();
        }
        if (shell == null || deleted(open, shell)) {
            connections.release(command.host(), command.account(), open);
            return;
        }
        open.close();
        cleanup(shell);
    }

    private boolean deleted(HostConnection open, String shell) {
        return open.isOpen()
                && said(
                        () -> {
                            var _ = open.call(envelopes.delete(shell));
                        },
                        open::abort);
    }

    /** Ends command and shell over a new connection; on a host that cannot be reached they end after a while. */
    private void cleanup(String shell) {
        var mine = ticket;
        if (mine == null) {
            return;
        }
        var reached = new AtomicReference<HostConnection>();
        said(
                () -> {
                    try (var another = connections.fresh(command.host(), mine)) {
                        reached.set(another);
                        var running = commandId;
                        if (running != null) {
                            var _ = another.call(envelopes.terminate(shell, running));
                        }
                        var _ = another.call(envelopes.delete(shell));
                    }
                },
                () -> {
                    var another = reached.get();
                    if (another != null) {
                        another.abort();
                    }
                });
    }

    private interface Cleanup {
        void say() throws IOException, KerberosRefusedException;
    }

    /** Whether the cleanup was done in time; if not, it is no longer waited for. */
    private static boolean said(Cleanup cleanup, Runnable tooLate) {
        var said = new AtomicBoolean();
        var leaving = Thread.ofVirtual().name("wsman-cleanup").start(() -> {
            try {
                cleanup.say();
                said.set(true);
            } catch (IOException | KerberosRefusedException unreachable) {
                LOG.debug(
                        "a shell could not be closed: {}",
                        unreachable.getClass().getSimpleName());
            }
        });
        if (joined(leaving)) {
            return said.get();
        }
        leaving.interrupt();
        tooLate.run();
        return false;
    }

    private static boolean joined(Thread leaving) {
        var end = System.nanoTime() + CLEANUP.toNanos();
        for (var left = CLEANUP.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                return leaving.join(Duration.ofNanos(left));
            } catch (InterruptedException again) {
                // the thread that gave the command up; only the cleanup is left to do
            }
        }
        return false;
    }
}
