package io.calmend.simulator;

import io.calmend.simulator.CommandEngine.Output;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One remote shell and the commands that run in it. */
final class HostedShell {

    final String id = newId();
    final String account;
    private final Map<String, RunningCommand> commands = new ConcurrentHashMap<>();
    private volatile CommandKind verb = CommandKind.OTHER;

    HostedShell(String account) {
        this.account = account;
    }

    /** What the newest command is for. */
    CommandKind verb() {
        return verb;
    }

    RunningCommand start(CommandKind kind, Callable<Output> work) {
        verb = kind;
        var command = new RunningCommand(newId(), work);
        commands.put(command.id, command);
        command.thread.start();
        return command;
    }

    Optional<RunningCommand> command(@Nullable String commandId) {
        return commandId == null ? Optional.empty() : Optional.ofNullable(commands.get(commandId));
    }

    /** Ends every command, as Windows ends the processes of a shell that is deleted. */
    void end() {
        commands.values().forEach(RunningCommand::end);
    }

    /** Waits until all its commands have ended. */
    void awaitCommands() throws InterruptedException {
        for (var command : commands.values()) {
            command.ended.await();
        }
    }

    private static String newId() {
        return UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT);
    }

    /** A command that runs on a thread of its own, whether or not anybody waits for it. */
    static final class RunningCommand {

        /** As much as Windows gives at once. */
        private static final int CHUNK = 32 * 1024;

        final String id;
        private final Thread thread;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Output output;
        private int stdoutGiven;
        private int stderrGiven;

        RunningCommand(String id, Callable<Output> work) {
            this.id = id;
            this.thread = Thread.ofVirtual().name("command " + id).unstarted(() -> {
                try {
                    output = work.call();
                } catch (InterruptedException e) {
                    // as a process that was killed
                    output = Output.failed("", 1);
                } catch (Exception e) {
                    output = Output.failed("simulator: " + e, 255);
                } finally {
                    ended.countDown();
                }
            });
        }

        void end() {
            thread.interrupt();
        }

        boolean await(Duration timeout) throws InterruptedException {
            return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        }

        void await() throws InterruptedException {
            ended.await();
        }

        /** Base64 of the next pieces; {@code exitCode} is null while there is more. */
        record Piece(String stdout, String stderr, @Nullable Integer exitCode) {}

        synchronized Piece next() {
            var all = output;
            if (all == null) {
                throw new IllegalStateException("still running");
            }
            var stdout = piece(all.stdout(), stdoutGiven);
            stdoutGiven += stdout.length;
            var stderr = piece(all.stderr(), stderrGiven);
            stderrGiven += stderr.length;
            var last = stdoutGiven == all.stdout().length && stderrGiven == all.stderr().length;
            var base64 = Base64.getEncoder();
            return new Piece(
                    base64.encodeToString(stdout), base64.encodeToString(stderr), last ? all.exitCode() : null);
        }

        private static byte[] piece(byte[] all, int from) {
            return Arrays.copyOfRange(all, from, Math.min(all.length, from + CHUNK));
        }
    }
}
