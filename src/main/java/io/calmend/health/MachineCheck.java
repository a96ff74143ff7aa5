package io.calmend.health;

import io.calmend.database.DatabaseFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Checks what the portal needs on its own server: folders that it can write to, and free ports. */
@Component
@Order(70)
class MachineCheck implements HealthCheck {

    private static final int FIRST_FOR_EVERYBODY = 1024;

    private final Environment environment;

    MachineCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String area() {
        return "server";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        folder(results, Path.of(System.getProperty("java.io.tmpdir")), "temporary files");
        DatabaseFile.named(environment.getProperty("spring.datasource.url", ""))
                .ifPresent(file -> folder(results, file.getParent(), "the database"));
        var log = environment.getProperty("logging.file.name", environment.getProperty("logging.file.path", ""));
        if (!log.isBlank()) {
            var path = Path.of(log).toAbsolutePath();
            folder(results, Files.isDirectory(path) ? path : path.getParent(), "the log");
        }
        if (occasion == Occasion.COMMAND_LINE) {
            port(results, "server", 8080);
            port(results, "management.server", 8081);
        }
        return results;
    }

    private static void folder(List<CheckResult> results, @Nullable Path folder, String what) {
        var nearest = folder;
        while (nearest != null && !Files.exists(nearest)) {
            nearest = nearest.getParent();
        }
        results.add(
                nearest != null && Files.isDirectory(nearest) && Files.isWritable(nearest)
                        ? CheckResult.ok("folder " + folder, "can be written to, for " + what)
                        : CheckResult.failed(
                                "folder " + folder,
                                "is not writable, and is needed for " + what + ": make Calmend's account its owner"));
    }

    private void port(List<CheckResult> results, String server, int usual) {
        var port = environment.getProperty(server + ".port", Integer.class, usual);
        if (port <= 0) {
            return;
        }
        var address = Binder.get(environment).bind(server + ".address", Bindable.of(InetAddress.class));
        var at = address.isBound() ? new InetSocketAddress(address.get(), port) : new InetSocketAddress(port);
        var subject = "port " + port;
        try (var free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(at);
            results.add(CheckResult.ok(subject, "is free for Calmend (" + server + ".port)"));
        } catch (IOException refused) {
            results.add(
                    port < FIRST_FOR_EVERYBODY && !answers(at)
                            ? CheckResult.notChecked(
                                    subject,
                                    "this account is not allowed to open it (" + server
                                            + ".port); Calmend needs CAP_NET_BIND_SERVICE, which its systemd unit gives")
                            : CheckResult.warning(
                                    subject,
                                    "is in use (" + server
                                            + ".port). That is right if Calmend is running; otherwise another"
                                            + " process uses it, or the address does not belong to this server"));
        }
    }

    private static boolean answers(InetSocketAddress at) {
        try (var socket = new Socket()) {
            socket.connect(at, 1000);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }
}
