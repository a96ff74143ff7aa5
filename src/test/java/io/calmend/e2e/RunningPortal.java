package io.calmend.e2e;

import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.simulator.SimulatedNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal as it is delivered, against a simulated network; can be stopped and started again on what it kept. */
final class RunningPortal implements AutoCloseable {

    private final SimulatedNetwork network;
    private final Path folder;
    private final int port;
    private @Nullable ConfigurableApplicationContext application;

    private RunningPortal(SimulatedNetwork network, Path folder, int port) {
        this.network = network;
        this.folder = folder;
        this.port = port;
    }

    static RunningPortal start(SimulatedNetwork network, Path folder) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var portal = new RunningPortal(network, folder, port);
        portal.start();
        return portal;
    }

    void start() {
        var settings = new LinkedHashMap<>(network.settings());
        settings.put("server.address", "127.0.0.1");
        settings.put("server.port", Integer.toString(port));
        settings.put("server.shutdown", "immediate");
        settings.put(
                "spring.datasource.url",
                "jdbc:h2:file:" + folder.resolve("calmend").toAbsolutePath() + Databases.H2_OPTIONS);
        settings.put("spring.main.banner-mode", "off");
        settings.put("logging.level.root", "WARN");
        settings.put("calmend.ui.ribbon", "Demonstration");
        var arguments = new ArrayList<String>();
        settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        application = new SpringApplicationBuilder(CalmendApplication.class).run(arguments.toArray(String[]::new));
    }

    /** Ends as a service does when it is told to: running work is cut off. */
    void stop() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    String address(String path) {
        return "http://localhost:" + port + "/" + path;
    }

    @Override
    public void close() {
        stop();
    }
}
