package io.calmend.simulator;

import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** For tests that kill the portal: the network in a process of its own, steered as if it were in this one. */
public final class SimulatorProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final JsonNode ready;

    private SimulatorProcess(Process process) throws IOException {
        this.process = process;
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        var line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("the simulator did not start");
        }
        ready = JSON.readTree(line);
    }

    /** @param folder for its files; what it says on standard error appears here */
    public static SimulatorProcess start(Path folder) {
        return start(folder, 0);
    }

    /** As above, with so many hosts more: PC-10000 and on. */
    public static SimulatorProcess start(Path folder, int moreHosts) {
        try {
            return new SimulatorProcess(new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SimulatorMain.class.getName(),
                            folder.toString(),
                            Integer.toString(moreHosts))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the portal must be told, as Spring properties. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        ready.path("settings")
                .properties()
                .forEach(one -> settings.put(one.getKey(), one.getValue().asString()));
        return settings;
    }

    /** For the portal's JVM: {@code -Djdk.net.hosts.file=} this. */
    public Path namesFile() {
        return Path.of(ready.path("names").asString());
    }

    public Path authorityFile() {
        return Path.of(ready.path("authority").asString());
    }

    public int winRmPort() {
        return ready.path("winRm").asInt();
    }

    /** How far away all hosts are. */
    public void roundTrip(Duration duration) {
        say(JSON.createObjectNode().put("do", "roundTrip").put("millis", duration.toMillis()));
    }

    /** What all hosts were asked since the start. */
    public Traffic traffic() {
        return JSON.treeToValue(say(JSON.createObjectNode().put("do", "traffic")), Traffic.class);
    }

    /** The processor time that it has taken so far; zero where the system does not tell. */
    public Duration computed() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** All hosts back to what they were at the start. */
    public void reset() {
        say(JSON.createObjectNode().put("do", "reset"));
    }

    public HostControl host(String name) {
        return new Remote(name);
    }

    private synchronized JsonNode say(ObjectNode order) {
        orders.println(order);
        try {
            var line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the simulator has ended");
            }
            var answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new IllegalStateException(answer.path("error").asString());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private final class Remote implements HostControl {

        private final String name;

        Remote(String name) {
            this.name = name;
        }

        private ObjectNode order(String what) {
            return JSON.createObjectNode().put("do", what).put("host", name);
        }

        @Override
        public String name() {
            return name.contains(".") ? name : name + "." + CastMember.DOMAIN;
        }

        @Override
        public void inject(Fault fault, When when) {
            var order = order("inject").put("kind", fault.getClass().getSimpleName());
            order.set("fault", JSON.valueToTree(fault));
            order.set("when", JSON.valueToTree(when));
            say(order);
        }

        @Override
        public void clearFaults() {
            say(order("clearFaults"));
        }

        @Override
        public boolean awaitHeld(Duration timeout) {
            return say(order("awaitHeld").put("millis", timeout.toMillis()))
                    .path("held")
                    .asBoolean();
        }

        @Override
        public void release() {
            say(order("release"));
        }

        @Override
        public List<Command> commands() {
            var commands = new ArrayList<Command>();
            say(order("commands")).path("commands").forEach(one -> commands.add(JSON.treeToValue(one, Command.class)));
            return commands;
        }

        @Override
        public void forgetCommands() {
            say(order("forgetCommands"));
        }

        @Override
        public int shells() {
            return say(order("shells")).path("shells").asInt();
        }

        @Override
        public ObservedTree observe(TreeTarget target) {
            var answer = say(order("observe")
                    .put("view", target.view().name())
                    .put("path", target.path().value())
                    .put("depth", target.depth()));
            return new ObservedTree(
                    target, state(answer.path("tree")), answer.path("digest").asString());
        }

        private static KeyState state(JsonNode node) {
            var path = RegistryPath.of(node.path("path").asString());
            if (node.has("absent")) {
                return new KeyState.Absent(path);
            }
            var values = new ArrayList<RegistryValue>();
            for (var value : node.path("values")) {
                var name = value.path("name").asString();
                var kind = value.path("kind").asInt();
                var data = value.path("data");
                if (data.isNull()) {
                    values.add(new RegistryValue(name, new RegistryContent.Unreadable(kind)));
                    continue;
                }
                var texts = new ArrayList<String>();
                if (data.isArray()) {
                    data.forEach(line -> texts.add(line.asString()));
                } else {
                    texts.add(data.asString());
                }
                values.add(RegistryValue.of(name, kind, texts));
            }
            var keys = new ArrayList<KeyState>();
            node.path("keys").forEach(key -> keys.add(state(key)));
            return new KeyState.Present(
                    path,
                    node.path("sddl").asString(),
                    values,
                    keys,
                    node.path("deeper").asInt(0));
        }
    }
}
