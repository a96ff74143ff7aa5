package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mvnw} on machines that have a JDK somewhere and perhaps no Maven, played by folders. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw is for shells; mvnw.cmd is for Windows")
class MvnwTest {

    private static final Path MVNW = Path.of("mvnw").toAbsolutePath();
    private static final Path ARCHIVE = Path.of("target/maven/apache-maven-3.9.16-bin.zip");
    private static final Path REAL_JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path machine;

    private final Map<String, String> environment = new HashMap<>();

    private record Ran(int exit, String out, String error) {}

    @BeforeEach
    void machineHasAShellAndFewTools() throws IOException {
        for (var tool : List.of("sed", "dirname", "readlink", "uname", "sh", "bash", "env", "ls", "expr", "basename")) {
            for (var folder : List.of("/usr/bin", "/bin")) {
                if (Files.exists(Path.of(folder, tool))) {
                    executable(machine.resolve("bin").resolve(tool), "exec " + folder + "/" + tool + " \"$@\"\n");
                }
            }
        }
        environment.put("PATH", machine.resolve("bin").toString());
        environment.put("HOME", machine.resolve("home dir").toString());
        environment.put("MVNW_TEST_ROOT", machine.toString());
        environment.put("MAVEN_USER_HOME", machine.resolve("m2").toString());
    }

    // ---- the JDK

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/dash", "/bin/bash"})
    void jdkThatIsNewEnoughIsFoundAmongOlderOnes(String shell) throws Exception {
        if (!Files.exists(Path.of(shell))) {
            return;
        }
        jdk("usr/lib/jvm/jdk-8", "1.8.0_402");
        jdk("usr/lib/jvm/jdk-17", "17.0.10");
        var good = jdk("usr/lib/jvm/jdk-25", "25.0.3");
        jdk("usr/lib/jvm/jdk-26", "26");
        mavenOnThePath("3.8.7");

        var ran = run(shell, MVNW.toString(), "verify", "-Dname=two  blanks");

        assertThat(ran.exit).as(ran.error).isZero();
        assertThat(ran.out)
                .isEqualToIgnoringNewLines("maven|" + good + "|" + MVNW.getParent() + "|verify|-Dname=two  blanks|");
    }

    @Test
    void javaHomeThatIsNewEnoughIsKept() throws Exception {
        jdk("usr/lib/jvm/jdk-25", "25.0.3");
        var own = jdk("somewhere/own jdk", "27-ea");
        environment.put("JAVA_HOME", own.toString());
        mavenOnThePath("3.9.9");

        assertThat(run("/bin/sh", MVNW.toString()).out).startsWith("maven|" + own + "|");
    }

    @Test
    void javaHomeThatIsTooOldGivesWayToTheJdkOnThePath() throws Exception {
        environment.put("JAVA_HOME", jdk("usr/lib/jvm/jdk-17", "17.0.10").toString());
        jdk("usr/lib/jvm/jdk-25", "25");
        var onPath = jdk("opt/elsewhere", "25.0.1");
        Files.createSymbolicLink(machine.resolve("bin/javac"), onPath.resolve("bin/javac"));
        mavenOnThePath("3.9.9");

        assertThat(run("/bin/sh", MVNW.toString()).out).startsWith("maven|" + onPath + "|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt/java/jdk",
                "opt/jdk-25.0.3",
                "home dir/.sdkman/candidates/java/25-tem",
                "home dir/.jdks/temurin-25",
                "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"
            })
    void jdkIsFoundWhereOthersPutIt(String folder) throws Exception {
        var good = jdk(folder, "25.0.3");
        mavenOnThePath("3.8.6");

        assertThat(run("/bin/sh", MVNW.toString()).out).startsWith("maven|" + good + "|");
    }

    @Test
    void runtimeWithoutACompilerIsNoJdk() throws Exception {
        Files.delete(jdk("usr/lib/jvm/jre-25", "25.0.3").resolve("bin/javac"));
        mavenOnThePath("3.9.9");

        var ran = run("/bin/sh", MVNW.toString());

        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.error).contains("no JDK 25 or newer was found").contains("JAVA_HOME");
    }

    // ---- Maven

    @Test
    void mavenThatIsMissingIsFetchedCheckedAndKept() throws Exception {
        environment.put("JAVA_HOME", REAL_JDK.toString());
        try (var server = new Archive(Files.readAllBytes(ARCHIVE))) {
            environment.put("MVNW_REPOURL", server.address());

            var ran = run("/bin/sh", MVNW.toString(), "-v");

            assertThat(ran.exit).as(ran.error).isZero();
            assertThat(ran.out).contains("Apache Maven 3.9.16").contains(REAL_JDK.toString());
        }
        // the second time there is no server, and none is needed
        assertThat(run("/bin/sh", MVNW.toString(), "-v").out).contains("Apache Maven 3.9.16");
        assertThat(machine.resolve("m2/wrapper/dists"))
                .isDirectoryNotContaining(file -> !file.endsWith("apache-maven-3.9.16"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.5", "3.6.3", "4.0.0", "rubbish"})
    void mavenOfAnotherTimeIsNotUsed(String version) throws Exception {
        environment.put("JAVA_HOME", REAL_JDK.toString());
        mavenOnThePath(version);
        try (var server = new Archive(new byte[0])) {
            environment.put("MVNW_REPOURL", server.address() + "/");

            assertThat(run("/bin/sh", MVNW.toString(), "-v").error)
                    .contains("fetching Maven 3.9.16 from " + server.address()
                            + "/org/apache/maven/apache-maven/3.9.16/");
        }
    }

    @Test
    void archiveThatIsNotTheOneExpectedIsThrownAway() throws Exception {
        environment.put("JAVA_HOME", REAL_JDK.toString());
        var bytes = Files.readAllBytes(ARCHIVE);
        bytes[bytes.length / 2] ^= 1;
        try (var server = new Archive(bytes)) {
            environment.put("MVNW_REPOURL", server.address());

            var ran = run("/bin/sh", MVNW.toString(), "-v");

            assertThat(ran.exit).isEqualTo(1);
            assertThat(ran.out).isEmpty();
            assertThat(ran.error)
                    .contains("not the one that this project expects")
                    .contains("MVNW_REPOURL");
        }
        assertThat(machine.resolve("m2/wrapper/dists")).isEmptyDirectory();
    }

    @Test
    void placeThatDoesNotHaveItIsNamed() throws Exception {
        environment.put("JAVA_HOME", REAL_JDK.toString());
        try (var server = new Archive(null)) {
            environment.put("MVNW_REPOURL", server.address());

            var ran = run("/bin/sh", MVNW.toString(), "-v");

            assertThat(ran.exit).isEqualTo(1);
            assertThat(ran.error)
                    .contains("could not be fetched from " + server.address())
                    .contains("404");
        }
    }

    /** A Maven repository on loopback that has one archive, or nothing. */
    private static final class Archive implements AutoCloseable {

        private final HttpServer server;

        Archive(byte[] content) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/maven/", exchange -> {
                if (content == null
                        || !exchange.getRequestURI()
                                .getPath()
                                .equals("/maven/org/apache/maven/apache-maven/3.9.16/apache-maven-3.9.16-bin.zip")) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                    exchange.getResponseBody().write(content);
                }
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://localhost:" + server.getAddress().getPort() + "/maven";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private Path jdk(String folder, String version) throws IOException {
        var home = machine.resolve(folder);
        executable(home.resolve("bin/javac"), "exit 9");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void mavenOnThePath(String version) throws IOException {
        executable(machine.resolve("bin/mvn"), """
                if [ "${1-}" = -v ]; then printf '\\033[1mApache Maven %s (0123)\\033[m\\nMaven home: x\\n' '%s'; exit 0; fi
                printf 'maven|%%s|%%s|' "$JAVA_HOME" "$PWD"; for one; do printf '%%s|' "$one"; done
                """.formatted("%s", version));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ran run(String... command) throws Exception {
        var out = machine.resolve("out");
        var error = machine.resolve("error");
        var builder = new ProcessBuilder(command)
                .directory(machine.toFile())
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(error));
    }
}
