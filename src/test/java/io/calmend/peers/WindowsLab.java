package io.calmend.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Windows laboratory: a real {@code cmd.exe}, the real PowerShell engine and a real registry with access rights, on Wine. It
 * reports itself as Windows Server 2022.
 *
 * <p>Its programs are found by {@code CALMEND_TESTPEERS} (default {@code ../shared/testpeers}); it is unpacked once into
 * {@code CALMEND_LAB} (default {@code target/lab}), which takes half a minute and needs Debian's {@code patchelf},
 * {@code binutils} and {@code zstd}. One for this JVM; its registry is shared by all tests, so that each should work below a key
 * of its own. Not for several threads at once.
 */
public final class WindowsLab {

    private static final Path PEERS = Path.of(setting("CALMEND_TESTPEERS", "../shared/testpeers"));
    private static final Path SCRIPT =
            PEERS.resolve("wine10/wine10.sh").toAbsolutePath().normalize();
    private static final Path DIRECTORY =
            Path.of(setting("CALMEND_LAB", "target/lab")).toAbsolutePath();
    private static final long LONGEST_SECONDS = 120;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static @Nullable WindowsLab lab;

    private @Nullable Process served;
    private @Nullable BufferedWriter requests;
    private @Nullable BufferedReader answers;

    private WindowsLab() {}

    /** What a program on the lab wrote and how it ended. */
    public record Output(int exitCode, byte[] stdout, byte[] stderr) {

        public String text() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        public String errors() {
            return new String(stderr, StandardCharsets.UTF_8);
        }
    }

    /** The lab; leaves {@code test} out, loudly, where it cannot be had. */
    public static synchronized WindowsLab openFor(Class<?> test) {
        if (lab == null) {
            if (!Files.isExecutable(SCRIPT)) {
                Peers.leaveOut(test, "no Windows lab at " + PEERS + " (CALMEND_TESTPEERS names another place)");
            }
            for (var program : List.of("patchelf", "objdump", "zstd")) {
                if (!Files.isExecutable(Path.of("/usr/bin", program))) {
                    Peers.leaveOut(
                            test, "the Windows lab needs patchelf, binutils and zstd; " + program + " is missing");
                }
            }
            var opened = new WindowsLab();
            var output = opened.call(300, false, "lab", DIRECTORY.toString());
            if (output.exitCode() != 0) {
                throw new IllegalStateException("the Windows lab does not start: " + output.errors());
            }
            opened.writeHost("{}");
            Runtime.getRuntime().addShutdownHook(new Thread(opened::close));
            lab = opened;
        }
        return lab;
    }

    /** For a {@code LabEngine} of the simulated network. */
    public static Path script() {
        return SCRIPT;
    }

    public static Path directory() {
        return DIRECTORY;
    }

    /** Runs one command line through the real {@code cmd.exe}, as it would come over the wire: 1.6 seconds. */
    public Output run(String commandLine) {
        return call(LONGEST_SECONDS, true, "run", DIRECTORY.toString(), commandLine);
    }

    /** Runs a script in a PowerShell that is kept: 0.1 seconds. */
    public Output serve(String script) {
        try {
            var writer = serving();
            writer.write(JSON.writeValueAsString(JSON.createObjectNode().put("script", script)));
            writer.write("\n");
            writer.flush();
            var line = answers == null ? null : answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the kept PowerShell has ended");
            }
            var answer = JSON.readTree(line);
            return new Output(
                    answer.path("rc").asInt(),
                    answer.path("stdout").asString().getBytes(StandardCharsets.UTF_8),
                    answer.path("stderr").asString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private BufferedWriter serving() throws IOException {
        if (requests == null) {
            var builder = new ProcessBuilder(SCRIPT.toString(), "run", DIRECTORY.toString(), "powershell.exe -serve");
            builder.environment().put("STDIN", "1");
            builder.environment().put("WINE_TIMEOUT", "7200");
            builder.redirectError(Redirect.DISCARD);
            served = builder.start();
            requests = served.outputWriter(StandardCharsets.UTF_8);
            answers = served.inputReader(StandardCharsets.UTF_8);
        }
        return requests;
    }

    /** What the lab pretends beside its registry, {@code {}} for nothing: language mode, kind of logon, events. */
    public void writeHost(String json) {
        try {
            var file = DIRECTORY.resolve("pfx/drive_c/lab/host.json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The path by which programs of the lab see a file of this machine. */
    public static String windowsPath(Path file) {
        return "Z:" + file.toAbsolutePath().toString().replace('/', '\\');
    }

    private Output call(long seconds, boolean exitCodeInFile, String... arguments) {
        try {
            var command = new ArrayList<String>();
            command.add(SCRIPT.toString());
            command.addAll(List.of(arguments));
            var file = Files.createTempFile("lab", ".rc");
            var builder = new ProcessBuilder(command)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("WINE_TIMEOUT", Long.toString(seconds));
            if (exitCodeInFile) {
                builder.environment().put("RC_FILE", file.toString());
            }
            var process = builder.start();
            try {
                var stderr = new FutureTask<>(() -> {
                    var bytes = new ByteArrayOutputStream();
                    process.getErrorStream().transferTo(bytes);
                    return bytes.toByteArray();
                });
                Thread.ofVirtual().start(stderr);
                var stdout = process.getInputStream().readAllBytes();
                if (!process.waitFor(seconds + 10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the Windows lab does not answer");
                }
                var code = exitCodeInFile ? Files.readString(file).strip() : "";
                return new Output(
                        code.isEmpty() ? process.exitValue() : (int) Long.parseLong(code), stdout, stderr.get());
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void close() {
        if (served != null) {
            served.descendants().forEach(ProcessHandle::destroy);
            served.destroy();
        }
        if (System.getenv("CALMEND_LAB") == null) {
            call(30, false, "stop", DIRECTORY.toString());
        }
    }

    private static String setting(String variable, String otherwise) {
        var value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
