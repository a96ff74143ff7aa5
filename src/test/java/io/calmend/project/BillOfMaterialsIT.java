package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is shipped, by name, version and licence; the list is left in {@code target/components.txt}. */
class BillOfMaterialsIT {

    private static final String BILL = "META-INF/sbom/application.cdx.json";

    /** Where a component comes under several, one of these is enough: they are a choice. */
    private static final Set<String> ACCEPTABLE = Set.of(
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause",
            // jaxen's, by its own name
            "BSD License 2.0",
            "CC0-1.0",
            "EPL-1.0",
            "EPL-2.0",
            "MPL-2.0",
            "GPL-2.0-with-classpath-exception",
            // Overthere's; NOTICE and decision 0002 tell what it means
            "GPLv2 with XebiaLabs FLOSS License Exception");

    private record Component(String group, String name, String version, boolean shipped, List<String> licences) {
        String line() {
            return group + ":" + name + " " + version + " " + String.join(" or ", licences);
        }
    }

    private static List<Component> components;
    private static List<String> jars;
    private static Set<String> entries;

    @BeforeAll
    static void open() throws IOException {
        try (var jar = new JarFile(System.getProperty("calmend.jar"))) {
            entries = new TreeSet<>(jar.stream().map(entry -> entry.getName()).toList());
            jars = entries.stream()
                    .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                    .map(name -> name.substring("BOOT-INF/lib/".length()))
                    .toList();
            var bill = jar.getEntry(BILL);
            assertThat(bill)
                    .as(BILL + ": Maven writes it only where it is online, so not with -o")
                    .isNotNull();
            try (var content = jar.getInputStream(bill)) {
                components = read(JsonMapper.shared().readTree(content));
            }
        }
        Files.write(
                Path.of("target/components.txt"),
                components.stream()
                        .filter(Component::shipped)
                        .map(Component::line)
                        .sorted()
                        .toList());
    }

    private static List<Component> read(JsonNode bill) {
        var read = new ArrayList<Component>();
        for (var component : bill.path("components")) {
            var licences = new ArrayList<String>();
            for (var licence : component.path("licenses")) {
                var named = licence.path("license");
                licences.add(named.path("id")
                        .stringValue(named.path("name")
                                .stringValue(licence.path("expression").stringValue(""))));
            }
            read.add(new Component(
                    component.path("group").stringValue(""),
                    component.path("name").stringValue(""),
                    component.path("version").stringValue(""),
                    component.path("scope").stringValue("required").equals("required"),
                    licences));
        }
        return read;
    }

    @Test
    void everyJarThatIsShippedStandsOnTheBill() {
        assertThat(components.stream()
                        .filter(Component::shipped)
                        .map(component -> component.name() + "-" + component.version() + ".jar"))
                .containsAll(jars.stream()
                        .filter(name -> !name.startsWith("spring-boot-jarmode-tools"))
                        .toList());
    }

    @Test
    void noneIsOnTheListOfKnownFaults() throws IOException {
        var known = KnownFaults.read(Path.of(".ci/known-faults.txt"));
        assertThat(components.stream()
                        .filter(Component::shipped)
                        .flatMap(component ->
                                known.of(component.group(), component.name(), component.version()).stream()))
                .isEmpty();
    }

    @Test
    void everyLicenceIsOneThatTheProductMayShip() {
        assertThat(components)
                .filteredOn(Component::shipped)
                .allSatisfy(component ->
                        assertThat(component.licences()).as(component.line()).containsAnyElementsOf(ACCEPTABLE));
    }

    @Test
    void whatNoScreenUsesIsNotShipped() {
        assertThat(jars)
                .noneMatch(name -> name.matches("(collaboration-engine|vaadin-ai-components|reactor-|reactive-).*"));
    }

    @Test
    void termsAreInTheJar() {
        assertThat(entries).contains("META-INF/LICENSE", "META-INF/NOTICE");
    }
}
