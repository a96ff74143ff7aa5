package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calmend.database.DatabaseRelay;
import io.calmend.database.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The image without an engine: its layers in one folder, its own commands on them, the portal with TLS on a real PostgreSQL. */
@EnabledOnOs(OS.LINUX)
class ImageIT {

    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();
    private static final Duration START = Duration.ofMinutes(10);

    @TempDir
    private Path place;

    private Path image;
    private String dockerfile;
    private DatabaseRelay database;
    private final List<Process> portals = new ArrayList<>();

    @BeforeEach
    void unpack() throws Exception {
        dockerfile = Files.readString(Path.of("docker/Dockerfile"));
        image = Files.createDirectory(place.resolve("image"));
        var layers = place.resolve("layers");
        var unpacked = run(
                place,
                Map.of(),
                List.of(
                        JAVA,
                        "-Djarmode=tools",
                        "-jar",
                        System.getProperty("calmend.jar"),
                        "extract",
                        "--layers",
                        "--application-filename",
                        "calmend.jar",
                        "--destination",
                        layers.toString()));
        assertThat(unpacked.exit).as(unpacked.out).isZero();
        for (var layer : lines("COPY --from=build /layers/([a-z-]+)/ \\./")) {
            copy(layers.resolve(layer), image);
        }
        var url = URI.create(Databases.Server.newDatabase().substring("jdbc:".length()));
        database = new DatabaseRelay(url.getPort(), url.getPath());
        certificate();
    }

    @AfterEach
    void end() throws Exception {
        for (var portal : portals) {
            portal.destroyForcibly().waitFor();
        }
        database.close();
    }

    @Test
    void startsIsHealthyKeepsASecondOneOutAndSaysThatItsDatabaseIsGone() throws Exception {
        var training = run(
                image, Map.of(), shell(lines("RUN (java -XX:AOTCacheOutput.+)").getFirst()));
        assertThat(training.exit).as(training.out).isZero();
        assertThat(image.resolve("calmend.aot")).isNotEmptyFile();

        var first = new Ports();
        portals.add(start(first, "first"));
        await().atMost(START).until(() -> healthCheck(first).exit == 0);
        assertThat(status(first, "readiness")).isEqualTo(200);
        assertThat(status(first, "")).isEqualTo(200);
        assertThat(image.resolve("data"))
                .as("nothing is kept beside PostgreSQL")
                .doesNotExist();

        var second = start(new Ports(), "second");
        portals.add(second);
        assertThat(second.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(Files.readString(place.resolve("second")))
                .contains("Another Calmend uses this database")
                .doesNotContain("\tat ");

        database.silence();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(status(first, "liveness")).isEqualTo(200);
            assertThat(status(first, "readiness")).isEqualTo(503);
            assertThat(status(first, "")).isEqualTo(503);
        });
        assertThat(healthCheck(first).exit).as("it is not restarted for that").isZero();

        database.speak();
        await().atMost(START)
                .untilAsserted(() -> assertThat(status(first, "readiness")).isEqualTo(200));
    }

    private record Ran(int exit, String out) {}

    private static final class Ports {
        private final int pages = free();
        private final int health = free();

        private static int free() {
            try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    /** The image's start command, with the settings that compose gives, on ports that are free here. */
    private Process start(Ports ports, String out) throws Exception {
        var settings = new TreeMap<String, String>();
        settings.put("SERVER_PORT", "" + ports.pages);
        settings.put("MANAGEMENT_SERVER_PORT", "" + ports.health);
        settings.put("SERVER_SSL_BUNDLE", "portal");
        settings.put("SPRING_SSL_BUNDLE_PEM_PORTAL_KEYSTORE_CERTIFICATE", "file:" + place.resolve("certificate.pem"));
        settings.put("SPRING_SSL_BUNDLE_PEM_PORTAL_KEYSTORE_PRIVATEKEY", "file:" + place.resolve("key.pem"));
        settings.put("SPRING_DATASOURCE_URL", database.address());
        settings.put("SPRING_DATASOURCE_USERNAME", Databases.Server.ROLE);
        return builder(image, settings, List.of(json("ENTRYPOINT (\\[.+\\])")), place.resolve(out))
                .start();
    }

    private Ran healthCheck(Ports ports) throws Exception {
        var command = json("HEALTHCHECK [^\\[]*CMD (\\[.+\\])");
        var port = Pattern.compile("/dev/tcp/127\\.0\\.0\\.1/(\\d+)").matcher(String.join(" ", command));
        assertThat(port.find()).isTrue();
        var here = Pattern.compile(Pattern.quote(port.group(1))).matcher(command[command.length - 1]);
        command[command.length - 1] = here.replaceAll("" + ports.health);
        return run(image, Map.of(), List.of(command));
    }

    /** Asked in clear; fails where no answer comes within two seconds. */
    private static int status(Ports ports, String what) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + ports.health + "/actuator/health/" + what))
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private void certificate() throws Exception {
        var made = run(
                place,
                Map.of(),
                shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
                        + " -subj /CN=calmend.corp.example -keyout key.pem -out certificate.pem"));
        assertThat(made.exit).as(made.out).isZero();
    }

    private List<String> lines(String pattern) {
        return Pattern.compile("^" + pattern + "$", Pattern.MULTILINE)
                .matcher(dockerfile)
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    private String[] json(String pattern) {
        var found = Pattern.compile(pattern).matcher(dockerfile.replace("\\\n", ""));
        assertThat(found.find()).as(pattern).isTrue();
        return JsonMapper.shared().readValue(found.group(1), String[].class);
    }

    private static List<String> shell(String command) {
        return List.of("sh", "-c", command);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.move(file, target);
                }
            }
        }
    }

    private static Ran run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        var out = Files.createTempFile("ran", "");
        try {
            var process = builder(folder, environment, command, out).start();
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Ran(-1, Files.readString(out));
            }
            return new Ran(process.exitValue(), Files.readString(out));
        } finally {
            Files.delete(out);
        }
    }

    /** With this Java as the {@code java} of the image. */
    private static ProcessBuilder builder(
            Path folder, Map<String, String> environment, List<String> command, Path out) {
        var builder = new ProcessBuilder(command.stream()
                        .map(word -> word.equals("java") ? JAVA : word)
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("PATH", Path.of(JAVA).getParent() + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder;
    }
}
