package io.calmend.remote.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** For tests: {@code java -jar calmend.jar check …}, as an administrator types it. */
public final class CheckProcess {

    private CheckProcess() {}

    public record Said(int exitCode, String report, String errors) {
        @Override
        public String toString() {
            return report + errors;
        }
    }

    /**
     * @param home the folder that it is started in
     * @param settings of the portal
     * @param options of Java
     */
    public static Said run(Path home, Map<String, String> settings, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("calmend.jar")).toAbsolutePath().toString(),
                "check"));
        command.addAll(List.of(arguments));
        var report = home.resolve("report");
        var errors = home.resolve("errors");
        var builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(report.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(settings));
        var process = builder.start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end by itself: " + Files.readString(report));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Said(process.exitValue(), Files.readString(report), Files.readString(errors));
    }
}
