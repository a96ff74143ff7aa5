package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.WsManFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that is not ours, Debian's python3-winrm, finds the protocol it knows. */
@Tag("peers")
class PythonWinRmIT {

    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @BeforeAll
    static void start() throws Exception {
        if (run(List.of(PYTHON, "-c", "import winrm")).exitCode() != 0) {
            Peers.leaveOut(PythonWinRmIT.class, "python3-winrm is not installed");
        }
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void runsACommandAndReadsWhatItPrinted() throws Exception {
        var answer = call("pc-0422", "hostname");
        assertThat(answer.path("stdout").asString()).isEqualTo("PC-0422\r\n");
        assertThat(answer.path("code").asInt()).isZero();
        assertThat(network.host("pc-0422").shells()).isZero();
    }

    @Test
    void readsLongOutputAndErrorsWhole() throws Exception {
        var out = "0123456789äöü\r\n".repeat(20_000);
        network.runOn(
                "pc-0499",
                (_, _) -> new CommandEngine.Output(
                        out.getBytes(StandardCharsets.UTF_8), "broken\r\n".getBytes(StandardCharsets.UTF_8), 42));
        var answer = call("pc-0499", "anything");
        assertThat(answer.path("stdout").asString()).isEqualTo(out);
        assertThat(answer.path("stderr").asString()).isEqualTo("broken\r\n");
        assertThat(answer.path("code").asInt()).isEqualTo(42);
    }

    @Test
    void readsTheCodeOfAFault() throws Exception {
        assertThat(call("pc-0433", "hostname").path("error").asString())
                .contains("Access is denied.", "'wsmanfault_code': '5'", "w:AccessDenied");
        network.host("pc-0424").inject(new Fault.Refused(Message.CREATE, WsManFault.REMOTE_SHELL_NOT_ALLOWED));
        assertThat(call("pc-0424", "hostname").path("error").asString()).contains("2150859180");
    }

    @Test
    void isToldThatItsPasswordIsWrong() throws Exception {
        network.host("pc-0425").inject(new Fault.WrongPassword());
        assertThat(call("pc-0425", "hostname").path("error").asString())
                .contains("the specified credentials were rejected by the server");
    }

    @Test
    void refusesAnotherHostsCertificate() throws Exception {
        assertThat(call("pc-0431", "hostname").path("error").asString()).contains("doesn't match");
    }

    private static JsonNode call(String host, String command) throws Exception {
        var settings = network.settings();
        var password = settings.get("calmend.remote.tiers[0].password").substring("file:".length());
        var ran = run(List.of(
                PYTHON,
                Path.of("src", "test", "peers", "pywinrm-call.py").toString(),
                host + ".corp.example",
                Integer.toString(network.winRmPort()),
                network.authorityFile().toString(),
                settings.get("calmend.remote.tiers[0].account"),
                password,
                command));
        assertThat(ran.exitCode()).as(ran.stderr()).isZero();
        return JsonMapper.shared().readTree(ran.stdout());
    }

    private record Ran(int exitCode, String stdout, String stderr) {}

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        var stderr = folder.resolve("stderr").toFile();
        var process = new ProcessBuilder(command)
                .redirectError(stderr)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        var stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("no end");
        }
        return new Ran(process.exitValue(), stdout, java.nio.file.Files.readString(stderr.toPath()));
    }
}
