package io.calmend.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.signin.PemFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Deliberate mistakes: each stops a real start, with one sentence that names the setting, its file and what to do. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingsTest {

    private static final int MOST_LINES = 40;

    @TempDir
    Path folder;

    private final Map<String, String> settings = new LinkedHashMap<>();
    private String appended = "";

    @BeforeEach
    void rightOnes() {
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("spring.main.banner-mode", "'off'");
        settings.put("spring.datasource.url", "'jdbc:h2:mem:wrong" + Databases.H2_OPTIONS + "'");
        settings.put("calmend.directory.urls[0]", "ldaps://dc1.corp.example");
        settings.put("calmend.directory.base", "DC=corp,DC=example");
        settings.put("calmend.directory.user", "svc-calmend@corp.example");
        settings.put("calmend.directory.password", "file:directory-password");
        tier(0, "name", "Workstations");
        tier(0, "organisational-units[0]", "OU=Workstations,DC=corp,DC=example");
        tier(0, "account", "svc-calmend-c@CORP.EXAMPLE");
        tier(0, "password", "env:NOT_READ_AT_START");
        rule("name", "Helpdesk");
        rule("group", "CN=Calmend-Helpdesk,OU=Groups,DC=corp,DC=example");
        rule("operations", "CL-STORE");
        rule("organisational-unit", "OU=Workstations,DC=corp,DC=example");
    }

    private void tier(int number, String setting, String value) {
        settings.put("calmend.remote.tiers[" + number + "]." + setting, value);
    }

    private void rule(String setting, String value) {
        settings.put("calmend.delegation.rules[0]." + setting, value);
    }

    private Path file() {
        return folder.resolve("application.yaml");
    }

    /** What the portal printed before it gave up. */
    private String refused(CapturedOutput printed) throws IOException {
        Files.writeString(
                file(),
                settings.entrySet().stream()
                                .map(one -> one.getKey() + ": " + one.getValue() + "\n")
                                .collect(Collectors.joining())
                        + appended);
        var before = printed.getAll().length();
        var failure = catchThrowable(() -> new SpringApplicationBuilder(CalmendApplication.class)
                .run("--spring.config.additional-location=file:" + folder + "/")
                .close());
        var said = printed.getAll().substring(before);
        assertThat(failure).as("the portal started with wrong settings").isNotNull();
        assertThat(said.lines().filter(line -> line.startsWith("\tat ")))
                .as("stack trace in %s", said)
                .isEmpty();
        assertThat(said.lines()
                        .filter(line -> !line.contains("  INFO ") && !line.startsWith("\t"))
                        .count())
                .as(said)
                .isLessThan(MOST_LINES);
        return said;
    }

    private void isRefused(CapturedOutput printed, String setting, String value, String... sentences)
            throws IOException {
        if (value.isEmpty()) {
            settings.remove(setting);
        } else {
            settings.put(setting, value);
        }
        assertThat(refused(printed)).contains(sentences);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "calmend.singin.public-urls[0] | https://calmend.corp.example",
                "calmend.signin.public-url | https://calmend.corp.example",
                "calmend.signin.groups.helpdesks | CN=x",
                "calmend.directory.urls[1].name | dc2",
                "calmend.remote.tiers[0].acount | x",
                "calmend.execution.plan-vaild | 10m",
                "calmend.delegation.rules[0].untill | 2027-01-31T18:00:00+01:00",
                "calmend.delegations.rules[0].name | x"
            })
    void settingThatDoesNotExistStopsTheStart(String setting, String value, CapturedOutput printed) throws IOException {
        isRefused(printed, setting, value, setting, "is not a setting of Calmend", "application.yaml, line 17");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "calmend.remote.port | abc | calmend.remote.port: 'abc'",
                "calmend.remote.port | 70000 | calmend.remote.port: expected 1 to 65535",
                "calmend.remote.command-timeout | 5 minutes | calmend.remote.command-timeout: '5 minutes'",
                "calmend.remote.tiers[0].transport | seald | calmend.remote.tiers[0].transport: 'seald'",
                "calmend.remote.tiers[0].account | svc-calmend-c@corp.example | the realm of account is not in upper case",
                "calmend.remote.tiers[0].organisational-units[0] | Workstations | 'Workstations' is no distinguished name",
                "calmend.execution.plan-valid | 0s | calmend.execution.plan-valid",
                "calmend.diagnosis.largest-answer | 4 megs | calmend.diagnosis.largest-answer: '4 megs'",
                "calmend.directory.urls[0] | ldap://dc1.corp.example | 'ldap://dc1.corp.example' is not ldaps://NAME",
                "calmend.directory.base | corp.example | 'corp.example' is no distinguished name",
                "calmend.signin.groups.helpdesk | Helpdesk | calmend.signin.groups.helpdesk: 'Helpdesk' is no distinguished name",
                "calmend.signin.public-urls[0] | http://calmend.corp.example | would send passwords in clear",
                "calmend.delegation.rules[0].until | 31.12.2027 | rule 'Helpdesk': until '31.12.2027' is no time",
                "calmend.ui.fresh-for | 1s | calmend.ui.fresh-for: '1s' is not between 1m and 1d",
                "calmend.signin.session.at-most | 10 | calmend.signin.session.at-most: '10ms' is not between 1m and 7d",
                "calmend.signin.session.read-again-every | 5 | read-again-every: '5ms' is not between 1s and 1h",
                "calmend.execution.pauses[0] | -5s | calmend.execution.pauses[0]: '-5s' is not between 50ms and 1d",
                "calmend.execution.shutdown-wait | -1s | calmend.execution.shutdown-wait: '-1s' is not between 0s and 10m",
                "calmend.execution.undo-offered | 36500d | calmend.execution.undo-offered: '36500d' is not between 1h and 366d",
                "server.servlet.session.timeout | 0 | server.servlet.session.timeout: '0s' is not between 1m and 12h",
                "server.tomcat.max-connections | -1 | server.tomcat.max-connections: '-1' is not between 10 and 20000",
                "spring.calmend.signin.throttle.tries | 3 | spring.calmend.signin.throttle.tries"
            })
    void valueThatCannotBeReadIsSaidWithItsPlace(String setting, String value, String said, CapturedOutput printed)
            throws IOException {
        isRefused(printed, setting, value, said, "application.yaml, line ");
    }

    @Test
    void passwordThatWasWrittenInClearIsNotPrinted(CapturedOutput printed) throws IOException {
        settings.put("calmend.directory.password", "geheim");

        assertThat(refused(printed))
                .contains("calmend.directory.password: a password is given as env:NAME or file:PATH")
                .contains("application.yaml, line 8")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "calmend.remote.kerberos-configuration | nowhere.conf | calmend.remote.kerberos-configuration: nowhere.conf",
                "calmend.remote.trusted-certificates | nowhere.pem | calmend.remote.trusted-certificates: nowhere.pem",
                "calmend.delegation.rules[0].operations | CL-STOER | there is no operation 'CL-STOER'",
                "server.ssl.bundle | portl | portl"
            })
    void whatDoesNotExistIsSaid(String setting, String value, String said, CapturedOutput printed) throws IOException {
        isRefused(printed, setting, value, said);
    }

    @Test
    void yamlThatCannotBeReadNamesTheFileAndTheLine(CapturedOutput printed) throws IOException {
        appended = "calmend:\n  signin\n    public-urls: x: y\n";

        assertThat(refused(printed)).contains(file().toString(), "line 19");
    }

    @Test
    void rulesThatCannotBeReadNameTheirFileToo(CapturedOutput printed) throws IOException {
        var rules = Files.writeString(folder.resolve("delegation.yaml"), "calmend:\n\tdelegation:\n");
        settings.put("spring.config.import", "file:" + rules);

        assertThat(refused(printed)).contains(rules.toString(), "line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void plainHttpForTheWholeNetworkHasToBeAskedFor(String address, CapturedOutput printed) throws IOException {
        isRefused(
                printed,
                "server.address",
                "'" + address + "'",
                "passwords would be sent in clear text",
                "server.ssl.bundle",
                "calmend.signin.plain-http");
    }

    // ---- database

    @Test
    void accountForADatabaseThatIsNotNamedStopsTheStart(CapturedOutput printed) throws IOException {
        isRefused(
                printed,
                "spring.datasource.username",
                "calmend",
                "spring.datasource.username is set",
                "application.yaml, line 17",
                "jdbc:postgresql://");
    }

    @Test
    void settingOfTheDatabaseThatDoesNotExistStopsTheStart(CapturedOutput printed) throws IOException {
        isRefused(
                printed,
                "spring.datasource.ulr",
                "jdbc:postgresql://db/calmend",
                "spring.datasource.ulr (",
                "application.yaml, line 17",
                "is not a database setting");
    }

    @Test
    void databaseThatIsNotThereIsSaid(CapturedOutput printed) throws IOException {
        isRefused(
                printed,
                "spring.datasource.url",
                "jdbc:postgresql://127.0.0.1:1/calmend",
                "spring.datasource.url",
                "127.0.0.1:1");
    }

    @ParameterizedTest
    @CsvSource({"nobody, calmend, spring.datasource.username", "calmend, no_such_database, spring.datasource.url"})
    void databaseThatRefusesIsSaid(String user, String name, String setting, CapturedOutput printed)
            throws IOException {
        var address = Databases.Server.newDatabase();
        settings.put("spring.datasource.username", user);

        isRefused(
                printed,
                "spring.datasource.url",
                name.equals("calmend") ? address : address.replaceFirst("/[^/]+$", "/" + name),
                setting);
    }

    @Test
    void databaseFileThatAnotherPortalHoldsIsSaid(CapturedOutput printed) throws IOException {
        var database = folder.resolve("calmend.mv.db");
        try (var file = new RandomAccessFile(database.toFile(), "rw");
                var lock = file.getChannel().lock()) {
            assertThat(lock.isValid()).isTrue();
            isRefused(
                    printed,
                    "spring.datasource.url",
                    "'jdbc:h2:file:" + folder.resolve("calmend") + Databases.H2_OPTIONS + "'",
                    "spring.datasource.url",
                    "another process");
        }
    }

    // ---- web server

    @Test
    void portThatIsTakenIsSaid(CapturedOutput printed) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            isRefused(
                    printed,
                    "server.port",
                    Integer.toString(taken.getLocalPort()),
                    "Port " + taken.getLocalPort() + " was already in use");
        }
    }

    @Test
    void keyThatDoesNotFitItsCertificateStopsTheStart(CapturedOutput printed) throws Exception {
        settings.put("server.ssl.bundle", "portal");
        settings.put(
                "spring.ssl.bundle.pem.portal.keystore.certificate",
                "file:" + new PemFiles(folder).certificate(PemFiles.keys(), Duration.ofDays(90)));
        settings.put(
                "spring.ssl.bundle.pem.portal.keystore.private-key",
                "file:" + new PemFiles(folder).key(PemFiles.keys()));

        assertThat(refused(printed)).contains("the private key does not match the certificate", "'portal'");
    }

    @Test
    void keyThatIsMissingIsSaid(CapturedOutput printed) throws Exception {
        settings.put("server.ssl.bundle", "portal");
        settings.put(
                "spring.ssl.bundle.pem.portal.keystore.certificate",
                "file:" + new PemFiles(folder).certificate(PemFiles.keys(), Duration.ofDays(90)));
        settings.put("spring.ssl.bundle.pem.portal.keystore.private-key", "file:" + folder.resolve("no-key.pem"));

        assertThat(refused(printed)).contains("no-key.pem", "'portal'");
    }
}
