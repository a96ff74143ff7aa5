package io.calmend.remote.overthere;

import com.xebialabs.overthere.OverthereProcess;
import com.xebialabs.overthere.winrm.WinRmConnection;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport.Stage;
import io.calmend.remote.wsman.HostRoute;
import io.calmend.vocabulary.FailureReason;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one command on one host through Overthere 5.3.2's WinRM transport, with a timeout and a limit on the output. To
 * end the command early, interrupt the thread that runs it.
 *
 * <p>What this transport requires (from its sources, {@code winrm.WinRmClient} and {@code winrm.WinRmConnection}):
 *
 * <ul>
 *   <li>each message opens a connection of its own, so each can fail for any reason;
 *   <li>both streams have to be read to their end before {@code waitFor}, or it hangs;
 *   <li>{@code destroy} ends the command on the host, but must not run while another thread is in {@code waitFor};
 *   <li>its exceptions contain the whole request: neither their message nor their cause may be logged;
 *   <li>its HTTP client offers credentials to any host that asks, follows redirects, and reads whole answers without a
 *       limit: so it connects only to a relay, which prevents all of that.
 * </ul>
 */
final class OverthereCommand {

    private static final Logger LOG = LoggerFactory.getLogger(OverthereCommand.class);

    private static final String CLIENT = "com.xebialabs.overthere.winrm.WinRmClient";
    private static final Pattern STATUS =
            Pattern.compile("\\AUnexpected HTTP response on [^\\n]*\\((\\d{3})\\)\\s*\\z");

    /** How long the cleanup of a command that was given up may take. */
    private static final Duration CLEANUP = Duration.ofSeconds(3);

    private final HostRoute route;
    private final WinRmConnection connection;
    private final RemoteCommand command;
    private final Duration timeout;
    private final int mostBytes;
    private final Runnable started;
    private final Runnable ended;
    /** Whether the route is still needed to end the command on the host. */
    private boolean leaving;

    /**
     * @param port the host's own, as Kerberos knows it
     * @param relay the address that Overthere connects to
     * @param route leads from the relay to the host; closed here as soon as nothing needs it any more
     * @param started called when the host has accepted the account and the command runs
     * @param ended called when the host is free again, at the latest shortly after {@link #run} has returned
     */
    OverthereCommand(
            RemoteCommand command,
            int port,
            InetSocketAddress relay,
            HostRoute route,
            Duration timeout,
            int mostBytes,
            Runnable started,
            Runnable ended) {
        this.route = route;
        this.command = command;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.started = started;
        this.ended = ended;
        connection = OverthereConnection.to(command, port, relay, route);
    }

    /** The outcome of the command. */
    sealed interface CommandEnding {
        record Ran(CommandOutput output) implements CommandEnding {}

        /** @param status the HTTP status of the host's answer, 0 if none came */
        record Failed(Stage stage, boolean sent, int status, ConnectionFailure failure) implements CommandEnding {}
    }

    /** Runs the command to its end. An interrupt ends it on the host as well; the flag is set again. */
    CommandEnding run() {
        var deadline = System.nanoTime() + timeout.toNanos();
        var handedOver = false;
        try {
            var starting =
                    new FutureTask<>(() -> connection.startProcess(OverthereConnection.unlogged(command.line())));
            // interrupting a virtual thread closes the socket that it waits on; on others it would wait for its
            // time-out
            var starter = Thread.ofVirtual().name("winrm-start").start(starting);
            OverthereProcess process;
            try {
                process = starting.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException failed) {
                return failed(failed, null);
            } catch (TimeoutException late) {
                return givenUp(starter, starting, FailureReason.TIMED_OUT);
            } catch (InterruptedException cancelled) {
                var ending = givenUp(starter, starting, FailureReason.CANCELLED);
                Thread.currentThread().interrupt();
                return ending;
            }
            started.run();

            var both = new CountDownLatch(2);
            var out = new OutputDrain(process.getStdout(), mostBytes, both);
            var err = new OutputDrain(process.getStderr(), mostBytes, both);
            Thread.ofVirtual().name("winrm-stdout").start(out);
            Thread.ofVirtual().name("winrm-stderr").start(err);
            try {
                if (!both.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    destroy(process, out, err);
                    return given(FailureReason.TIMED_OUT);
                }
            } catch (InterruptedException cancelled) {
                destroy(process, out, err);
                Thread.currentThread().interrupt();
                return given(FailureReason.CANCELLED);
            }
            if (out.isTooLarge() || err.isTooLarge()) {
                destroy(process, out, err);
                return new CommandEnding.Ran(new CommandOutput(new byte[0], new byte[0], true, -1));
            }
            var waiting = new FutureTask<>(process::waitFor);
            var waiter = Thread.ofVirtual().name("winrm-close").unstarted(() -> {
                waiting.run();
                route.close();
                ended.run();
            });
            handedOver = true;
            waiter.start();
            var whole = new CommandOutput(out.bytes(), err.bytes(), false, -1);
            if (command.whole().test(whole)) {
                // closing the shell takes two more messages, for which nobody needs to wait
                return new CommandEnding.Ran(whole);
            }
            try {
                var exitCode =
                        waiting.get(Math.max(CLEANUP.toNanos(), deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return new CommandEnding.Ran(new CommandOutput(out.bytes(), err.bytes(), false, exitCode));
            } catch (ExecutionException failed) {
                return failed(failed, Stage.RECEIVE);
            } catch (TimeoutException late) {
                return given(FailureReason.TIMED_OUT);
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
                return given(FailureReason.CANCELLED);
            }
        } finally {
            if (!handedOver) {
                if (!leaving) {
                    route.close();
                }
                ended.run();
            }
        }
    }

    private static CommandEnding given(FailureReason reason) {
        return new CommandEnding.Failed(Stage.RECEIVE, true, 0, new ConnectionFailure(reason, ""));
    }

    /** Ends a start that takes too long, and finds out how far it got. */
    private CommandEnding givenUp(Thread starter, FutureTask<OverthereProcess> starting, FailureReason reason) {
        if (isUnderWay("executeCommand", starter.getStackTrace())) {
            // only the answer contains the command's id; without it the command cannot be ended
            awaitBriefly(starting);
        }
        starter.interrupt();
        try {
            var process = starting.get(CLEANUP.toNanos(), TimeUnit.NANOSECONDS);
            // the answer came after all
            destroy(process, null, null);
            return given(reason);
        } catch (ExecutionException failed) {
            var ending = failed(failed, null);
            return new CommandEnding.Failed(
                    ending.stage(), ending.sent(), ending.status(), new ConnectionFailure(reason, ""));
        } catch (TimeoutException | InterruptedException unknown) {
            return new CommandEnding.Failed(Stage.COMMAND, true, 0, new ConnectionFailure(reason, ""));
        }
    }

    private static void awaitBriefly(FutureTask<OverthereProcess> starting) {
        try {
            starting.get(CLEANUP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException notCome) {
            LOG.debug(
                    "a command was abandoned before its answer: {}",
                    notCome.getClass().getSimpleName());
        }
    }

    /** Ends the command on the host: a signal and the deletion of the shell, in the background if they take long. */
    private void destroy(OverthereProcess process, @Nullable OutputDrain out, @Nullable OutputDrain err) {
        // else the transport's reader would wait for room for ever
        if (out != null) {
            out.close();
        }
        if (err != null) {
            err.close();
        }
        leaving = true;
        var cleanup = Thread.ofVirtual().name("winrm-destroy").start(() -> {
            try {
                process.destroy();
            } catch (RuntimeException unreachable) {
                LOG.debug(
                        "a command could not be ended: {}",
                        unreachable.getClass().getSimpleName());
            } finally {
                route.close();
            }
        });
        try {
            cleanup.join(CLEANUP);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private CommandEnding.Failed failed(ExecutionException failed, @Nullable Stage known) {
        var thrown = failed.getCause() == null ? failed : failed.getCause();
        var stage = known == null ? stage(thrown) : known;
        // nothing is sent from here on, so it is certain what was sent
        route.close();
        var sent = stage == Stage.RECEIVE || stage == Stage.COMMAND && route.commandLeft();
        var failure = route.failure();
        if (failure != null) {
            return new CommandEnding.Failed(stage, sent, 0, failure);
        }
        var message = thrown.getMessage();
        // later lines contain the request
        var first = message == null ? "" : message.lines().findFirst().orElse("");
        var status = STATUS.matcher(first);
        if (status.matches()) {
            var number = Integer.parseInt(status.group(1));
            return new CommandEnding.Failed(
                    stage, sent, number, new ConnectionFailure(reason(number), "HTTP " + number));
        }
        return new CommandEnding.Failed(stage, sent, 0, failureOf(thrown));
    }

    private static ConnectionFailure failureOf(Throwable thrown) {
        // an answer without the expected element
        if (thrown.getClass() == RuntimeException.class && thrown.getCause() == null) {
            return new ConnectionFailure(FailureReason.ANSWER_MALFORMED, "no shell or command");
        }
        return ConnectionFailure.of(thrown);
    }

    private static FailureReason reason(int status) {
        return switch (status) {
            case 401 -> FailureReason.SIGN_IN_REJECTED;
            case 500 -> FailureReason.CONNECTION_LOST;
            default -> FailureReason.NOT_WINRM;
        };
    }

    /**
     * Which message failed, found from the methods in the stack trace, because the exceptions do not say. If it cannot
     * be found, the command counts as sent.
     */
    private static Stage stage(Throwable thrown) {
        return isUnderWay("createShell", thrown.getStackTrace()) ? Stage.CREATE : Stage.COMMAND;
    }

    private static boolean isUnderWay(String method, StackTraceElement[] frames) {
        for (var frame : frames) {
            if (frame.getClassName().equals(CLIENT) && frame.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }
}
