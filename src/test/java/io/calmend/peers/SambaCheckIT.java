package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.database.Databases;
import io.calmend.remote.doctor.CheckProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar calmend.jar check}: every setting against a real Active Directory and a real PostgreSQL. */
@Tag("peers")
class SambaCheckIT {

    private static final String GROUPS = ",OU=Groups," + SambaDomain.BASE;

    @TempDir
    Path home;

    private final Map<String, String> settings = new LinkedHashMap<>();

    @BeforeAll
    static void start() {
        SambaDomain.startFor(SambaCheckIT.class);
    }

    @BeforeEach
    void rightOnes() throws IOException {
        SambaDomain.settings()
                .forEach((name, value) -> settings.put(
                        name, value.replace("file:", "file:" + Path.of("").toAbsolutePath() + "/")));
        settings.put("calmend.signin.groups.helpdesk", "CN=Calmend-Helpdesk" + GROUPS);
        settings.put("calmend.signin.groups.manager", "CN=Calmend-Managers" + GROUPS);
        settings.put("calmend.signin.groups.administrator", "CN=Calmend-Admins" + GROUPS);
        settings.put("calmend.delegation.rules[0].name", "Helpdesk");
        settings.put("calmend.delegation.rules[0].group", "CN=Calmend-Helpdesk" + GROUPS);
        settings.put("calmend.delegation.rules[0].operations", "CL-STORE");
        settings.put("calmend.delegation.rules[0].organisational-unit", "OU=Workstations," + SambaDomain.BASE);
        settings.put("calmend.remote.trusted-certificates", absolute(SambaDomain.authorityFile()));
        settings.put("calmend.remote.kerberos-configuration", absolute(SambaDomain.kerberosConfiguration()));
        tier(0, "name", "Workstations");
        tier(0, "organisational-units[0]", "OU=Workstations," + SambaDomain.BASE);
        tier(0, "account", "svc-calmend-c@CORP.EXAMPLE");
        tier(0, "keytab", "file:" + absolute(SambaDomain.keytab("svc-calmend-c")));
        tier(1, "name", "Servers");
        tier(1, "organisational-units[0]", "OU=Session Hosts," + SambaDomain.BASE);
        tier(1, "account", "svc-calmend-s@CORP.EXAMPLE");
        tier(1, "password", "file:" + Files.writeString(home.resolve("servers-password"), "Passw0rd!1"));
        settings.put("spring.datasource.url", Databases.Server.newDatabase());
        settings.put("spring.datasource.username", Databases.Server.ROLE);
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", freePort());
        settings.put("management.server.port", freePort());
        settings.put("calmend.signin.public-urls[0]", "http://localhost:" + settings.get("server.port"));
    }

    private void tier(int number, String setting, String value) {
        settings.put("calmend.remote.tiers[" + number + "]." + setting, value);
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().toString();
    }

    private static String freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return Integer.toString(free.getLocalPort());
        }
    }

    private CheckProcess.Said check() throws Exception {
        var said = CheckProcess.run(home, settings, List.of());
        assertThat(said.errors()).isEmpty();
        assertThat(said.report()).doesNotContain("Passw0rd");
        return said;
    }

    @Test
    void settingsThatAreRightAreInOrderLineByLine() throws Exception {
        var said = check();

        assertThat(said.report().lines())
                .anyMatch(
                        line -> line.matches("ok +directory, ldaps://[0-9.]+: answers, and its certificate is trusted"))
                .anyMatch(line ->
                        line.matches("ok +directory, ldaps://[0-9.]+: its clock and this server's are \\d+ s apart"))
                .anyMatch(line -> line.matches("ok +directory, svc-calmend@corp.example at ldaps://[0-9.]+: signs in"))
                .anyMatch(line -> line.matches("ok +directory, calmend.directory.base DC=corp,DC=example: exists"))
                .anyMatch(line -> line.matches(
                        "ok +sign-in, calmend.signin.groups.helpdesk CN=Calmend-Helpdesk.*: exists, 2 people"))
                .anyMatch(line -> line.matches("ok +rules, rule 'Helpdesk', OU=Workstations.*: exists, \\d+ computers"))
                .anyMatch(line ->
                        line.matches("ok +accounts, tier Workstations, OU=Workstations.*: exists, \\d+ computers"))
                .anyMatch(
                        line -> line.matches(
                                "ok +accounts, tier Workstations, account svc-calmend-c@CORP.EXAMPLE: its keytab can be read at .*"))
                .anyMatch(
                        line -> line.matches(
                                "ok +accounts, tier Servers, account svc-calmend-s@CORP.EXAMPLE: is in Active Directory, and enabled"))
                .anyMatch(
                        line -> line.matches(
                                "ok +accounts, tier Servers, account svc-calmend-s@CORP.EXAMPLE: signs in; its ticket is valid until .*"))
                .anyMatch(line -> line.matches("ok +accounts, krb5.conf .*: names the realm CORP.EXAMPLE"))
                .anyMatch(line -> line.matches("ok +database, postgresql:.*: answers, PostgreSQL .*, account calmend"))
                .anyMatch(line -> line.matches("ok +database, .*: the account can create tables and is no superuser"))
                .anyMatch(line -> line.matches("ok +server, port \\d+: is free for Calmend \\(server.port\\)"))
                .noneMatch(line -> line.startsWith("FAILED"));
        assertThat(said.exitCode()).as(said.toString()).isZero();
    }

    @Test
    void eachMistakeIsALineAndNoPasswordIsTriedTwice() throws Exception {
        settings.put("calmend.directory.urls", settings.get("calmend.directory.urls") + ",ldaps://127.0.0.1:1");
        settings.put("calmend.signin.groups.manager", "CN=Calmend-Manager" + GROUPS);
        settings.put("calmend.delegation.rules[0].group", "CN=Calmend-Helpdesks" + GROUPS);
        settings.put("calmend.delegation.rules[0].organisational-unit", "OU=Workstation," + SambaDomain.BASE);
        tier(0, "organisational-units[0]", "OU=Desktops," + SambaDomain.BASE);
        tier(0, "keytab", "file:/no/such.keytab");
        Files.writeString(home.resolve("servers-password"), "not-this-one");
        settings.put("spring.datasource.url", settings.get("spring.datasource.url") + "_gone");
        var before = badPasswordsOf("svc-calmend-s");

        var said = check();

        assertThat(said.report().lines())
                .anyMatch(line -> line.matches("FAILED +directory, ldaps://127.0.0.1:1: cannot be reached.*"))
                .anyMatch(line -> line.matches("FAILED +sign-in, .*CN=Calmend-Manager,.*: there is no such group.*"))
                .anyMatch(line -> line.matches("FAILED +rules, .*CN=Calmend-Helpdesks,.*: there is no such group.*"))
                .anyMatch(line ->
                        line.matches("FAILED +rules, .*OU=Workstation,.*: there is no such organisational unit.*"))
                .anyMatch(line ->
                        line.matches("FAILED +accounts, .*OU=Desktops,.*: there is no such organisational unit.*"))
                .anyMatch(line -> line.matches(
                        "FAILED +accounts, tier Workstations: its keytab cannot be read at file:/no/such.keytab.*"))
                .anyMatch(
                        line -> line.matches("FAILED +accounts, tier Servers.*: does not sign in: SIGN_IN_REJECTED.*"))
                .anyMatch(line -> line.matches("FAILED +database, .*_gone: .*there is no such database.*"));
        assertThat(said.report()).doesNotContain("not-this-one");
        assertThat(said.exitCode()).as(said.toString()).isEqualTo(1);
        assertThat(badPasswordsOf("svc-calmend-s") - before).isEqualTo(1);
    }

    @Test
    void wrongPasswordOfTheReadingAccountIsTriedOnceForAllControllers() throws Exception {
        var wrong = Files.writeString(home.resolve("directory-password"), "not-this-one");
        settings.put("calmend.directory.password", "file:" + wrong);
        var url = settings.get("calmend.directory.urls");
        settings.put("calmend.directory.urls", url + "," + url + ":636");
        var before = badPasswordsOf("svc-calmend");

        var said = check();

        assertThat(said.report().lines())
                .anyMatch(line -> line.matches("FAILED +directory, svc-calmend@corp.example at .*: is refused.*"))
                .anyMatch(line -> line.matches(
                        "not checked directory, svc-calmend@corp.example at .*: this password was rejected.*"))
                .anyMatch(line -> line.matches("not checked sign-in, .*CN=Calmend-Helpdesk.*"));
        assertThat(said.exitCode()).as(said.toString()).isEqualTo(1);
        assertThat(badPasswordsOf("svc-calmend") - before).isEqualTo(1);
    }

    /** Asked outside of this JVM, whose trust is no test's to change. */
    private static int badPasswordsOf(String account) throws IOException {
        var search = new ProcessBuilder(
                        "ldapsearch",
                        "-LLL",
                        "-x",
                        "-H",
                        "ldaps://" + SambaDomain.ADDRESS,
                        "-D",
                        SambaDomain.ADMINISTRATOR,
                        "-w",
                        SambaDomain.ADMINISTRATORS_PASSWORD,
                        "-b",
                        SambaDomain.BASE,
                        "(sAMAccountName=" + account + ")",
                        "badPwdCount")
                .redirectErrorStream(true);
        search.environment().put("LDAPTLS_CACERT", absolute(SambaDomain.authorityFile()));
        try (var said = search.start().inputReader()) {
            var lines = said.lines().toList();
            return lines.stream()
                    .filter(line -> line.startsWith("badPwdCount: "))
                    .mapToInt(line -> Integer.parseInt(line.substring("badPwdCount: ".length())))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(String.join("\n", lines)));
        }
    }
}
