package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real portal with little memory before hosts that hold more keys than any licence cache. */
class ManyKeysIT {

    /** What a person waits for is measured by a benchmark; here it must only go on at all, on a machine that does much else. */
    private static final Duration CONTINUES = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void hostsWithThousandsOfKeysNeitherEndNorFreezeThePortal() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (var network = SimulatedNetwork.start(folder.resolve("network"), Clock.systemUTC());
                var portal = Portal.start(
                        network.namesFile(),
                        network.settings(),
                        folder.resolve("database"),
                        Map.of("server.port", Integer.toString(port), "server.address", "127.0.0.1"),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError");
                var visitor = new Visitor(port)) {
            network.tamper("pc-0422.corp.example", keys(13_000));
            network.tamper("pc-0423.corp.example", keys(20_000));
            network.tamper("pc-0424.corp.example", keys(1_200));

            for (var host : List.of("pc-0422", "pc-0423", "pc-0422")) {
                assertThat(portal.ask("plan alice CL-STORE " + host)).startsWith("refused CACHE_TOO_LARGE");
            }
            assertThat(portal.ask("plan alice CL-STORE pc-0424")).startsWith("planned");
            assertThat(portal.ask("plan alice CL-STORE pc-0421")).startsWith("planned");
            assertThat(visitor.served.get()).isPositive();
            assertThat(visitor.failed.get()).isZero();
        }
    }

    private static List<RegistryChange> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> (RegistryChange) new RegistryChange.CreateKey(
                        RegistryView.REGISTRY64, MsLicensing.STORE.child("LICENSE" + (1_000 + number))))
                .toList();
    }

    /** Somebody else who wants to sign in, again and again. */
    private static final class Visitor implements AutoCloseable {

        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicBoolean leaves = new AtomicBoolean();
        private final Thread thread;

        Visitor(int port) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/login"))
                    .timeout(CONTINUES)
                    .build();
            thread = Thread.ofPlatform().daemon().start(() -> {
                try (var client = HttpClient.newHttpClient()) {
                    while (!leaves.get()) {
                        try {
                            client.send(request, BodyHandlers.discarding());
                            served.incrementAndGet();
                        } catch (IOException late) {
                            failed.incrementAndGet();
                        }
                    }
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public void close() throws InterruptedException {
            leaves.set(true);
            thread.join(CONTINUES);
        }
    }
}
