package io.calmend.simulator;

import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link HostControl} as lines of JSON: an order is <code>{do, host, …}</code>, the answer <code>{…}</code> or <code>{error}
 * </code>.
 *
 * <ul>
 *   <li>{@code inject} with {@code kind} (a {@link Fault} by its simple name), {@code fault} (its fields) and {@code when}
 *   <li>{@code clearFaults}, {@code release}, {@code forgetCommands}, {@code reset} (all hosts)
 *   <li>{@code roundTrip} with {@code millis} (all hosts)
 *   <li>{@code traffic} (all hosts): {@code connections} and {@code requests} since the start
 *   <li>{@code awaitHeld} with {@code millis}: {@code held}
 *   <li>{@code commands}: a list; {@code shells}: a number
 *   <li>{@code look} with {@code view}, {@code path}, {@code depth}: {@code digest} and {@code tree} as a host's answer has it
 * </ul>
 */
final class ControlLine {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final SimulatedNetwork network;

    ControlLine(SimulatedNetwork network) {
        this.network = network;
    }

    String obey(String line) throws InterruptedException {
        try {
            return obey(JSON.readTree(line)).toString();
        } catch (RuntimeException e) {
            return JSON.createObjectNode().put("error", e.toString()).toString();
        }
    }

    private ObjectNode obey(JsonNode order) throws InterruptedException {
        var answer = JSON.createObjectNode();
        var what = order.path("do").asString();
        if (what.equals("reset")) {
            network.reset();
            return answer;
        }
        if (what.equals("roundTrip")) {
            network.roundTrip(Duration.ofMillis(order.path("millis").asLong()));
            return answer;
        }
        if (what.equals("traffic")) {
            return JSON.valueToTree(network.traffic());
        }
        var host = network.host(order.path("host").asString());
        switch (what) {
            case "inject" -> host.inject(fault(order), JSON.treeToValue(order.path("when"), When.class));
            case "clearFaults" -> host.clearFaults();
            case "release" -> host.release();
            case "forgetCommands" -> host.forgetCommands();
            case "awaitHeld" ->
                answer.put(
                        "held",
                        host.awaitHeld(Duration.ofMillis(order.path("millis").asLong())));
            case "commands" -> answer.set("commands", JSON.valueToTree(host.commands()));
            case "shells" -> answer.put("shells", host.shells());
            case "observe" -> {
                var target = new TreeTarget(
                        RegistryView.valueOf(order.path("view").asString()),
                        RegistryPath.of(order.path("path").asString()),
                        order.path("depth").asInt());
                var observed = host.observe(target);
                answer.put("digest", observed.digest());
                answer.set("tree", ModelledHost.json(observed.tree(), target.depth()));
            }
            default -> throw new IllegalArgumentException("unknown order");
        }
        return answer;
    }

    private static Fault fault(JsonNode order) {
        var kind = order.path("kind").asString();
        for (var known : Fault.class.getPermittedSubclasses()) {
            if (known.getSimpleName().equals(kind)) {
                return (Fault) JSON.treeToValue(order.path("fault"), known);
            }
        }
        throw new IllegalArgumentException("unknown fault");
    }
}
