package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Fault.Sealing;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * MIT Kerberos and python3-winrm, of which nothing is ours and nothing the JDK's, find the realm, the seals and the bindings
 * they know.
 */
@Tag("peers")
class PythonKerberosIT {

    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @BeforeAll
    static void start() throws Exception {
        if (run(List.of(PYTHON, "-c", "import winrm, requests_kerberos, gssapi"))
                        .exitCode()
                != 0) {
            Peers.leaveOut(PythonKerberosIT.class, "python3-winrm, -gssapi or -requests-kerberos is not installed");
        }
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        logIn("svc-calmend-c");
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void reset() {
        network.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "WSMAN"})
    void runsACommandSealed(String service) throws Exception {
        var answer = call("http", service, "hostname");
        assertThat(answer.path("stdout").asString()).as(answer.toString()).isEqualTo("PC-0499\r\n");
        assertThat(answer.path("code").asInt()).isZero();
        assertThat(network.host("pc-0499").shells()).isZero();
        assertThat(network.host("pc-0499").commands())
                .extracting(HostControl.Command::account)
                .containsExactly("svc-calmend-c@CORP.EXAMPLE");
    }

    @Test
    void readsLongOutputWhole() throws Exception {
        var out = "0123456789äöü\r\n".repeat(20_000);
        network.runOn(
                "pc-0499", (_, _) -> new CommandEngine.Output(out.getBytes(StandardCharsets.UTF_8), new byte[0], 42));
        var answer = call("http", "HTTP", "anything");
        assertThat(answer.path("stdout").asString()).isEqualTo(out);
        assertThat(answer.path("code").asInt()).isEqualTo(42);
    }

    @Test
    void unsealsTheFaultOfWhoIsNoAdministrator() throws Exception {
        logIn("svc-calmend-s");
        try {
            assertThat(call("http", "HTTP", "hostname").path("error").asString())
                    .contains("Access is denied.", "'wsmanfault_code': '5'");
        } finally {
            logIn("svc-calmend-c");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLIPPED_BIT", "EC_NOT_ZERO", "NOT_ROTATED"})
    void refusesTokensThatAreNotAsWindowsMakesThem(Sealing.Kind kind) throws Exception {
        network.host("pc-0499").inject(new Sealing(kind, Message.CREATE));
        assertThat(call("http", "HTTP", "hostname").path("error").asString()).startsWith("GSSError");
    }

    @Test
    void isBoundToTheCertificateThatTheHostShows() throws Exception {
        network.host("pc-0499").inject(new Fault.StrictBinding());
        var answer = call("https", "HTTP", "hostname");
        assertThat(answer.path("stdout").asString()).as(answer.toString()).isEqualTo("PC-0499\r\n");
    }

    private static void logIn(String name) throws Exception {
        var account = network.domainAccount(name);
        var ran = run(List.of("kinit", "-k", "-t", account.keytab().toString(), account.principal()));
        assertThat(ran.exitCode()).as(ran.stderr()).isZero();
    }

    private static JsonNode call(String scheme, String service, String command) throws Exception {
        var port = scheme.equals("https") ? network.winRmPort() : network.sealedPort();
        var ran = run(List.of(
                PYTHON,
                Path.of("src", "test", "peers", "pywinrm-kerberos.py").toString(),
                scheme,
                "pc-0499.corp.example",
                Integer.toString(port),
                service,
                command));
        assertThat(ran.exitCode()).as(ran.stderr()).isZero();
        return JsonMapper.shared().readTree(ran.stdout());
    }

    private record Ran(int exitCode, String stdout, String stderr) {}

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        var stderr = folder.resolve("stderr").toFile();
        var builder = new ProcessBuilder(command)
                .redirectError(stderr)
                .redirectInput(Path.of("/dev/null").toFile());
        var environment = builder.environment();
        environment.put(
                "PYTHONPATH", Path.of("src", "test", "peers", "gssapi-kerberos").toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        if (network != null) {
            environment.put("KRB5_CONFIG", network.krb5Conf().toString());
            environment.put("KRB5CCNAME", folder.resolve("tickets").toString());
            environment.put("REQUESTS_CA_BUNDLE", network.authorityFile().toString());
        }
        var process = builder.start();
        var stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end");
        }
        return new Ran(process.exitValue(), stdout, Files.readString(stderr.toPath()));
    }
}
