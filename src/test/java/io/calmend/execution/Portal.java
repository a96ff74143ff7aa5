package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.database.Databases;
import io.calmend.simulator.SimulatorProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A {@link PortalProcess} as a test sees it. Its database is a file; one process at a time has it open. */
final class Portal implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 180;

    private final Process process;
    private final PrintWriter in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Portal(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread.ofVirtual().start(this::listen);
    }

    /** Starts the portal in {@code network} and waits until it is ready. @param more in addition or instead */
    static Portal start(SimulatorProcess network, Path database, Map<String, String> more) throws Exception {
        return start(network.namesFile(), network.settings(), database, more);
    }

    /** As above, with more options of its JVM. @param names where it finds the hosts of the network that {@code settings} name */
    static Portal start(
            Path names, Map<String, String> settings, Path database, Map<String, String> more, String... jvm)
            throws Exception {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(jvm));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "-Djdk.net.hosts.file=" + names,
                "-XX:TieredStopAtLevel=1",
                "--add-exports",
                "java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED",
                PortalProcess.class.getName(),
                "--spring.datasource.url=jdbc:h2:file:" + database + Databases.H2_OPTIONS,
                "--spring.main.banner-mode=off",
                "--management.server.port=0",
                "--logging.level.root=warn"));
        var all = new LinkedHashMap<>(Map.of("server.port", "0"));
        all.putAll(settings);
        all.putAll(more);
        all.forEach((name, value) -> command.add("--" + name + "=" + value));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var portal = new Portal(process);
        assertThat(portal.next()).isEqualTo("ready");
        return portal;
    }

    private void listen() {
        try (var lines = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("> ")) {
                    answers.add(line.substring(2));
                } else {
                    System.out.println("portal: " + line);
                }
            }
        } catch (IOException ended) {
            // the process was killed
        }
        answers.add("the portal is gone");
    }

    private String next() throws InterruptedException {
        var answer = answers.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return answer == null ? "no answer within " + TIMEOUT_SECONDS + " s" : answer;
    }

    String ask(String line) throws InterruptedException {
        in.println(line);
        return next();
    }

    /** Plans {@code operation}; what {@link #start} needs. */
    String plan(String account, String operation, String host) throws InterruptedException {
        return planned(ask("plan " + account + " " + operation + " " + host));
    }

    String planUndo(String account, long execution) throws InterruptedException {
        return planned(ask("undo " + account + " " + execution));
    }

    private static String planned(String answer) {
        assertThat(answer).startsWith("planned ");
        return answer.substring("planned ".length());
    }

    /** @return the number of the execution */
    long start(String account, String plan) throws InterruptedException {
        var answer = ask("start " + account + " " + plan);
        assertThat(answer).startsWith("started ");
        return Long.parseLong(answer.substring("started ".length()));
    }

    String state(long execution) throws InterruptedException {
        return ask("state " + execution);
    }

    /** Waits until the execution's state is as {@code text} begins. */
    void await(long execution, String text) {
        Awaitility.await("R-" + execution)
                .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(state(execution)).startsWith(text));
    }

    /** As {@code kill -9} does; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** As an operator stops it: lets it finish what it does. */
    void stop() throws InterruptedException {
        in.close();
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
