package io.calmend.benchmark;

import com.xebialabs.overthere.CmdLine;
import com.xebialabs.overthere.ConnectionOptions;
import com.xebialabs.overthere.OperatingSystemFamily;
import com.xebialabs.overthere.OverthereProcess;
import com.xebialabs.overthere.cifs.BaseCifsConnectionBuilder;
import com.xebialabs.overthere.cifs.CifsConnectionType;
import com.xebialabs.overthere.cifs.WinrmHttpsCertificateTrustStrategy;
import com.xebialabs.overthere.cifs.WinrmHttpsHostnameVerificationStrategy;
import com.xebialabs.overthere.util.DefaultAddressPortMapper;
import com.xebialabs.overthere.winrm.WinRmConnection;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.directory.Directory;
import io.calmend.execution.ExecutionRequest;
import io.calmend.execution.ExecutionState;
import io.calmend.execution.Executions;
import io.calmend.operation.Arguments;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;

/**
 * Measures what the portal adds to the remote commands of a diagnosis, a repair and an undo.
 *
 * <p>Each round does the three through the portal, then sends the very same command lines through bare Overthere to the same
 * simulated host in the same state, so both columns pay the same wire. The portal's side holds everything a person waits for:
 * directory, rights, database, audit log, backup and verification.
 *
 * <pre>./mvnw -q test-compile spring-boot:test-run -Dspring-boot.test-run.optimizedLaunch=false -Dspring-boot.run.main-class=io.calmend.benchmark.RepairBenchmark</pre>
 */
public final class RepairBenchmark {

    private static final String HOST = "pc-0421.corp.example";
    /** Until Java has compiled what a repair needs; a portal runs for months. */
    private static final int WARM_UP = 300;

    private static final int ROUNDS = 100;

    private final SimulatedNetwork network;
    private final Diagnoses diagnoses;
    private final Executions executions;
    private final Actor actor;
    private final HostControl host;
    private final String user;
    private final String password;

    private RepairBenchmark(SimulatedNetwork network, Map<String, String> settings, ApplicationContext portal)
            throws IOException {
        this.network = network;
        this.user = settings.get("calmend.remote.tiers[0].account");
        this.password = Files.readString(
                Path.of(settings.get("calmend.remote.tiers[0].password").substring("file:".length())));
        this.diagnoses = portal.getBean(Diagnoses.class);
        this.executions = portal.getBean(Executions.class);
        this.host = network.host(HOST);
        this.actor = switch (portal.getBean(Directory.class).person("alice")) {
            case Directory.PersonLookup.Found found -> found.person();
            case Directory.PersonLookup.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("calmend-benchmark");
        try (var network = SimulatedNetwork.start(folder, Clock.systemUTC())) {
            var settings = network.settings();
            settings.put("spring.datasource.url", "jdbc:h2:file:" + folder.resolve("database") + Databases.H2_OPTIONS);
            settings.put("logging.level.root", "WARN");
            settings.put("spring.main.banner-mode", "off");
            var builder = new SpringApplicationBuilder(CalmendApplication.class).web(WebApplicationType.SERVLET);
            settings.put("server.port", "0");
            settings.put("server.address", "127.0.0.1");
            settings.put("management.server.port", "0");
            settings.put("vaadin.productionMode", "false");
            builder.properties(new HashMap<>(settings));
            try (var portal = builder.run("--spring.datasource.url=" + settings.get("spring.datasource.url"))) {
                new RepairBenchmark(network, settings, portal).run();
            }
        }
    }

    private void run() throws Exception {
        System.out.println("database: H2 file, rounds: " + ROUNDS);
        var samples = new ArrayList<Long>();
        var diagnosis = new Column("diagnosis");
        var repair = new Column("repair CL-STORE");
        var undo = new Column("undo");
        for (var round = -WARM_UP; round < ROUNDS; round++) {
            network.reset();
            var examined = new long[1];
            measure(diagnosis, round >= 0, () -> examined[0] = diagnose());
            if (round >= 0) {
                samples.add(examined[0]);
            }
            var broken = observe();
            var id = new ExecutionId[1];
            measure(repair, round >= 0, () -> id[0] = repair());
            measure(undo, round >= 0, () -> undo(id[0]));
            require(observe().equals(broken), "the undo did not restore what was there");
            // the same lines again, from the same state, without the portal
            bare(diagnosis, round >= 0);
            bare(repair, round >= 0);
            require(!observe().equals(broken), "the bare repair changed nothing");
            bare(undo, round >= 0);
            require(observe().equals(broken), "the bare undo did not restore what was there");
        }
        System.out.printf(
                "%-16s %8s %14s %14s %12s %12s%n",
                "", "commands", "portal ms", "Overthere ms", "adds ms", "adds p95 ms");
        for (var column : List.of(diagnosis, repair, undo)) {
            column.print();
        }
        System.out.printf(
                "of the diagnosis, the way to the host (name, port, TLS, WinRM, schemes; no command): %d ms%n",
                samples.stream().sorted().toList().get(samples.size() / 2));
    }

    private List<ObservedTree> observe() {
        return MsLicensing.BOTH_VIEWS.stream().map(host::observe).toList();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private void measure(Column column, boolean counts, Work work) throws Exception {
        host.forgetCommands();
        var start = System.nanoTime();
        work.run();
        var took = System.nanoTime() - start;
        column.lines = host.commands().stream()
                .map(command -> withoutOvertheresQuotes(command.line()))
                .toList();
        if (counts) {
            column.portal.add(took);
        }
    }

    /** How many milliseconds of it went into the questions that come before the command. */
    private long diagnose() {
        var outcome = diagnoses.diagnose(actor, new HostName(HOST), null, _ -> {});
        if (!(outcome instanceof Diagnoses.CheckDecision.Made made)
                || made.diagnosis().failure() != null) {
            throw new IllegalStateException(outcome.toString());
        }
        return made.diagnosis().connection().steps().stream()
                .filter(step -> step.layer().compareTo(ConnectionDoctor.Layer.SIGN_IN) < 0)
                .mapToLong(ConnectionDoctor.CheckedLayer::milliseconds)
                .sum();
    }

    private ExecutionId repair() throws Exception {
        return carryOut(executions.plan(actor, new OperationKey("CL-STORE"), new HostName(HOST), null, Arguments.NONE));
    }

    private void undo(ExecutionId id) throws Exception {
        carryOut(executions.planUndo(actor, id));
    }

    private ExecutionId carryOut(Executions.PlanDecision decision) throws Exception {
        if (!(decision instanceof Executions.PlanDecision.Planned(var plan))) {
            throw new IllegalStateException(decision.toString());
        }
        var ended = new CountDownLatch(1);
        Predicate<ExecutionId> over =
                id -> executions.find(Actor.PORTAL, id).orElseThrow().state().ended();
        try (var _ = executions.listen(id -> {
            if (over.test(id)) {
                ended.countDown();
            }
        })) {
            var started =
                    executions.start(new ExecutionRequest(actor, plan.id(), plan.digest(), "benchmark", "BENCH-1"));
            if (!(started instanceof Executions.StartDecision.Started(var execution))) {
                throw new IllegalStateException(started.toString());
            }
            if (!over.test(execution) && !ended.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not ended: " + executions.find(Actor.PORTAL, execution));
            }
            var state = executions.find(Actor.PORTAL, execution).orElseThrow().state();
            if (state != ExecutionState.SUCCEEDED) {
                throw new IllegalStateException("ended as " + state);
            }
            return execution;
        }
    }

    private void bare(Column column, boolean counts) throws Exception {
        var start = System.nanoTime();
        for (var line : column.lines) {
            send(line);
        }
        if (counts) {
            column.overthere.add(System.nanoTime() - start);
        }
    }

    private void send(String line) throws Exception {
        var options = new ConnectionOptions();
        options.set(ConnectionOptions.OPERATING_SYSTEM, OperatingSystemFamily.WINDOWS);
        options.set(ConnectionOptions.ADDRESS, HOST);
        options.set(ConnectionOptions.PORT, network.winRmPort());
        options.set(ConnectionOptions.USERNAME, user);
        options.set(ConnectionOptions.PASSWORD, password);
        options.set(ConnectionOptions.PROTOCOL, BaseCifsConnectionBuilder.CONNECTION_TYPE);
        options.set(BaseCifsConnectionBuilder.CONNECTION_TYPE, CifsConnectionType.WINRM_INTERNAL);
        options.set("winrmEnableHttps", true);
        options.set("winrmHttpsCertificateTrustStrategy", WinrmHttpsCertificateTrustStrategy.STRICT);
        options.set("winrmHttpsHostnameVerificationStrategy", WinrmHttpsHostnameVerificationStrategy.STRICT);
        var connection = new WinRmConnection(options, DefaultAddressPortMapper.INSTANCE, null);
        OverthereProcess process = connection.startProcess(new CmdLine().addRaw(line));
        var errors = Thread.ofVirtual().start(() -> drain(process.getStderr()));
        drain(process.getStdout());
        errors.join();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the bare command failed");
        }
        connection.close();
    }

    /** Overthere puts a command into quotes, and would do so again. */
    private static String withoutOvertheresQuotes(String line) {
        return line.startsWith("\"") && line.endsWith("\"") ? line.substring(1, line.length() - 1) : line;
    }

    private static void drain(InputStream stream) {
        try (stream) {
            stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Column {

        private final String name;
        private final List<Long> portal = new ArrayList<>();
        private final List<Long> overthere = new ArrayList<>();
        private List<String> lines = List.of();

        Column(String name) {
            this.name = name;
        }

        void print() {
            var added = new long[portal.size()];
            for (var i = 0; i < added.length; i++) {
                added[i] = portal.get(i) - overthere.get(i);
            }
            Arrays.sort(added);
            System.out.printf(
                    "%-16s %8d %14.1f %14.1f %12.1f %12.1f%n",
                    name,
                    lines.size(),
                    median(portal),
                    median(overthere),
                    added[added.length / 2] / 1e6,
                    added[added.length * 95 / 100] / 1e6);
        }

        private static double median(List<Long> nanoseconds) {
            return nanoseconds.stream().sorted().toList().get(nanoseconds.size() / 2) / 1e6;
        }
    }
}
