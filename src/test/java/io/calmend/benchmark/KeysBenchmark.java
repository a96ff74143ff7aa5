package io.calmend.benchmark;

import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.directory.Directory;
import io.calmend.execution.Executions;
import io.calmend.operation.Arguments;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;

/**
 * Measures what a host with many keys costs the portal: the processor time of one check and of one plan, and how long others wait
 * for the sign-in page while three people plan against such hosts at once. Network and portal share one process and its memory.
 *
 * <pre>./mvnw -q test-compile spring-boot:test-run -Dspring-boot.test-run.optimizedLaunch=false -Dspring-boot.run.jvmArguments="-Xmx512m -XX:+ExitOnOutOfMemoryError" -Dspring-boot.run.main-class=io.calmend.benchmark.KeysBenchmark</pre>
 */
public final class KeysBenchmark {

    private static final List<Integer> COUNTS =
            List.of(100, 300, 600, 1_000, 1_200, 1_900, 3_000, 6_000, 13_000, 20_000);
    private static final List<String> HOSTS = List.of("pc-0422", "pc-0423", "pc-0424");
    private static final int WARM_UP = 20;
    private static final OperationKey CLEAR = new OperationKey("CL-STORE");

    private final SimulatedNetwork network;
    private final Executions executions;
    private final Diagnoses diagnoses;
    private final Actor actor;
    private final URI login;

    private KeysBenchmark(SimulatedNetwork network, ApplicationContext portal) {
        this.network = network;
        this.executions = portal.getBean(Executions.class);
        this.diagnoses = portal.getBean(Diagnoses.class);
        this.actor = switch (portal.getBean(Directory.class).person("alice")) {
            case Directory.PersonLookup.Found found -> found.person();
            case Directory.PersonLookup.Refused refused -> throw new IllegalStateException(refused.toString());
        };
        this.login = URI.create(
                "http://localhost:" + portal.getEnvironment().getRequiredProperty("local.server.port") + "/login");
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("calmend-benchmark");
        try (var network = SimulatedNetwork.start(folder, Clock.systemUTC())) {
            var settings = new HashMap<String, Object>(network.settings());
            settings.put("spring.datasource.url", "jdbc:h2:file:" + folder.resolve("database") + Databases.H2_OPTIONS);
            settings.put("logging.level.root", "ERROR");
            settings.put("spring.main.banner-mode", "off");
            settings.put("server.port", "0");
            settings.put("server.address", "127.0.0.1");
            settings.put("management.server.port", "0");
            try (var portal = new SpringApplicationBuilder(CalmendApplication.class)
                    .web(WebApplicationType.SERVLET)
                    .properties(settings)
                    .run()) {
                new KeysBenchmark(network, portal).run();
            }
        }
    }

    private void run() throws Exception {
        fill(100);
        // the first visit makes what all later ones find
        get(HttpClient.newHttpClient());
        for (var round = 0; round < WARM_UP; round++) {
            plan(HOSTS.getFirst());
            check(HOSTS.getFirst());
        }
        System.out.printf(
                "%8s %14s %14s %18s %18s  %s%n",
                "keys", "check, CPU ms", "plan, CPU ms", "three plans, ms", "slowest /login, ms", "outcome");
        for (var count : COUNTS) {
            fill(count);
            var outcome = new String[1];
            var check = processorTime(() -> check(HOSTS.getFirst()));
            var plan = processorTime(() -> outcome[0] = plan(HOSTS.getFirst()));
            var slowest = new AtomicLong();
            var three = threeAtOnce(slowest);
            System.out.printf("%8d %14d %14d %18d %18d  %s%n", count, check, plan, three, slowest.get(), outcome[0]);
        }
    }

    private void fill(int count) {
        network.reset();
        var keys = IntStream.range(0, count)
                .mapToObj(number -> (RegistryChange) new RegistryChange.CreateKey(
                        RegistryView.REGISTRY64, MsLicensing.STORE.child("LICENSE" + (1_000 + number))))
                .toList();
        HOSTS.forEach(host -> network.tamper(host + ".corp.example", keys));
    }

    private String check(String host) {
        return switch (diagnoses.diagnose(actor, new HostName(host), null, _ -> {})) {
            case Diagnoses.CheckDecision.Made made ->
                "checked " + made.diagnosis().failure();
            case Diagnoses.CheckDecision.Refused refused -> refused.reason().name();
        };
    }

    private String plan(String host) {
        return switch (executions.plan(actor, CLEAR, new HostName(host), null, Arguments.NONE)) {
            case Executions.PlanDecision.Planned planned ->
                "planned, " + planned.plan().commands() + " commands";
            case Executions.PlanDecision.Refused refused -> refused.reason().name();
        };
    }

    /** Of this thread and of those that compute for it; what the simulated host does on its own is not in it. */
    private static long processorTime(Supplier<String> work) {
        var before = ofComputing();
        work.get();
        return (ofComputing() - before) / 1_000_000;
    }

    private static long ofComputing() {
        var threads = ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadCpuTime()
                + Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(one -> one != null && one.getThreadName().startsWith("computing-"))
                        .mapToLong(one -> threads.getThreadCpuTime(one.getThreadId()))
                        .sum();
    }

    private long threeAtOnce(AtomicLong slowest) throws InterruptedException {
        var over = new AtomicBoolean();
        var visitor = Thread.ofPlatform().start(() -> visit(over, slowest));
        var start = System.nanoTime();
        var planners = new ArrayList<Thread>();
        for (var host : HOSTS) {
            planners.add(Thread.ofVirtual().start(() -> plan(host)));
        }
        for (var planner : planners) {
            planner.join();
        }
        over.set(true);
        visitor.join();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private void get(HttpClient client) throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(login).timeout(Duration.ofMinutes(5)).build(), BodyHandlers.discarding());
    }

    private void visit(AtomicBoolean over, AtomicLong slowest) {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(login).timeout(Duration.ofMinutes(5)).build();
            while (!over.get()) {
                var start = System.nanoTime();
                client.send(request, BodyHandlers.discarding());
                slowest.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
