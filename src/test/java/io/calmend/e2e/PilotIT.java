package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ColorScheme;
import io.calmend.peers.PostgresServer;
import io.calmend.peers.SambaDomain;
import io.calmend.peers.WindowsLab;
import io.calmend.project.Guide;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.remote.script.LabHost;
import io.calmend.simulator.LabEngine;
import io.calmend.simulator.Names;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.SimulatedNetwork.ExternalRealm;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * An administrator's first hour, by the guide alone: every block of {@code install.md} and {@code upkeep.md} is done in the
 * order in which it stands, with nothing but names replaced, on a real directory, a real PostgreSQL, a real shell and the jar of
 * the release; then people use what was installed, on the Windows lab.
 */
@Tag("e2e")
class PilotIT {

    private static final String PORTAL = "https://calmend.corp.example/";
    private static final String LOG_ENTRY_OF_RULES =
            "SELECT convert_from(document, 'UTF8') FROM audit_entry WHERE kind = 'RulesRead' ORDER BY number DESC LIMIT 1";

    private static @Nullable Path folder;
    private static @Nullable PostgresServer database;
    private static @Nullable SimulatedNetwork network;
    private static @Nullable PilotMachine machine;
    private static @Nullable Playwright playwright;
    private static WindowsLab lab;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        TestPortal.needChromium(PilotIT.class);
        lab = WindowsLab.openFor(PilotIT.class);
        SambaDomain.startFor(PilotIT.class);
        // others than root have to get there, which a folder of the build does not promise
        folder = Files.createTempDirectory(
                "pilot", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        database = PostgresServer.makeFor(PilotIT.class, folder.resolve("postgres"));
        network = SimulatedNetwork.start(
                folder.resolve("network"),
                Clock.systemUTC(),
                new ExternalRealm(SambaDomain.kerberosConfiguration(), SambaDomain.keytab("hosts")));
        network.runOn("pc-0421", new LabEngine(WindowsLab.script(), WindowsLab.directory()));
        for (var name : List.of("dc1", "dc2", "calmend")) {
            Names.add(name + ".corp.example", SambaDomain.ADDRESS);
        }
        Names.add("db.corp.example", "127.0.0.1");
        machine = PilotSetting.machine(folder, database, network);
        damageLicences();
    }

    @AfterAll
    static void stop() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        if (machine != null) {
            machine.close();
        }
        if (database != null) {
            database.close();
        }
        if (network != null) {
            network.close();
        }
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** One licence as a client leaves it when its disk was full, and one that only the system may change. */
    private static void damageLicences() {
        lab.writeHost("{}");
        var garbage = new byte[100];
        var locked =
                SampleStates.key(MsLicensing.STORE.child("LICENSE001"), RegistryValue.binary("ClientLicense", garbage));
        new LabHost(lab)
                .hold(SampleStates.bothViews(
                        SampleStates.key(
                                MsLicensing.ROOT,
                                SampleStates.key(
                                        MsLicensing.HARDWARE_ID, RegistryValue.binary("ClientHWID", new byte[20])),
                                SampleStates.key(
                                        MsLicensing.STORE,
                                        SampleStates.key(
                                                MsLicensing.STORE.child("LICENSE000"),
                                                RegistryValue.binary("ClientLicense", garbage),
                                                RegistryValue.text("two  blanks, \"quotes\" & %PATH%", "x")),
                                        new KeyState.Present(
                                                locked.path(),
                                                SampleStates.OTHER_RIGHTS,
                                                locked.values(),
                                                List.of(),
                                                0))),
                        new KeyState.Absent(MsLicensing.ROOT)));
    }

    @Test
    void guideLeadsFromAnEmptyMachineToARepairAndItsUndoAndToTheEnd() throws Exception {
        install();
        useIt();
        nothingSecretIsLogged();
        hashesCanBeRecomputed();
        keepItUp();
    }

    // ---- install.md

    private static void install() throws Exception {
        for (var block : Guide.blocks("install.md")) {
            switch (block.chapter().replaceFirst("^(\\d+).*", "$1")) {
                case "1" -> {
                    var said = machine.follow(block);
                    if (block.text().contains("useradd")) {
                        PilotSetting.learnTheServicesUser(machine, folder);
                    } else {
                        assertThat(said).containsPattern("openjdk version \"(2[5-9]|[3-9]\\d)");
                    }
                }
                case "2" -> {
                    PilotSetting.putAuthorities(machine, network);
                    machine.follow(block);
                }
                case "3" -> {
                    var said = machine.follow(block);
                    if (block.text().contains("openssl req")) {
                        PilotSetting.signPortal(machine);
                    } else {
                        assertThat(said).contains("OK", "does match certificate");
                    }
                }
                case "4" -> {
                    machine.typeNext(Visitor.PASSWORD + "\n" + Visitor.PASSWORD + "\n");
                    assertThat(machine.follow(block)).doesNotContain(Visitor.PASSWORD);
                }
                case "5" -> database(block);
                case "7" -> tried(machine.follow(block), block.text().contains("--host"));
                case "6", "8" -> machine.follow(block);
                case "9" -> assertThat(machine.follow(block)).contains("{\"status\":\"UP\"}");
                default -> throw new AssertionError("what is to come of " + block + "?");
            }
        }
        assertThat(machine.shell("systemd-analyze verify /etc/systemd/system/calmend.service"))
                .isEmpty();
    }

    private static void tried(String said, boolean oneHost) {
        if (oneHost) {
            assertThat(said).endsWith("The sealed transport works on this computer.\n");
            return;
        }
        assertThat(said.lines())
                .anyMatch(line -> line.matches("ok +directory, ldaps://dc1.*: answers, and its certificate is trusted"))
                .anyMatch(line -> line.matches("ok +directory, svc-calmend@corp.example at .*: signs in"))
                .anyMatch(line -> line.matches("ok +sign-in, calmend.signin.groups.helpdesk .*: exists, 2 people"))
                .anyMatch(line -> line.matches("ok +rules, rule 'Helpdesk on workstations', OU=.*: exists, .*"))
                .anyMatch(line -> line.matches("ok +accounts, .*, account svc-calmend-c@CORP.EXAMPLE: signs in; .*"))
                .anyMatch(line -> line.matches("ok +accounts, krb5.conf .*: names the realm CORP.EXAMPLE"))
                .anyMatch(line -> line.matches("ok +database, .*: answers, PostgreSQL .*, account calmend"))
                .anyMatch(
                        line -> line.matches("ok +address, own certificate .*: matches its key and is valid until .*"))
                .anyMatch(line -> line.matches("ok +address, https://calmend.corp.example: its name is in the DNS .*"))
                .anyMatch(line ->
                        line.matches("not checked server, port 443: this account is not allowed to open it .*"));
        // the second level is a group without people here
        assertThat(said).endsWith(" 1 with warnings, 0 failed, 1 not checked.\n");
    }

    private static void database(Guide.Block block) throws Exception {
        if (!block.language().equals("sql")) {
            assertThat(machine.follow(block)).doesNotContain("error");
            return;
        }
        PilotSetting.signDatabase(machine);
        database.start();
        var password = Files.readString(machine.path("/opt/calmend/secrets/spring.datasource.password"));
        machine.typeNext(password + password);
        machine.follow(block);
    }

    // ---- people

    private static void useIt() throws Exception {
        playwright = TestPortal.playwright();
        browser = TestPortal.launch(
                playwright,
                "--host-resolver-rules=MAP calmend.corp.example " + SambaDomain.ADDRESS,
                "--ignore-certificate-errors-spki-list=" + PilotSetting.pinOfThePortal(machine));
        var before = registry();
        network.resetTraffic();
        try (var alice = visitor()) {
            alice.signIn("alice");
            alice.page().locator(".hero-search input").fill("pc-0421");
            alice.button("Check PC-0421").click();
            alice.link("Review the changes").first().click();
            alice.waitForHeading("Clear cached licences");
            alice.page().getByLabel("Reason").fill("User cannot connect since Monday");
            alice.page().getByLabel("Ticket").fill("INC-70412");
            alice.button("Run the repair").click();
            ends(alice, "Repair of PC-0421 done");
            assertThat(registry()).doesNotContain("LICENSE00").isNotEqualTo(before);

            alice.link("Undo this repair").click();
            alice.waitForHeading("Undo");
            alice.page().getByLabel("Reason").fill("Only tried");
            alice.button("Undo now").click();
            ends(alice, "on PC-0421 done");
        }
        assertThat(PilotSetting.sha256(registry())).isEqualTo(PilotSetting.sha256(before));
        assertThat(network.sealedTraffic().requests())
                .isPositive()
                .isEqualTo(network.traffic().requests());
        logIsIntact();
    }

    /** Of the sign-in, the check, the repair and its undo, with everything logged that an operator can ask for. */
    private static void nothingSecretIsLogged() throws Exception {
        var secrets = new ArrayList<>(List.of(
                Visitor.PASSWORD,
                Files.readString(machine.path("/opt/calmend/secrets/spring.datasource.password"))
                        .strip()));
        for (var secret : List.copyOf(secrets)) {
            secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            secrets.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
        var words = machine.portalsWords();
        assertThat(words).contains("Started CalmendApplication");
        assertThat(secrets).allSatisfy(secret -> assertThat(secret).isNotBlank());
        assertThat(secrets).noneMatch(words::contains);
    }

    private static void logIsIntact() {
        try (var mona = visitor()) {
            mona.signIn("mona");
            mona.button("Verify").click();
            mona.page().getByText("Intact: all").first().waitFor();
        }
    }

    private static Visitor visitor() {
        var visitor = new Visitor(browser, PORTAL, 1280, ColorScheme.LIGHT);
        // a command on the lab starts a PowerShell, which takes its time on a busy machine
        visitor.page().setDefaultTimeout(180_000);
        return visitor;
    }

    private static void ends(Visitor person, String heading) {
        try {
            person.waitForHeading(heading);
        } catch (TimeoutError otherwise) {
            throw new AssertionError("not '" + heading + "': " + person.main().innerText(), otherwise);
        }
    }

    /** Every key and value of both views with owner, group and access rights, read without the product's own scripts. */
    private static String registry() {
        var output = lab.serve("""
                $all = New-Object Text.StringBuilder
                function Walk($key) {
                  $rights = $key.GetAccessControl('Owner,Group,Access').GetSecurityDescriptorSddlForm('Owner,Group,Access')
                  [void]$all.AppendLine("K $($key.Name) $rights")
                  foreach ($name in ($key.GetValueNames() | Sort-Object)) {
                    $value = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
                    [void]$all.AppendLine("V $name $($key.GetValueKind($name)) $($value -join ' ')")
                  }
                  foreach ($name in ($key.GetSubKeyNames() | Sort-Object)) { Walk $key.OpenSubKey($name) }
                }
                foreach ($view in 'Registry64', 'Registry32') {
                  [void]$all.AppendLine($view)
                  $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', $view).OpenSubKey('SOFTWARE\\Microsoft\\MSLicensing')
                  if ($root) { Walk $root }
                }
                $all.ToString()
                """);
        assertThat(output.exitCode()).as(output.errors()).isZero();
        assertThat(output.text()).contains("HardwareID");
        return output.text();
    }

    // ---- soc.md

    private static void hashesCanBeRecomputed() throws Exception {
        var rules = machine.follow(Guide.block("soc.md", "Recompute the hash of the rules", "sh"));
        assertThat(psql(LOG_ENTRY_OF_RULES)).contains(rules.substring(0, 64));

        for (var command : List.of("observe", "change")) {
            var line = network.host("pc-0421").commands().stream()
                    .map(sent -> sent.line())
                    .filter(sent -> sent.contains("$Calmend='" + command + " "))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(folder.resolve("command.txt"), line);
            var hash = machine.follow(Guide.block("soc.md", "Recompute the fingerprint of a script", "sh"))
                    .substring(0, 64);
            assertThat(Files.readString(Path.of("src/docs/scripts.md")))
                    .containsPattern("`" + command + " \\d+ registry` \\| `" + hash + "`");
            assertThat(PilotSetting.fingerprintFromTheEventLog(lab, line)).isEqualTo(hash);
        }
    }

    // ---- upkeep.md

    private static void keepItUp() throws Exception {
        var head = "";
        for (var block : Guide.blocks("upkeep.md")) {
            switch (block.chapter()) {
                case "Back up" -> {
                    machine.follow(block);
                    if (block.text().contains("tar --create")) {
                        assertThat(machine.shell("tar --list --file=/var/backups/calmend/config.tar"))
                                .contains("config/application.yaml", "config/delegation.yaml")
                                .doesNotContain("secrets");
                    }
                }
                case "The head of the audit log" -> head = headOfTheLog(block, head);
                case "Restore" -> restore(block, head);
                case "Upgrade" -> {
                    assertThat(machine.follow(block)).contains("{\"status\":\"UP\"}");
                    assertThat(machine.path("/opt/calmend/calmend.jar.old")).exists();
                }
                case "Remove" -> {
                    machine.follow(block);
                    assertThat(machine.path("/opt/calmend")).doesNotExist();
                    assertThat(machine.path("/etc/systemd/system/calmend.service"))
                            .doesNotExist();
                    assertThat(psqlAsAdministrator("SELECT count(*) FROM pg_roles WHERE rolname = 'calmend'"))
                            .isEqualTo("0\n");
                }
                default -> throw new AssertionError("what is to come of " + block + "?");
            }
        }
    }

    private static String headOfTheLog(Guide.Block block, String head) throws Exception {
        var said = machine.follow(block);
        if (block.file().isPresent()) {
            assertThat(hourly(machine.path(block.file().get()))).isEqualTo("calmend-audit " + head);
            return head;
        }
        if (head.isEmpty()) {
            assertThat(said).matches("calmend-audit \\d+ [0-9a-f]{64}\n");
            return said.replace("calmend-audit ", "");
        }
        assertThat(said).startsWith(head);
        return head;
    }

    /** What cron would hand to the log. */
    private static String hourly(Path crontab) throws Exception {
        var line = Pattern.compile("7 \\* \\* \\* \\* (\\S+) ([^%]+) \\| logger --tag calmend-audit\n")
                .matcher(Files.readString(crontab));
        assertThat(line.matches()).isTrue();
        return machine.shell("runuser -u " + line.group(1) + " -- " + line.group(2));
    }

    private static void restore(Guide.Block block, String head) throws Exception {
        var said = machine.follow(block);
        if (block.text().contains("pg_restore")) {
            assertThat(said).contains("{\"status\":\"UP\"}");
            logIsIntact();
            var number = head.substring(0, head.indexOf(' '));
            assertThat(psql("SELECT number, hash FROM audit_entry WHERE number = " + number))
                    .isEqualTo(head.replace(' ', '|'));
            for (var slip : List.of("UPDATE audit_entry SET words = ''", "DELETE FROM audit_entry")) {
                assertThatThrownBy(() -> psql(slip)).hasMessageContaining("permission denied for table audit_entry");
            }
        } else if (block.text().contains("has_table_privilege")) {
            assertThat(said).isEqualTo("f|f\n");
        }
    }

    /** As the portal's account, over TLS. */
    private static String psql(String statement) throws Exception {
        return machine.shell(
                "PGPASSWORD=$(cat /opt/calmend/secrets/spring.datasource.password) psql --no-psqlrc -v ON_ERROR_STOP=1 -At "
                        + "'host=db.corp.example port=5432 dbname=calmend user=calmend sslmode=verify-full "
                        + "sslrootcert=/opt/calmend/config/ca.pem' <<'SQL'\n" + statement + ";\nSQL");
    }

    private static String psqlAsAdministrator(String statement) throws Exception {
        return machine.shell("runuser -u postgres -- psql --no-psqlrc -At <<'SQL'\n" + statement + ";\nSQL");
    }
}
