package io.calmend.simulator;

import io.calmend.CalmendApplication;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * The whole product on one machine: a simulated network and directory in this process, and the portal, which knows nothing
 * of that and is told only addresses, names, accounts and rules. Everything it writes goes below {@code target/demo}.
 */
public final class Demo {

    private static final String RIBBON = "Demonstration";
    private static final List<String> TO_TRY =
            List.of("PC-0421", "PC-0422", "PC-0425", "PC-0434", "PC-0429", "PC-0431");

    private Demo() {}

    /** @param arguments settings of the portal, {@code --server.port=8090}; they win over the demonstration's own */
    public static void main(String[] arguments) {
        var folder = Path.of(System.getProperty("calmend.demo.folder", "target/demo"));
        // the network first: once anything has looked up a name, the JDK takes no other book of names
        var network = SimulatedNetwork.start(folder.resolve("network"), Clock.systemUTC());
        var settings = new LinkedHashMap<>(network.settings());
        settings.putAll(portal(folder));
        var application = new SpringApplication(CalmendApplication.class);
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) ready ->
                sayReady(ready.getApplicationContext().getEnvironment().getProperty("local.server.port", "8080")));
        SpringApplication.getShutdownHandlers().add(network::close);
        try {
            application.run(together(settings, arguments));
        } catch (RuntimeException e) {
            // the network's threads would keep this process alive
            network.close();
            throw e;
        }
    }

    private static Map<String, String> portal(Path folder) {
        var database = folder.resolve("data").resolve("calmend").toAbsolutePath();
        return Map.of(
                "server.address", "127.0.0.1",
                "server.port", "8080",
                "spring.datasource.url",
                        "jdbc:h2:file:" + database
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;LOCK_TIMEOUT=10000",
                "spring.main.banner-mode", "off",
                "logging.level.root", "WARN",
                // the realm's, which calls each unknown name an error
                "logging.level.org.apache.kerby", "OFF",
                "vaadin.productionMode", "true",
                "calmend.ui.ribbon", RIBBON);
    }

    /** Command-line arguments, since nothing else wins over the product's own settings; a person's come instead of ours. */
    private static String[] together(Map<String, String> settings, String[] arguments) {
        var all = new ArrayList<>(Arrays.asList(arguments));
        settings.forEach((name, value) -> {
            if (Arrays.stream(arguments).noneMatch(one -> one.startsWith("--" + name + "="))) {
                all.add("--" + name + "=" + value);
            }
        });
        return all.toArray(String[]::new);
    }

    private static void sayReady(String port) {
        var text = new StringBuilder("\nCalmend runs: http://localhost:" + port + "\n\n");
        text.append("People, all with the password ")
                .append(SimulatedDirectory.PASSWORD)
                .append(":\n");
        line(text, "alice", "helpdesk: find, diagnose, repair and undo on workstations");
        line(text, "bob", "helpdesk, as alice");
        line(text, "mona", "manager: reads the audit log");
        line(text, "carol", "administrator: permissions, the stop switch, the audit log");
        line(text, "nora", "has no rights here");
        line(text, "others", "dave, mary, frank, erin, lou and wks cannot sign in, each for another reason");
        text.append("\nComputers to try (type pc-04 to see all, each with what is wrong with it):\n");
        for (var member : Cast.members()) {
            if (TO_TRY.contains(member.name())) {
                line(text, member.name(), member.description());
            }
        }
        text.append(
                "\nNothing of this is real: network and directory are simulated, and end with this process (Ctrl-C).\n");
        System.out.println(text);
    }

    private static void line(StringBuilder text, String name, String what) {
        text.append("  %-8s  %s%n".formatted(name, what));
    }
}
