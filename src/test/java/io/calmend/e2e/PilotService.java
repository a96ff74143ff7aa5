package io.calmend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A service manager that knows one unit, and of it the command, the folder, the file mode mask, the user, the capabilities, and
 * how it ends. What the unit says of the file system is not enforced.
 */
final class PilotService {

    private final Path log;
    private final Map<String, String> environment;
    private String user = "";
    private String group = "";
    private @Nullable Process process;

    PilotService(Path log, Map<String, String> environment) {
        this.log = log;
        this.environment = environment;
    }

    /** The numbers of the service's user and group, who need not exist on this machine. */
    void runsAs(String user, String group) {
        this.user = user;
        this.group = group;
    }

    void obey(String order, Path unit) throws Exception {
        switch (order) {
            case "systemctl daemon-reload" -> {}
            case "systemctl enable --now calmend", "systemctl start calmend" -> start(settings(unit));
            case "systemctl stop calmend", "systemctl disable --now calmend" -> stop(settings(unit));
            default -> throw new AssertionError("unknown to the service manager: " + order);
        }
    }

    private static Map<String, String> settings(Path unit) throws IOException {
        var settings = new LinkedHashMap<String, String>();
        for (var line : Files.readAllLines(unit)) {
            var sign = line.indexOf('=');
            if (sign > 0 && !line.startsWith("#")) {
                settings.put(line.substring(0, sign), line.substring(sign + 1));
            }
        }
        return settings;
    }

    private void start(Map<String, String> unit) throws IOException {
        assertThat(process).as("runs already").isNull();
        assertThat(unit).containsEntry("User", "calmend").containsEntry("Group", "calmend");
        var capabilities = unit.get("AmbientCapabilities").replace("CAP_", "").toLowerCase(java.util.Locale.ROOT);
        var command = new ArrayList<String>(List.of("sh", "-c", "umask " + unit.get("UMask") + "; exec \"$@\"", "sh"));
        command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--no-new-privs"));
        for (var set : List.of("bounding-set", "inh-caps", "ambient-caps")) {
            command.add("--" + set + "=-all,+" + capabilities);
        }
        command.addAll(List.of(unit.get("ExecStart").split(" ")));
        var builder = new ProcessBuilder(command)
                .directory(Path.of(unit.get("WorkingDirectory")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        // the most that an operator can ask for
        builder.environment().put("LOGGING_LEVEL_ROOT", "TRACE");
        process = builder.start();
    }

    private void stop(Map<String, String> unit) throws Exception {
        assertThat(process).as("does not run").isNotNull();
        process.destroy();
        assertThat(process.waitFor(Long.parseLong(unit.get("TimeoutStopSec")), TimeUnit.SECONDS))
                .as("stops within TimeoutStopSec: " + lastWords())
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(Integer.parseInt(unit.get("SuccessExitStatus")));
        process = null;
    }

    /** All that the portal printed. */
    String words() throws IOException {
        return Files.readString(log);
    }

    /** The end of what the portal printed. */
    String lastWords() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
