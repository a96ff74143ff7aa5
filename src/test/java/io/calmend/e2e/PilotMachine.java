package io.calmend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.project.Guide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The machine of an administrator who follows the guide: what a block says is typed into a real shell or written into a file,
 * with names replaced. The one part that is played is the service manager: it does what the unit file says.
 */
final class PilotMachine implements AutoCloseable {

    private static final long LONGEST_SECONDS = 600;

    private final Path folder;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final PilotService service;
    private String typedNext = "";

    PilotMachine(Path folder) {
        this.folder = folder;
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        service = new PilotService(folder.resolve("portal.log"), environment);
    }

    String portalsWords() throws IOException {
        return service.words();
    }

    Path path(String ofTheGuide) {
        return Path.of(replaced(ofTheGuide));
    }

    /** From now on {@code ofTheGuide} means {@code here}; what was replaced first comes first. */
    void replace(String ofTheGuide, String here) {
        names.put(ofTheGuide, here);
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    PilotService service() {
        return service;
    }

    /** What the next block that runs finds on its standard input. */
    void typeNext(String lines) {
        typedNext = lines;
    }

    /** Does what the block says, and gives back what was printed. */
    String follow(Guide.Block block) throws Exception {
        var text = replaced(block.text());
        if (block.file().isPresent()) {
            var file = path(block.file().get());
            Files.createDirectories(file.getParent());
            var body = text.substring(text.indexOf('\n') + 1);
            return Files.writeString(file, body, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .toString();
        }
        return switch (block.language()) {
            case "sh" -> typed(block.toString(), text);
            case "sql" -> psql(block.toString(), text);
            default -> throw new AssertionError("what is to be done with " + block + "?");
        };
    }

    /** Orders to the service manager are its own; all between them goes to one shell. */
    private String typed(String what, String text) throws Exception {
        var said = new StringBuilder();
        var lines = new ArrayList<String>();
        for (var line : text.lines().toList()) {
            if (line.startsWith("systemctl ")) {
                said.append(run(what, lines));
                lines.clear();
                service.obey(line, path("/etc/systemd/system/calmend.service"));
            } else {
                lines.add(line);
            }
        }
        return said.append(run(what, lines)).toString();
    }

    private String run(String what, List<String> lines) throws Exception {
        return lines.isEmpty()
                ? ""
                : command(what, List.of("bash", "-euo", "pipefail", "-c", String.join("\n", lines)));
    }

    /** As typed by somebody without a terminal: psql then asks for passwords on its standard input. */
    private String psql(String what, String statements) throws Exception {
        var file = Files.createTempFile(folder, "typed", ".sql");
        Files.writeString(file, statements);
        file.toFile().setReadable(true, false);
        return command(
                what,
                List.of(
                        "setsid",
                        "--wait",
                        "runuser",
                        "-u",
                        "postgres",
                        "--",
                        "psql",
                        "--no-psqlrc",
                        "--set=ON_ERROR_STOP=1",
                        "--file=" + file));
    }

    /** Anything that the guide leaves to others. */
    String shell(String text) throws Exception {
        return run("the test's own", List.of(replaced(text)));
    }

    private String command(String what, List<String> command) throws Exception {
        var said = Files.createTempFile(folder, "said", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(typedNext.getBytes(StandardCharsets.UTF_8));
        } catch (IOException nobodyReads) {
            assertThat(typedNext).as(what).isEmpty();
        }
        typedNext = "";
        var ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        var text = Files.readString(said);
        assertThat(ended).as("%s does not end:%n%s", what, text).isTrue();
        assertThat(process.exitValue())
                .as("%s:%n%s%n%s%n%s", what, String.join(" ", command), text, service.lastWords())
                .isZero();
        return text;
    }

    private String replaced(String text) {
        for (var name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return text;
    }

    @Override
    public void close() throws Exception {
        service.kill();
    }
}
