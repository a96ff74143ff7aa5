package io.calmend.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Hands each command line, as {@code cmd.exe /c} would read it, to a Windows laboratory: {@code SCRIPT run DIRECTORY LINE} runs it through a real
 * {@code cmd.exe} and gives back its own bytes and exit code.
 */
public final class LabEngine implements CommandEngine {

    private static final long LONGEST_SECONDS = 120;

    private final Path script;
    private final Path directory;

    public LabEngine(Path script, Path directory) {
        this.script = script;
        this.directory = directory;
    }

    /**
     * A remote shell hands its line to {@code cmd.exe /c}, which takes the outer quotation marks away from a line that begins
     * with one and holds more than two ({@code cmd /?}); the laboratory's runner gives the line to the interpreter as it is.
     */
    private static String unwrapped(String line) {
        var last = line.lastIndexOf('"');
        var isWrapped =
                line.startsWith("\"") && line.chars().filter(one -> one == '"').count() > 2;
        return isWrapped ? line.substring(1, last) + line.substring(last + 1) : line;
    }

    @Override
    public Output run(String commandLine, Running running) throws InterruptedException {
        try {
            var exitCode = Files.createTempFile("lab", ".rc");
            var builder =
                    new ProcessBuilder(List.of(script.toString(), "run", directory.toString(), unwrapped(commandLine)));
            builder.environment().put("RC_FILE", exitCode.toString());
            builder.environment().put("WINE_TIMEOUT", Long.toString(LONGEST_SECONDS));
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            var process = builder.start();
            try {
                var stderr = new FutureTask<>(() -> process.getErrorStream().readAllBytes());
                Thread.ofVirtual().start(stderr);
                var stdout = new FutureTask<>(() -> process.getInputStream().readAllBytes());
                Thread.ofVirtual().start(stdout);
                if (!process.waitFor(LONGEST_SECONDS + 10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the laboratory does not answer");
                }
                return new Output(stdout.get(), stderr.get(), readCode(exitCode, process.exitValue()));
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } finally {
                if (process.isAlive()) {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                }
                Files.deleteIfExists(exitCode);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file holds all 32 bits; a process of this machine can only give eight. */
    private static int readCode(Path file, int otherwise) throws IOException {
        var text = Files.readString(file).strip();
        return text.isEmpty() ? otherwise : (int) Long.parseLong(text);
    }
}
