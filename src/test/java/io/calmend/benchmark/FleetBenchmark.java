package io.calmend.benchmark;

import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.registry.MsLicensing;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.wsman.TicketCache;
import io.calmend.simulator.Fault;
import io.calmend.simulator.SimulatorProcess;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the ways to a host against one another: observes a whole fleet, many at once, then one observation at a time, each on a new
 * connection. The simulated network is a process of its own; the gateway, its accounts and the decoding of answers are the product's.
 *
 * <p>The ideal of a fleet is what the network and the hosts alone would take: for each host one round trip for the connection, one
 * for the login and one for each of the three messages before the answer, and the host's own time.
 *
 * <pre>./mvnw -q test-compile spring-boot:test-run -Dspring-boot.test-run.optimizedLaunch=false -Dspring-boot.run.jvmArguments="-Xmx512m --add-exports=java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED" -Dspring-boot.run.main-class=io.calmend.benchmark.FleetBenchmark</pre>
 */
public final class FleetBenchmark {

    private static final int HOSTS = 1_000;
    private static final int WIDE = 200;
    private static final int SINGLE = 200;
    private static final int WARM_UP = 50;

    /** A portal runs for months; Java needs many thousand looks until it has compiled what they need. */
    private static final int ROUNDS = 20;
    /** The last rounds: hosts are far away, and take their time. */
    private static final int FAR = 7;

    private static final int COUNTED = 5;
    /** Two fleets in turn, and those that are observed one at a time. */
    private static final int ALL_HOSTS = 2 * HOSTS + (WARM_UP + SINGLE) * TransportCase.values().length + 1;

    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration HOST_TIME = Duration.ofMillis(300);
    private static final int FIRST = 10_000;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Observation OBSERVATION = OfRegistry.observation(MsLicensing.BOTH_VIEWS, true);
    private static final String DOMAIN_ACCOUNT = "svc-calmend-c@CORP.EXAMPLE";
    private static final String WORKSTATIONS = "OU=Workstations,DC=corp,DC=example";

    /** A way, and how many round trips a person waits for on a new connection. */
    private enum TransportCase {
        SEALED(5),
        TLS(6),
        /** A local account, Basic. */
        OVERTHERE(13),
        /** The same account as the sealed transport, one sign-in for each message; too slow for the fleet. */
        OVERTHERE_KERBEROS(13);

        private static final List<TransportCase> FLEET = List.of(SEALED, TLS, OVERTHERE);

        private final int roundTrips;

        TransportCase(int roundTrips) {
            this.roundTrips = roundTrips;
        }

        String transport() {
            return this == OVERTHERE_KERBEROS ? "overthere" : name().toLowerCase(Locale.ROOT);
        }

        /** Where the portal is told that such hosts stand. */
        String unit() {
            return "OU=" + this + "," + WORKSTATIONS;
        }

        ManagedHost host(int number) {
            return ManagedHosts.in(unit(), "PC-" + (FIRST + number));
        }

        Duration ideal(int hosts) {
            return ROUND_TRIP.multipliedBy(roundTrips).plus(HOST_TIME).multipliedBy(hosts / WIDE);
        }
    }

    private final SimulatorProcess simulator;
    private final HostObserver gateway;
    private final TicketCache tickets;
    private final Map<String, String> settings;
    private final Path folder;

    private FleetBenchmark(
            SimulatorProcess simulator,
            HostObserver gateway,
            TicketCache tickets,
            Map<String, String> settings,
            Path folder) {
        this.simulator = simulator;
        this.gateway = gateway;
        this.tickets = tickets;
        this.settings = settings;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Security.setProperty("networkaddress.cache.ttl", "3600");
        var folder = Files.createTempDirectory("calmend-benchmark");
        try (var simulator = SimulatorProcess.start(folder, ALL_HOSTS)) {
            System.setProperty("jdk.net.hosts.file", simulator.namesFile().toString());
            var settings = simulator.settings();
            settings.put("spring.datasource.url", "jdbc:h2:file:" + folder.resolve("database") + Databases.H2_OPTIONS);
            settings.put("logging.level.root", "ERROR");
            settings.put("spring.main.banner-mode", "off");
            settings.put("server.port", "0");
            settings.put("server.address", "127.0.0.1");
            settings.put("management.server.port", "0");
            settings.put("vaadin.productionMode", "false");
            for (var testCase : TransportCase.values()) {
                var tier = "calmend.remote.tiers[" + (3 + testCase.ordinal()) + "].";
                settings.put(tier + "name", "Fleet " + testCase);
                settings.put(tier + "organisational-units[0]", testCase.unit());
                settings.put(tier + "transport", testCase.transport());
                settings.put(
                        tier + "account",
                        testCase == TransportCase.OVERTHERE
                                ? settings.get("calmend.remote.tiers[0].account")
                                : DOMAIN_ACCOUNT);
                if (testCase == TransportCase.OVERTHERE) {
                    settings.put(tier + "password", settings.get("calmend.remote.tiers[0].password"));
                } else if (testCase == TransportCase.OVERTHERE_KERBEROS) {
                    var password = Files.writeString(folder.resolve("password"), "Tr7-domain-workstations");
                    settings.put(tier + "password", "file:" + password);
                } else {
                    settings.put(tier + "keytab", keytab(settings));
                }
            }
            var builder = new SpringApplicationBuilder(CalmendApplication.class).web(WebApplicationType.SERVLET);
            builder.properties(new HashMap<>(settings));
            // what is set for good in the product's settings gives way to an argument only
            try (var portal = builder.run(
                    "--logging.level.org.apache.http=OFF",
                    "--spring.datasource.url=" + settings.get("spring.datasource.url"))) {
                new FleetBenchmark(
                                simulator,
                                portal.getBean(HostObserver.class),
                                portal.getBean(TicketCache.class),
                                settings,
                                folder)
                        .run();
            }
        }
    }

    /** Of the account that administers workstations, beside that of the servers' one. */
    private static String keytab(Map<String, String> settings) {
        return settings.get("calmend.remote.tiers[2].keytab").replace("svc-calmend-s", "svc-calmend-c");
    }

    private void run() throws Exception {
        System.out.printf(
                "%d processors, heap at most %d MB, JDK %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() / 1_048_576,
                Runtime.version());
        // a modelled host makes its registry when somebody first observes it; a real one has it
        for (var number = 0; number < ALL_HOSTS; number++) {
            simulator.host("PC-" + (FIRST + number)).observe(MsLicensing.BOTH_VIEWS.getFirst());
        }
        // finding names in a file of thousands is this benchmark's own burden: a company has DNS
        for (var number = 0; number < ALL_HOSTS; number++) {
            InetAddress.getAllByName("pc-" + (FIRST + number) + ".corp.example");
        }
        var measured = new EnumMap<TransportCase, List<Figures>>(TransportCase.class);
        for (var round = 0; round < ROUNDS; round++) {
            if (round == ROUNDS - FAR) {
                for (var number = 0; number < 2 * HOSTS; number++) {
                    simulator.host("PC-" + (FIRST + number)).inject(new Fault.HostTime(HOST_TIME));
                }
                simulator.roundTrip(ROUND_TRIP);
            }
            for (var testCase : TransportCase.FLEET) {
                // the other half rests until none of its connections is kept; their number tells
                var figures = fleet(testCase, round % 2 * HOSTS);
                if (round >= ROUNDS - COUNTED) {
                    measured.computeIfAbsent(testCase, _ -> new ArrayList<>()).add(figures);
                }
            }
        }
        System.out.printf(
                "%d hosts, %d at once, %d ms round trip, %d ms on the host; of %d rounds after %d to warm up the medians,"
                        + " the fewest seen and connections, the largest heap and all that were pinned%n",
                HOSTS, WIDE, ROUND_TRIP.toMillis(), HOST_TIME.toMillis(), COUNTED, ROUNDS - COUNTED);
        System.out.printf(
                "%-10s %6s %8s %16s %7s %7s %10s %13s %13s %12s %10s %9s%n",
                "",
                "seen",
                "seconds",
                "(from, to)",
                "ideal",
                "ratio",
                "median ms",
                "portal CPU s",
                "hosts' CPU s",
                "connections",
                "requests",
                "heap MB");
        measured.forEach(FleetBenchmark::print);
        pywinrm();
        simulator.roundTrip(Duration.ZERO);
        oneAtATime();
    }

    private static void print(TransportCase testCase, List<Figures> all) {
        var seconds = all.stream().mapToDouble(Figures::seconds).sorted().toArray();
        var ideal = testCase.ideal(HOSTS).toMillis() / 1e3;
        System.out.printf(
                "%-10s %6.0f %8.2f %16s %7.2f %7.2f %10.0f %13.1f %13.1f %12.0f %10.0f %9.0f   (pinned for 1 ms or more: %.0f)%n",
                testCase,
                all.stream().mapToDouble(Figures::seen).min().orElseThrow(),
                median(all, Figures::seconds),
                "(%.2f, %.2f)".formatted(seconds[0], seconds[seconds.length - 1]),
                ideal,
                median(all, Figures::seconds) / ideal,
                median(all, Figures::millisOfAHost),
                median(all, Figures::portal),
                median(all, Figures::hosts),
                all.stream().mapToDouble(Figures::connections).min().orElseThrow(),
                median(all, Figures::requests),
                all.stream().mapToDouble(Figures::megabytes).max().orElseThrow(),
                all.stream().mapToDouble(Figures::pinned).sum());
    }

    private static double median(List<Figures> all, ToDoubleFunction<Figures> figure) {
        return all.stream().mapToDouble(figure).sorted().toArray()[all.size() / 2];
    }

    /**
     * Of one observation at a whole fleet.
     *
     * @param portal seconds of its processor time
     * @param hosts the same, of all hosts and the KDC
     * @param megabytes the most of the heap
     * @param pinned how often a virtual thread held its carrier for a millisecond or more
     */
    private record Figures(
            long seen,
            double seconds,
            double millisOfAHost,
            double portal,
            double hosts,
            long connections,
            long requests,
            double megabytes,
            int pinned) {}

    /** No latency: what the client itself, and the host's side of it, cost. Each host is new to the portal. */
    private void oneAtATime() {
        var took = new EnumMap<TransportCase, List<Long>>(TransportCase.class);
        var number = 2 * HOSTS + 1;
        // in turn, so that all meet the same machine
        for (var round = -WARM_UP; round < SINGLE; round++) {
            for (var testCase : TransportCase.values()) {
                var host = testCase.host(number++);
                var start = System.nanoTime();
                observe(host);
                var nanos = System.nanoTime() - start;
                // the shell is closed when the answer is there; the next one must not pay for it
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> simulator.host(host.name()).shells() == 0);
                if (round >= 0) {
                    took.computeIfAbsent(testCase, _ -> new ArrayList<>()).add(nanos);
                }
            }
        }
        var medians = took.values().stream()
                .mapToDouble(all -> all.stream().sorted().toList().get(all.size() / 2) / 1e6)
                .toArray();
        System.out.printf(
                "one look on a new connection, median ms: sealed %.1f, TLS %.1f, Overthere with Basic %.1f, with Kerberos %.1f;"
                        + " sealed / Overthere: %.2f, %.2f%n",
                medians[0], medians[1], medians[2], medians[3], medians[0] / medians[2], medians[0] / medians[3]);
    }

    private void observe(ManagedHost host) {
        if (!(gateway.observe(host, OBSERVATION) instanceof ObservationResult.Observed)) {
            throw new IllegalStateException(host.name() + ": " + gateway.observe(host, OBSERVATION));
        }
    }

    private Figures fleet(TransportCase testCase, int first) throws Exception {
        tickets.forget(DOMAIN_ACCOUNT);
        // the first one proves the account, as for a person who has worked before
        observe(testCase.host(2 * HOSTS));
        System.gc();
        var pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        var took = new long[HOSTS];
        var reached = new boolean[HOSTS];
        try (var recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(1));
            recording.start();
            var traffic = simulator.traffic();
            var hosts = simulator.computed();
            var portal = PROCESS.getProcessCpuTime();
            var start = System.nanoTime();
            all(testCase, first, took, reached);
            var seconds = (System.nanoTime() - start) / 1e9;
            portal = PROCESS.getProcessCpuTime() - portal;
            hosts = simulator.computed().minus(hosts);
            var after = simulator.traffic();
            recording.stop();
            var file = folder.resolve("pinned.jfr");
            recording.dump(file);
            Arrays.sort(took);
            return new Figures(
                    IntStream.range(0, HOSTS).filter(i -> reached[i]).count(),
                    seconds,
                    took[HOSTS / 2] / 1e6,
                    portal / 1e9,
                    hosts.toMillis() / 1e3,
                    after.connections() - traffic.connections(),
                    after.requests() - traffic.requests(),
                    pools.stream()
                                    .mapToDouble(pool -> pool.getPeakUsage().getUsed())
                                    .sum()
                            / 1_048_576,
                    RecordingFile.readAllEvents(file).size());
        }
    }

    private void all(TransportCase testCase, int first, long[] took, boolean[] reached) throws InterruptedException {
        var permits = new Semaphore(WIDE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < HOSTS; number++) {
                var one = number;
                permits.acquire();
                threads.submit(() -> {
                    var begun = System.nanoTime();
                    try {
                        reached[one] = gateway.observe(testCase.host(first + one), OBSERVATION)
                                instanceof ObservationResult.Observed;
                    } finally {
                        took[one] = System.nanoTime() - begun;
                        permits.release();
                    }
                });
            }
        }
    }

    private void pywinrm() throws Exception {
        var line = simulator.host("PC-" + FIRST).commands().getFirst().line();
        var command = Files.writeString(folder.resolve("command"), line);
        var hosts = Files.write(
                folder.resolve("fleet"),
                IntStream.range(0, HOSTS)
                        .mapToObj(number -> "pc-" + (FIRST + number) + ".corp.example")
                        .toList());
        var environment = Map.of(
                "PYTHONPATH",
                "src/test/peers/gssapi-kerberos",
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "KRB5_CONFIG",
                settings.get("calmend.remote.kerberos-configuration"),
                "KRB5CCNAME",
                folder.resolve("tickets").toString());
        python(environment, List.of("kinit", "-k", "-t", keytab(settings).substring("file:".length()), DOMAIN_ACCOUNT));
        var said = JsonMapper.shared()
                .readTree(python(
                        environment,
                        List.of(
                                "/usr/bin/python3",
                                "src/test/peers/pywinrm-fleet.py",
                                settings.get("calmend.remote.sealed-port"),
                                Integer.toString(WIDE),
                                command.toString(),
                                hosts.toString())));
        System.out.printf(
                "%-12s %8d %10.2f %10s %10s %14.0f%n",
                "pywinrm",
                said.path("seen").asInt(),
                said.path("seconds").asDouble(),
                "",
                "",
                said.path("median").asDouble() * 1e3);
    }

    private static String python(Map<String, String> environment, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(command.getFirst() + " failed");
        }
        return said;
    }
}
