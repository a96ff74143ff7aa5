package io.calmend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.peers.PostgresServer;
import io.calmend.peers.SambaDomain;
import io.calmend.peers.WindowsLab;
import io.calmend.project.Guide;
import io.calmend.simulator.Names;
import io.calmend.simulator.SimulatedNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What the guide takes from others, and where it stands here: names, ports, the certificate authority. */
final class PilotSetting {

    private PilotSetting() {}

    /** A machine on which the guide's names mean folders and ports of this test. */
    static PilotMachine machine(Path folder, PostgresServer database, SimulatedNetwork network) throws IOException {
        var machine = new PilotMachine(folder);
        var health = freePort();
        machine.replace("/etc/postgresql/18/main", database.settings().toString());
        machine.replace("/opt/calmend", folder.resolve("calmend").toString());
        machine.replace("/etc/systemd/system", folder.resolve("systemd").toString());
        machine.replace("/etc/cron.d", folder.resolve("cron.d").toString());
        machine.replace("/var/backups/calmend", folder.resolve("backups").toString());
        machine.replace("/usr/lib/jvm/temurin-25-jre-amd64", System.getProperty("java.home"));
        machine.replace(
                "target/calmend-*.jar",
                Path.of(System.getProperty("calmend.jar")).toAbsolutePath().toString());
        machine.replace("10.0.5.20/32", "127.0.0.1/32");
        machine.replace("listen_addresses = '*'", "listen_addresses = '127.0.0.1'");
        machine.replace("port=5432", "hostaddr=127.0.0.1 port=" + database.port());
        machine.replace("db.corp.example:5432", "db.corp.example:" + database.port());
        machine.replace("127.0.0.1:8081", "127.0.0.1:" + health);
        machine.replace("-connect dc1.corp.example:636", "-connect " + SambaDomain.ADDRESS + ":636");
        // a build machine may be far busier than a server
        machine.replace("--retry 120", "--retry 600");
        machine.replace("useradd ", "useradd --prefix " + folder + " ");
        machine.replace("userdel ", "userdel --prefix " + folder + " ");
        Files.createDirectories(folder.resolve("etc"));
        for (var file : List.of("passwd", "group", "shadow", "gshadow")) {
            Files.writeString(folder.resolve("etc").resolve(file), "");
        }
        var names = Files.copy(Path.of(System.getProperty(Names.PROPERTY)), folder.resolve("hosts"));
        names.toFile().setReadable(true, false);
        machine.set("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        machine.set("SERVER_ADDRESS", SambaDomain.ADDRESS);
        machine.set("MANAGEMENT_SERVER_PORT", Integer.toString(health));
        machine.set("CALMEND_REMOTE_PORT", Integer.toString(network.winRmPort()));
        machine.set("CALMEND_REMOTE_SEALEDPORT", Integer.toString(network.sealedPort()));
        machine.set("PGHOST", database.sockets().toString());
        machine.set("PGPORT", Integer.toString(database.port()));
        Files.writeString(
                folder.resolve(".curlrc"), "resolve = \"calmend.corp.example:443:" + SambaDomain.ADDRESS + "\"\n");
        return machine;
    }

    /** The user is made in books of the test's own; from now on its numbers stand for its name. */
    static void learnTheServicesUser(PilotMachine machine, Path folder) throws IOException {
        var user = Files.readString(folder.resolve("etc/passwd")).split(":");
        assertThat(user[0]).isEqualTo("calmend");
        machine.service().runsAs(user[2], user[3]);
        machine.replace("-o root -g calmend", "-o root -g " + user[3]);
        machine.replace("root:calmend", "root:" + user[3]);
        machine.replace(
                "runuser -u calmend --", "setpriv --reuid=" + user[2] + " --regid=" + user[3] + " --clear-groups");
    }

    static void putAuthorities(PilotMachine machine, SimulatedNetwork network) throws IOException {
        Files.writeString(
                machine.path("/opt/calmend/config/ca.pem"),
                Files.readString(SambaDomain.authorityFile()) + Files.readString(network.authorityFile()));
    }

    static void signPortal(PilotMachine machine) throws Exception {
        sign(
                machine,
                "/opt/calmend/config/portal.csr",
                "/opt/calmend/config/portal-certificate.pem",
                "calmend.corp.example");
    }

    static void signDatabase(PilotMachine machine) throws Exception {
        machine.shell("openssl req -new -newkey rsa:2048 -nodes -subj /CN=db.corp.example"
                + " -keyout /etc/postgresql/18/main/server.key -out /etc/postgresql/18/main/server.csr"
                + " && chown postgres /etc/postgresql/18/main/server.key"
                + " && chmod 0600 /etc/postgresql/18/main/server.key");
        sign(machine, "/etc/postgresql/18/main/server.csr", "/etc/postgresql/18/main/server.crt", "db.corp.example");
    }

    private static void sign(PilotMachine machine, String request, String certificate, String name) throws Exception {
        machine.shell(
                "openssl x509 -req -days 365 -in %s -out %s -CA %s -CAkey %s -CAcreateserial -extfile <(printf '%s')"
                        .formatted(
                                request,
                                certificate,
                                SambaDomain.authorityFile().toAbsolutePath(),
                                SambaDomain.authorityKey().toAbsolutePath(),
                                "subjectAltName=DNS:" + name + "\\nextendedKeyUsage=serverAuth\\n"));
    }

    /** By which a browser knows the one key that it is to trust. */
    static String pinOfThePortal(PilotMachine machine) throws Exception {
        try (var file = Files.newInputStream(machine.path("/opt/calmend/config/portal-certificate.pem"))) {
            var key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(file)
                    .getPublicKey();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        }
    }

    static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the guide's command makes of a script block that Windows logged in two parts, run by the lab's PowerShell. */
    static String fingerprintFromTheEventLog(WindowsLab lab, String line) {
        var script = line.substring(line.indexOf("$Calmend="), line.lastIndexOf('"'));
        var half = script.length() / 2;
        lab.writeHost(JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "events", List.of(event(2, script.substring(half)), event(1, script.substring(0, half))))));
        try {
            var output = lab.serve(Guide.block("soc.md", "Recompute the fingerprint of a script", "powershell")
                    .text());
            assertThat(output.exitCode()).as(output.errors()).isZero();
            return output.text().strip();
        } finally {
            lab.writeHost("{}");
        }
    }

    private static Map<String, Object> event(int part, String text) {
        return Map.of(
                "LogName",
                "Microsoft-Windows-PowerShell/Operational",
                "Id",
                4104,
                "Properties",
                List.of(
                        Map.of("Value", part),
                        Map.of("Value", 2),
                        Map.of("Value", text),
                        Map.of("Value", "0f8fad5b-d9cb-469f-a165-70867728950e")));
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
