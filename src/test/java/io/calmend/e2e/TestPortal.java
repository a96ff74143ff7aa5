package io.calmend.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.calmend.peers.Peers;
import io.calmend.simulator.SimulatedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One network, one portal and one browser for all end-to-end tests: each takes long to start. Ends with the JVM. */
final class TestPortal {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static @Nullable TestPortal open;

    private final SimulatedNetwork network;
    private final RunningPortal portal;
    private final Playwright playwright;
    private final Browser browser;

    private TestPortal(SimulatedNetwork network, RunningPortal portal, Playwright playwright, Browser browser) {
        this.network = network;
        this.portal = portal;
        this.playwright = playwright;
        this.browser = browser;
    }

    static synchronized TestPortal open(Class<?> test) throws IOException {
        needChromium(test);
        if (open == null) {
            var folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "e2e")).toAbsolutePath(), "stage");
            var network = SimulatedNetwork.start(folder.resolve("network"), Clock.systemUTC());
            var portal = RunningPortal.start(network, folder);
            var playwright = playwright();
            var browser = launch(playwright);
            var stage = new TestPortal(network, portal, playwright, browser);
            open = stage;
            Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
        }
        return open;
    }

    static void needChromium(Class<?> test) {
        if (!Files.isExecutable(CHROMIUM)) {
            Peers.leaveOut(test, "Chromium is not installed");
        }
    }

    static Playwright playwright() {
        return Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    static Browser launch(Playwright playwright, String... more) {
        var arguments = new ArrayList<String>(List.of(
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync"));
        arguments.addAll(List.of(more));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setArgs(arguments));
    }

    SimulatedNetwork network() {
        return network;
    }

    RunningPortal portal() {
        return portal;
    }

    Browser browser() {
        return browser;
    }

    private void close() {
        playwright.close();
        portal.close();
        network.close();
    }
}
