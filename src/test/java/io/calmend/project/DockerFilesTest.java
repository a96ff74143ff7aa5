package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.architecture.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** No container engine runs here: what the files in {@code docker} name has to exist in the product. */
class DockerFilesTest {

    private static final String IMAGE = read("docker/Dockerfile");
    private static final String IGNORED = read("docker/Dockerfile.dockerignore");
    private static final Map<String, Object> COMPOSE = yaml("docker/compose.yaml");
    private static final Map<String, Object> PRODUCT = yaml("src/main/resources/application.yaml");

    // ---- the image

    @Test
    void imageIsBuiltFromFilesThatAreThere() {
        var copied = Pattern.compile("^COPY (?!--from)(.+) \\S+$", Pattern.MULTILINE)
                .matcher(IMAGE)
                .results()
                .flatMap(line -> List.of(line.group(1).split(" ")).stream())
                .toList();
        assertThat(copied).contains("pom.xml", "src", "frontend", "mvnw", ".mvn", "LICENSE", "NOTICE");
        for (var file : copied) {
            assertThat(Path.of(file)).exists();
            assertThat(IGNORED.lines()).as("let through to the engine").contains("!" + file);
        }
        assertThat(IGNORED.lines().findFirst()).as("nothing else is").hasValue("*");
    }

    @Test
    void imageHasTheJavaThatTheProductIsBuiltFor() {
        var java = xml("pom.xml", "java.version");
        assertThat(Pattern.compile("^FROM (\\S+)", Pattern.MULTILINE)
                        .matcher(IMAGE)
                        .results()
                        .map(line -> line.group(1)))
                .containsExactly("eclipse-temurin:" + java + "-jdk", "eclipse-temurin:" + java + "-jre");
    }

    @Test
    void jarOfTheBuildIsTheOneThatIsUnpacked() {
        assertThat(IMAGE).contains("-jar target/" + xml("pom.xml", "artifactId") + "-*.jar extract");
        assertThat(IMAGE).contains("--application-filename calmend.jar").contains("\"-jar\", \"calmend.jar\"]");
        for (var layer : List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application")) {
            assertThat(IMAGE).contains("COPY --from=build /layers/" + layer + "/ ./");
        }
        assertThat(Files.isExecutable(Path.of("mvnw"))).isTrue();
    }

    @Test
    void portalDoesNotRunAsRoot() {
        var user = IMAGE.lines().filter(line -> line.startsWith("USER ")).toList();
        assertThat(user).containsExactly("USER calmend");
        assertThat(IMAGE).contains("useradd --system --uid 10001");
        assertThat(IMAGE.indexOf("USER calmend")).isLessThan(IMAGE.indexOf("ENTRYPOINT"));
    }

    @Test
    void healthIsAskedWhereThePortalAnswers() {
        assertThat(at(PRODUCT, "management", "server", "address")).isEqualTo("127.0.0.1");
        assertThat(IMAGE)
                .contains("/dev/tcp/127.0.0.1/" + at(PRODUCT, "management", "server", "port") + " ")
                .contains("GET /actuator/health/liveness HTTP/1.0");
        assertThat(at(PRODUCT, "management", "endpoint", "health", "probes", "enabled"))
                .isEqualTo(true);
        assertThat(at(PRODUCT, "management", "endpoints", "web", "exposure", "include"))
                .isEqualTo("health, prometheus");
        assertThat(at(PRODUCT, "management", "server", "ssl", "enabled")).isEqualTo(false);
    }

    /** The database in a file, for a container without another one, lies on the volume. */
    @Test
    void foldersOfTheImageAreThoseThatTheProductReads() {
        assertThat(IMAGE).contains("WORKDIR /calmend\n").contains("VOLUME /calmend/data");
        assertThat(at(PRODUCT, "spring", "datasource", "url").toString()).startsWith("jdbc:h2:file:./data/");
        assertThat(at(PRODUCT, "spring", "config", "import").toString()).contains("file:config/delegation.yaml");
        assertThat(list(at(COMPOSE, "services", "portal", "volumes"))).containsExactly("./config:/calmend/config:ro");
    }

    // ---- compose

    @Test
    void everyVariableOfThePortalIsAPropertyOfTheProduct() {
        var variables = map(at(COMPOSE, "services", "portal", "environment")).keySet();
        var known = knownVariables();
        assertThat(variables).isNotEmpty();
        for (var variable : variables) {
            assertThat(known).anySatisfy(property -> assertThat(variable).matches(property));
        }
    }

    @Test
    void portsAgree() {
        var port = map(at(COMPOSE, "services", "portal", "environment")).get("SERVER_PORT");
        assertThat(IMAGE).contains("EXPOSE " + port + "\n");
        assertThat(list(at(COMPOSE, "services", "portal", "ports"))).containsExactly("443:" + port);
    }

    @Test
    void databaseIsTheOneThatThePortalAsksFor() {
        var portal = map(at(COMPOSE, "services", "portal", "environment"));
        assertThat(portal.get("SPRING_DATASOURCE_URL")).isEqualTo("jdbc:postgresql://database:5432/calmend");
        assertThat(read("docker/create-database.sh"))
                .contains("CREATE DATABASE calmend OWNER " + portal.get("SPRING_DATASOURCE_USERNAME") + ";");
        assertThat(list(at(COMPOSE, "services", "database", "volumes")))
                .contains("./create-database.sh:/docker-entrypoint-initdb.d/create-database.sh:ro");
        assertThat(at(COMPOSE, "services", "portal", "depends_on", "database", "condition"))
                .isEqualTo("service_healthy");
    }

    /** The image makes a superuser of the name that it is given; from a superuser no right can be taken. */
    @Test
    void portalIsNotTheDatabasesSuperuser() {
        var portal = map(at(COMPOSE, "services", "portal", "environment"));
        var database = map(at(COMPOSE, "services", "database", "environment"));
        assertThat(database.getOrDefault("POSTGRES_USER", "postgres"))
                .isNotEqualTo(portal.get("SPRING_DATASOURCE_USERNAME"));
        assertThat(list(at(COMPOSE, "services", "portal", "secrets")))
                .doesNotContain("database-administrator-password");
    }

    /** The engine's own are ten seconds, all the memory there is, and a log without an end. */
    @Test
    void portalMayEndInOrderAndFillsNeitherMemoryNorDisk() {
        var longest = Duration.ofSeconds(30);
        for (var service : List.of("portal", "database")) {
            assertThat(map(at(COMPOSE, "services", service))).containsKeys("mem_limit", "stop_grace_period", "logging");
            assertThat(DurationStyle.detectAndParse(at(COMPOSE, "services", service, "stop_grace_period")
                            .toString()))
                    .as("a phase of the shutdown for runs, and one for what is left")
                    .isGreaterThanOrEqualTo(longest.multipliedBy(2));
            assertThat(map(at(COMPOSE, "services", service, "logging", "options")))
                    .containsKeys("max-size", "max-file");
        }
    }

    /** A container has no krb5.conf of its own. */
    @Test
    void kerberosFindsTheDomain() {
        assertThat(at(yaml("docker/config/application.yaml"), "calmend", "remote", "kerberos-configuration"))
                .isEqualTo("/calmend/config/krb5.conf");
        assertThat(read("docker/config/krb5.conf"))
                .contains(Guide.blocks("install.md").stream()
                        .filter(block -> block.file().orElse("").endsWith("krb5.conf"))
                        .findFirst()
                        .orElseThrow()
                        .text()
                        .replaceFirst("^#.*\n", ""));
    }

    /** The guide's files and those of the container say the same, in their own places. */
    @Test
    void firstConfigurationIsTheGuides() {
        var ofTheGuide = map(yamlOfTheGuide("application.yaml").get("calmend")).toString();
        assertThat(map(yaml("docker/config/application.yaml").get("calmend")).toString())
                .isEqualTo(ofTheGuide
                        .replace("/opt/calmend/config", "/calmend/config")
                        .replace("/opt/calmend/secrets", "/run/secrets"));
        assertThat(yaml("docker/config/delegation.yaml")).isEqualTo(yamlOfTheGuide("delegation.yaml"));
    }

    private static Map<String, Object> yamlOfTheGuide(String file) {
        return new Yaml()
                .load(Guide.blocks("install.md").stream()
                        .filter(block -> block.file().orElse("").endsWith(file))
                        .findFirst()
                        .orElseThrow()
                        .text());
    }

    @Test
    void everySecretIsAFileAndEveryFileIsInTheManual() {
        var declared = map(at(COMPOSE, "secrets"));
        var used = new TreeSet<String>();
        for (var service : List.of("portal", "database")) {
            for (var secret : list(at(COMPOSE, "services", service, "secrets"))) {
                used.add(secret instanceof Map<?, ?> named ? named.get("source").toString() : secret.toString());
            }
        }
        assertThat(used).isEqualTo(declared.keySet());
        var manual = read("src/docs/install.md");
        for (var secret : declared.values()) {
            var file = map(secret).get("file").toString();
            assertThat(manual).containsPattern("`" + file.replace("./", "") + "` \\|[^|]+\\|[^|]+\\| 0[0-7]{3} \\|");
        }
        var text = read("docker/compose.yaml") + read("docker/config/application.yaml");
        for (var mounted : Pattern.compile("/run/secrets/([a-z][a-z-]*)")
                .matcher(text)
                .results()
                .toList()) {
            assertThat(declared).containsKey(mounted.group(1));
        }
        // Spring reads the file of this name as the property
        assertThat(text).contains("target: spring.datasource.password").contains("configtree:/run/secrets/");
    }

    @Test
    void nothingSecretStandsInTheFiles() {
        var text = read("docker/compose.yaml") + IMAGE + read("docker/config/application.yaml");
        assertThat(Pattern.compile("(?im)password[a-z_]*[:=] *(\\S+)$")
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allMatch(value -> value.contains("/secrets/"));
    }

    // ---- the first configuration

    @Test
    void everySettingOfTheFirstConfigurationExists() {
        var known = Settings.all().keySet();
        for (var file : List.of("docker/config/application.yaml", "docker/config/delegation.yaml")) {
            var names = new TreeSet<String>();
            flatten("", yaml(file), names);
            assertThat(names).isNotEmpty();
            assertThat(known).as(file).containsAll(names);
        }
    }

    private static void flatten(String prefix, Object value, Set<String> to) {
        switch (value) {
            case Map<?, ?> fields ->
                fields.forEach((name, field) -> flatten(prefix.isEmpty() ? "" + name : prefix + "." + name, field, to));
            case List<?> elements
            when elements.getFirst() instanceof Map -> elements.forEach(element -> flatten(prefix + "[]", element, to));
            default -> to.add(prefix);
        }
    }

    /** How Spring writes the properties that it and the product know as variables; maps take any name. */
    private static List<String> knownVariables() {
        var variables = new ArrayList<String>();
        try {
            for (var file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
                try (var content = file.getInputStream()) {
                    for (var property : JsonMapper.shared().readTree(content).path("properties")) {
                        var type = property.path("type").stringValue("");
                        var name = property.required("name").stringValue();
                        variables.add(
                                asVariable(name) + (type.startsWith("java.util.Map") ? "_[A-Z0-9]+_[A-Z0-9_]+" : ""));
                    }
                }
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
        Settings.all().keySet().forEach(name -> variables.add(asVariable(name)));
        return variables;
    }

    private static String asVariable(String property) {
        return property.replace("-", "")
                .replace("[]", "_[0-9]+")
                .replace(".", "_")
                .toUpperCase(Locale.ROOT);
    }

    private static String xml(String file, String element) {
        // the parent's own elements come first
        var text = read(file).replaceAll("(?s)<parent>.*</parent>", "");
        var found = Pattern.compile("<" + element + ">([^<]+)</").matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private static Object at(Map<String, Object> tree, String... path) {
        Object value = tree;
        for (var name : path) {
            value = map(value).get(name);
            assertThat(value).as(String.join(".", path)).isNotNull();
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static Map<String, Object> yaml(String file) {
        return new Yaml().load(read(file));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
