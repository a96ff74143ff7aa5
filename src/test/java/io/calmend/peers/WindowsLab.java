package io.calmend.peers;

import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.LabEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Windows laboratory: a real {@code cmd.exe}, {@code reg.exe} and PowerShell engine on a registry that enforces access
 * rights. Made once for all classes of this JVM, in {@code target/lab} or where the variable {@code CALMEND_LAB} says; its
 * scripts and binaries are looked for where {@code CALMEND_TESTPEERS} says, else in {@code ../shared/testpeers}.
 */
public final class WindowsLab {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path TEST_PEERS = Path.of(variable("CALMEND_TESTPEERS", "../shared/testpeers"));
    private static final Path SCRIPT =
            TEST_PEERS.resolve("wine10").resolve("wine10.sh").toAbsolutePath();
    private static final Path HOME =
            Path.of(variable("CALMEND_LAB", "target/lab")).toAbsolutePath();

    private static WindowsLab lab;

    private final Process powershell;
    private final Writer scripts;
    private final BufferedReader answers;

    private WindowsLab() throws IOException, InterruptedException {
        var log = Path.of("target", "lab.log");
        Files.createDirectories(log.toAbsolutePath().getParent());
        var made = new ProcessBuilder(SCRIPT.toString(), "lab", HOME.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!made.waitFor(5, TimeUnit.MINUTES) || made.exitValue() != 0) {
            throw new IllegalStateException("the laboratory does not start, see " + log);
        }
        var serving = new ProcessBuilder(SCRIPT.toString(), "run", HOME.toString(), "powershell.exe -serve")
                .redirectError(log.toFile());
        serving.environment().put("STDIN", "1");
        serving.environment().put("WINE_TIMEOUT", "3600");
        powershell = serving.start();
        scripts = new OutputStreamWriter(powershell.getOutputStream(), StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(powershell.getInputStream(), StandardCharsets.UTF_8));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            powershell.descendants().forEach(ProcessHandle::destroy);
            powershell.destroy();
        }));
    }

    /** The laboratory; leaves {@code test} out where it cannot be. */
    public static synchronized WindowsLab startFor(Class<?> test) {
        if (!Files.isExecutable(SCRIPT)) {
            Peers.leaveOut(test, "no Windows laboratory at " + TEST_PEERS + " (see CALMEND_TESTPEERS)");
        }
        if (lab == null) {
            try {
                lab = new WindowsLab();
            } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
            }
        }
        return lab;
    }

    /** Runs one command line through {@code cmd.exe}, as it would come over the wire; 1–2 s for one of PowerShell. */
    public CommandEngine.Output run(String commandLine) throws InterruptedException {
        return new LabEngine(SCRIPT, HOME).run(commandLine, () -> {});
    }

    /** What a script wrote; the engine is kept, so 0.1 s a script. */
    public record Ran(int exitCode, String out, String err) {}

    public synchronized Ran script(String script) {
        try {
            scripts.write(JSON.writeValueAsString(JSON.createObjectNode().put("script", script)) + "\n");
            scripts.flush();
            var line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the laboratory has ended");
            }
            var answer = JSON.readTree(line);
            return new Ran(
                    answer.required("rc").intValue(),
                    answer.required("stdout").stringValue(),
                    answer.required("stderr").stringValue());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** How the laboratory names a file of this machine. */
    public static String windowsPath(Path file) {
        return "Z:" + file.toAbsolutePath().toString().replace('/', '\\');
    }

    private static String variable(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
