package io.calmend.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.operation.MsLicensing;
import io.calmend.operation.Observation;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Sight;
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
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the ways to a host against one another: one look at a time on a new connection, then looks at a whole fleet, many at
 * once. The simulated network is a process of its own; the door, its accounts and the decoding of answers are the product's.
 *
 * <p>The ideal of a fleet is what the network and the hosts alone would take: for each host one round trip for the connection, one
 * for the login and one for each of the three messages before the answer, and the host's own time.
 *
 * <pre>./mvnw -q test-compile spring-boot:test-run -Dspring-boot.run.optimizedLaunch=false -Dspring-boot.run.jvmArguments="-Xmx512m --add-exports=java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED" -Dspring-boot.run.main-class=io.calmend.benchmark.FleetBenchmark</pre>
 */
public final class FleetBenchmark {

    private static final int HOSTS = 1_000;
    private static final int WIDE = 200;
    private static final int SINGLE = 60;
    private static final int WARM_UP = 20;
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration HOST_TIME = Duration.ofMillis(300);
    private static final int FIRST = 10_000;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Observation LOOK = new Observation(MsLicensing.BOTH_VIEWS, true);
    private static final String WORKSTATIONS = "OU=Workstations,DC=corp,DC=example";

    /** A way, and how many round trips a person waits for on a new connection. */
    private enum Way {
        SEALED(5),
        TLS(6),
        /** A local account, Basic. */
        OVERTHERE(13),
        /** The same account as the sealed way, one login for each message; too slow for the fleet. */
        OVERTHERE_KERBEROS(13);

        private static final List<Way> FLEET = List.of(SEALED, TLS, OVERTHERE);

        private final int roundTrips;

        Way(int roundTrips) {
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
    private final HostObserver door;
    private final Map<String, String> settings;
    private final Path folder;

    private FleetBenchmark(SimulatorProcess simulator, HostObserver door, Map<String, String> settings, Path folder) {
        this.simulator = simulator;
        this.door = door;
        this.settings = settings;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Security.setProperty("networkaddress.cache.ttl", "3600");
        var folder = Files.createTempDirectory("calmend-benchmark");
        try (var simulator = SimulatorProcess.start(folder, 2 * HOSTS)) {
            System.setProperty("jdk.net.hosts.file", simulator.namesFile().toString());
            var settings = simulator.settings();
            settings.put("spring.datasource.url", "jdbc:h2:file:" + folder.resolve("database") + Databases.H2_OPTIONS);
            settings.put("logging.level.root", "ERROR");
            settings.put("logging.level.org.apache.http", "OFF");
            settings.put("spring.main.banner-mode", "off");
            settings.put("server.port", "0");
            settings.put("server.address", "127.0.0.1");
            settings.put("management.server.port", "0");
            settings.put("vaadin.productionMode", "false");
            for (var way : Way.values()) {
                var tier = "calmend.remote.tiers[" + (3 + way.ordinal()) + "].";
                settings.put(tier + "name", "Fleet " + way);
                settings.put(tier + "organisational-units[0]", way.unit());
                settings.put(tier + "transport", way.transport());
                settings.put(
                        tier + "account",
                        way == Way.OVERTHERE
                                ? settings.get("calmend.remote.tiers[0].account")
                                : "svc-calmend-c@CORP.EXAMPLE");
                if (way == Way.OVERTHERE) {
                    settings.put(tier + "password", settings.get("calmend.remote.tiers[0].password"));
                } else if (way == Way.OVERTHERE_KERBEROS) {
                    var password = Files.writeString(folder.resolve("password"), "Tr7-domain-workstations");
                    settings.put(tier + "password", "file:" + password);
                } else {
                    settings.put(tier + "keytab", keytab(settings));
                }
            }
            var builder = new SpringApplicationBuilder(CalmendApplication.class).web(WebApplicationType.SERVLET);
            builder.properties(new HashMap<>(settings));
            try (var portal = builder.run()) {
                new FleetBenchmark(simulator, portal.getBean(HostObserver.class), settings, folder).run();
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
        // a modelled host makes its registry when somebody first looks at it; a real one has it
        for (var number = 0; number < 2 * HOSTS; number++) {
            simulator.host("PC-" + (FIRST + number)).look(MsLicensing.BOTH_VIEWS.getFirst());
        }
        oneAtATime();
        // finding names in a file of thousands is this benchmark's own burden: a company has DNS
        for (var number = 0; number < 2 * HOSTS; number++) {
            InetAddress.getAllByName("pc-" + (FIRST + number) + ".corp.example");
        }
        // other hosts than those that count, so that nothing is kept of them but what Java has learnt
        for (var way : Way.FLEET) {
            all(way, HOSTS, new long[HOSTS], new boolean[HOSTS]);
        }
        for (var number = 0; number < HOSTS; number++) {
            simulator.host("PC-" + (FIRST + number)).inject(new Fault.HostTime(HOST_TIME));
        }
        simulator.roundTrip(ROUND_TRIP);
        System.out.printf(
                "%d hosts, %d at once, %d ms round trip, %d ms on the host%n",
                HOSTS, WIDE, ROUND_TRIP.toMillis(), HOST_TIME.toMillis());
        System.out.printf(
                "%-12s %8s %10s %10s %10s %14s %14s %12s%n",
                "", "seen", "seconds", "ideal", "ratio", "median ms", "portal CPU s", "peak heap MB");
        for (var way : Way.FLEET) {
            fleet(way);
        }
        pywinrm();
    }

    /** No latency: what the client itself, and the host's side of it, cost. Each host is new to the portal. */
    private void oneAtATime() {
        var took = new EnumMap<Way, List<Long>>(Way.class);
        var number = HOSTS;
        // in turn, so that all meet the same machine
        for (var round = -WARM_UP; round < SINGLE; round++) {
            for (var way : Way.values()) {
                var host = way.host(number++);
                var start = System.nanoTime();
                look(host);
                if (round >= 0) {
                    took.computeIfAbsent(way, _ -> new ArrayList<>()).add(System.nanoTime() - start);
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

    private void look(ManagedHost host) {
        if (!(door.observe(host, LOOK) instanceof Sight.Seen)) {
            throw new IllegalStateException(host.name() + ": " + door.observe(host, LOOK));
        }
    }

    private void fleet(Way way) throws Exception {
        // the first one proves the account, as for a person who has worked before
        look(way.host(HOSTS));
        System.gc();
        var pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        var took = new long[HOSTS];
        var seen = new boolean[HOSTS];
        long pinned;
        double seconds;
        double cpu;
        try (var recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(1));
            recording.start();
            var computed = PROCESS.getProcessCpuTime();
            var start = System.nanoTime();
            all(way, 0, took, seen);
            cpu = (PROCESS.getProcessCpuTime() - computed) / 1e9;
            seconds = (System.nanoTime() - start) / 1e9;
            recording.stop();
            var file = folder.resolve("pinned.jfr");
            recording.dump(file);
            pinned = RecordingFile.readAllEvents(file).size();
        }
        var peak =
                pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        Arrays.sort(took);
        var ideal = way.ideal(HOSTS).toMillis() / 1e3;
        System.out.printf(
                "%-12s %8d %10.2f %10.2f %10.2f %14.0f %14.1f %12d   (virtual threads pinned for 1 ms or more: %d)%n",
                way,
                IntStream.range(0, HOSTS).filter(i -> seen[i]).count(),
                seconds,
                ideal,
                seconds / ideal,
                took[HOSTS / 2] / 1e6,
                cpu,
                peak / 1_048_576,
                pinned);
    }

    private void all(Way way, int first, long[] took, boolean[] seen) throws InterruptedException {
        var gate = new Semaphore(WIDE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number = 0; number < HOSTS; number++) {
                var one = number;
                gate.acquire();
                threads.submit(() -> {
                    var begun = System.nanoTime();
                    try {
                        seen[one] = door.observe(way.host(first + one), LOOK) instanceof Sight.Seen;
                    } finally {
                        took[one] = System.nanoTime() - begun;
                        gate.release();
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
        python(
                environment,
                List.of(
                        "kinit",
                        "-k",
                        "-t",
                        keytab(settings).substring("file:".length()),
                        "svc-calmend-c@CORP.EXAMPLE"));
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
