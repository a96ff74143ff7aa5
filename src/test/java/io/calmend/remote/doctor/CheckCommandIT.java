package io.calmend.remote.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.remote.doctor.CheckProcess.Said;
import io.calmend.remote.gateway.Parts;
import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar calmend.jar check --host …}, as an administrator types it. */
class CheckCommandIT {

    private static final String TIER = "calmend.remote.tiers[0].";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    private final Map<String, String> settings = new LinkedHashMap<>();
    private Path home;

    @BeforeAll
    static void start() {
        network = SimulatedNetwork.start(folder.resolve("network"), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void fresh() throws Exception {
        network.reset();
        home = Files.createTempDirectory(folder, "home");
        var account = network.domainAccount("svc-calmend-c");
        settings.put("calmend.remote.port", Integer.toString(network.winRmPort()));
        settings.put("calmend.remote.sealed-port", Integer.toString(network.sealedPort()));
        settings.put(
                "calmend.remote.trusted-certificates", network.authorityFile().toString());
        settings.put("calmend.remote.kerberos-configuration", network.krb5Conf().toString());
        settings.put(TIER + "name", "Workstations");
        settings.put(TIER + "organisational-units[0]", Parts.WORKSTATIONS);
        settings.put(TIER + "account", account.principal());
        settings.put(TIER + "password", "file:" + Parts.secret(folder, account.password()));
    }

    private Said check(String... arguments) throws Exception {
        return CheckProcess.run(home, settings, List.of("-Djdk.net.hosts.file=" + network.namesFile()), arguments);
    }

    private static void assertLines(Said said, String... expected) {
        var lines = said.report().lines().toList();
        assertThat(lines).as(said.errors()).hasSameSizeAs(expected);
        for (var i = 0; i < expected.length; i++) {
            assertThat(lines.get(i)).matches(expected[i]);
        }
    }

    @Test
    void goodHostIsReportedLineByLineAndNothingElseIsStarted() throws Exception {
        // what an operator may have written for the portal
        settings.put("logging.level.root", "debug");
        settings.put("logging.file.name", home.resolve("portal.log").toString());

        var said = check("--host", "PC-0421.corp.example", "--idle", "1");

        assertLines(
                said,
                "Calmend checks pc-0421\\.corp\\.example with svc-calmend-c@CORP\\.EXAMPLE, Java \\d+",
                "ok    name +127\\.0\\.0\\.1 \\(\\d+ ms\\)",
                "ok    port " + network.sealedPort() + " +answers \\(\\d+ ms\\)",
                "ok    port " + network.winRmPort() + " +answers \\(\\d+ ms\\)",
                "ok    ticket-granting ticket +valid until \\d+ [A-Z][a-z]+ \\d{4}, \\d\\d:\\d\\d UTC \\(\\d+ ms\\)",
                "ok    ticket for HTTP/pc-0421\\.corp\\.example +AES-256 \\(\\d+ ms\\)",
                "ok    ticket for WSMAN/pc-0421\\.corp\\.example +AES-256 \\(\\d+ ms\\)",
                "ok    sealed: sign-in and one shell +Negotiate, header of the last token"
                        + " 0504[0-9a-f]{28} \\(EC 0, RRC 28\\) \\(\\d+ ms\\)",
                "ok    sealed: echo calmend +9 bytes in 1 answers, the largest 9, exit code 0 \\(\\d+ ms\\)",
                "ok    sealed: 300000 characters +300002 bytes in \\d+ answers, the largest \\d+, exit code 0 \\(\\d+ ms\\)",
                "ok    sealed: idle for 1 s +still signed in \\(\\d+ ms\\)",
                "ok    TLS: channel binding in this Java +supported \\(\\d+ ms\\)",
                "ok    TLS: sign-in bound to the certificate +Negotiate \\(\\d+ ms\\)",
                "ok    TLS: echo calmend +9 bytes in 1 answers, the largest 9, exit code 0 \\(\\d+ ms\\)",
                "ok    TLS: sign-in without a binding +accepted: CBT hardening level Relaxed or None \\(\\d+ ms\\)",
                "The sealed transport works on this computer\\.");
        assertThat(said.exitCode()).isZero();
        assertThat(said.errors()).isEmpty();
        assertThat(said.report())
                .doesNotContain(network.domainAccount("svc-calmend-c").password(), "AAAA", "PC-0421");
        assertThat(network.host("pc-0421").shells()).isZero();
        try (var files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("no database, no log of the portal")
                    .containsExactlyInAnyOrder("report", "errors");
        }
    }

    @Test
    void hostThatInsistsOnABindingIsReportedAsStrict() throws Exception {
        network.host("pc-0421").inject(new Fault.StrictBinding());

        var said = check("--host", "pc-0421.corp.example", "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isZero();
        assertThat(said.report())
                .containsPattern("ok    TLS: sign-in bound to the certificate +Negotiate")
                .containsPattern("ok    TLS: sign-in without a binding +refused: CBT hardening level Strict");
    }

    @Test
    void hostThatRefusesTheTicketFails() throws Exception {
        network.host("pc-0421").inject(new Fault.TicketRefused());

        var said = check("--host", "pc-0421.corp.example", "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isEqualTo(1);
        assertThat(said.report())
                .containsPattern("ok    ticket for HTTP/pc-0421\\.corp\\.example +AES-256")
                .containsPattern("FAIL  sealed: sign-in and one shell +TICKET_REFUSED, the computer offers negotiate")
                .containsPattern("no    TLS: sign-in bound to the certificate +TICKET_REFUSED")
                .doesNotContain("echo", "Strict")
                .endsWith("The sealed transport does not work on this computer yet." + System.lineSeparator());
    }

    @ParameterizedTest
    @CsvSource({"pc-0429.corp.example, CONNECTION_REFUSED", "pc-0777.corp.example, NAME_NOT_RESOLVED"})
    void hostThatCannotBeReachedFails(String host, String reason) throws Exception {
        var said = check("--host", host, "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isEqualTo(1);
        assertThat(said.report())
                .containsPattern("FAIL  port " + network.sealedPort() + " +" + reason)
                .containsPattern("FAIL  sealed: sign-in and one shell +")
                .endsWith("The sealed transport does not work on this computer yet." + System.lineSeparator());
    }

    @Test
    void hostThatClosesItsConnectionsIsGoodButForItsTimeout() throws Exception {
        network.host("pc-0421").inject(new Fault.Sealing(Fault.Sealing.Kind.CONNECTION_CLOSE, Message.CREATE));
        network.host("pc-0421").inject(new Fault.Sealing(Fault.Sealing.Kind.CONNECTION_CLOSE, Message.DELETE));

        var said = check("--host", "pc-0421.corp.example", "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isZero();
        assertThat(said.report())
                .doesNotContain("FAIL")
                .containsPattern("no    sealed: idle for 0 s +CONNECTION_LOST, IOException: the computer has closed");
        assertThat(network.host("pc-0421").shells()).isZero();
    }

    @Test
    void commandThatDoesNotRunAsItShouldFails() throws Exception {
        var blocked = "blocked by X".getBytes(StandardCharsets.US_ASCII);
        network.runOn("pc-0421", (_, _) -> new CommandEngine.Output(blocked, blocked, 5));

        var said = check("--host", "pc-0421.corp.example", "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isEqualTo(1);
        assertThat(said.report())
                .containsPattern("ok    sealed: sign-in and one shell")
                .containsPattern("FAIL  sealed: echo calmend +12 bytes in 1 answers, the largest 12, exit code 5")
                .doesNotContain("blocked");
        assertThat(network.host("pc-0421").shells()).isZero();
    }

    @Test
    void wrongPasswordIsTriedOnce() throws Exception {
        settings.put(TIER + "password", "file:" + Parts.secret(folder, "not-this-one"));
        var before = network.kdc().exchanges();

        var said = check("--host", "pc-0421.corp.example", "--idle", "0");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isEqualTo(1);
        assertThat(said.report())
                .containsPattern("FAIL  ticket-granting ticket +SIGN_IN_REJECTED, Kerberos 24:")
                .doesNotContain("not-this-one");
        assertThat(network.kdc().exchanges() - before)
                .as("without a password, and with it")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--host", "--port 5985", "--host pc-0421.corp.example --idle", "pc-0421.corp.example"})
    void mistypedCommandShowsHowItIsMeant(String arguments) throws Exception {
        var said = check(arguments.split(" "));

        assertThat(said.exitCode()).isEqualTo(2);
        assertLines(said, "check, or check --host NAME \\[--tier NAME] \\[--idle SECONDS]");
    }

    @ParameterizedTest
    @CsvSource({
        "--host 10.0.0.1, --host: not the DNS name of a computer",
        "--host pc-0421.corp.example --idle 601, --idle: 0 to 600 seconds",
        "--host pc-0421.corp.example --tier Servers, calmend.remote.tiers has no such tier"
    })
    void argumentThatDoesNotFitIsReported(String arguments, String sentence) throws Exception {
        var said = check(arguments.split(" "));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.report()).startsWith(sentence).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "calmend.remote.tiers[0].password, geheim, 'calmend.remote.tiers[0].password: a password is given as env:NAME or file:PATH, never as itself'",
        "calmend.remote.kerberos-configuration, nowhere.conf, calmend.remote.kerberos-configuration: ",
        "calmend.remote.trusted-certificates, nowhere.pem, calmend.remote.trusted-certificates: "
    })
    void settingThatCannotBeUsedIsReportedInOneLine(String setting, String value, String sentence) throws Exception {
        settings.put(setting, value);

        var said = check("--host", "pc-0421.corp.example");

        assertThat(said.exitCode()).as(said.report() + said.errors()).isEqualTo(2);
        assertThat(said.report()).startsWith(sentence).hasLineCount(1).doesNotContain("geheim");
        assertThat(said.errors()).isEmpty();
    }

    // ---- with a directory: the tier is that of the host's organisational unit

    private void everySetting() {
        settings.clear();
        settings.putAll(network.settings());
    }

    @Test
    void tierOfTheHostsOrganisationalUnitIsUsedAndNoOther() throws Exception {
        everySetting();

        var right = check("--host", "rdsh01", "--idle", "0");
        var other = check("--host", "rdsh01", "--tier", "Workstations");

        assertThat(right.report()).startsWith("Calmend checks rdsh01.corp.example with svc-calmend-s@CORP.EXAMPLE");
        assertThat(right.exitCode()).as(right.toString()).isZero();
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.report()).contains("belongs to the tier Servers").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"dc1, DOMAIN_CONTROLLER", "pc-0430, HOST_DISABLED", "pc-9999, HOST_UNKNOWN"})
    void hostThatTheDirectoryRefusesIsNotTried(String host, String reason) throws Exception {
        everySetting();
        var before = network.traffic().connections();

        var said = check("--host", host);

        assertThat(said.exitCode()).as(said.toString()).isEqualTo(2);
        assertThat(said.report()).startsWith(reason + ":").hasLineCount(1);
        assertThat(network.traffic().connections()).isEqualTo(before);
    }

    @Test
    void localAccountIsTriedOnceOnTheHost() throws Exception {
        everySetting();

        var said = check("--host", "pc-0421");

        assertLines(
                said,
                "Calmend checks pc-0421\\.corp\\.example with the local account calmend-ws, Java \\d+",
                "ok    name +127\\.0\\.0\\.1 \\(\\d+ ms\\)",
                "ok    TLS: trusted certificate +found \\(\\d+ ms\\)",
                "ok    OVERTHERE: sign-in and echo calmend +9 bytes, exit code 0 \\(\\d+ ms\\)",
                "The local account works on this computer\\.");
        assertThat(said.exitCode()).isZero();
    }

    @Test
    void localAccountThatIsRefusedIsNotTriedAgain() throws Exception {
        everySetting();
        settings.put("calmend.remote.tiers[0].password", "file:" + Parts.secret(folder, "not-this-one"));

        var said = check("--host", "pc-0421");

        assertThat(said.exitCode()).as(said.toString()).isEqualTo(1);
        assertThat(said.report())
                .containsPattern("FAIL  OVERTHERE: sign-in and echo calmend +SIGN_IN_REJECTED.*not tried again")
                .doesNotContain("not-this-one");
    }
}
