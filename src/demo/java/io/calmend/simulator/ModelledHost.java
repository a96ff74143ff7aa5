package io.calmend.simulator;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.FacetKind;
import io.calmend.host.FacetState;
import io.calmend.host.FactKind;
import io.calmend.host.Verb;
import io.calmend.host.WindowsService;
import io.calmend.registry.KeyState;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model of one Windows machine. It knows the product's commands by their mark and answers as the scripts in
 * {@code src/main/resources/powershell} would; of {@code cmd.exe} it knows next to nothing.
 */
final class ModelledHost implements CommandEngine {

    /** cmd.exe refuses longer ones. */
    private static final int LONGEST_LINE = 8191;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ARGUMENT = Pattern.compile(";\\s*Main '(.*)'\\s*\"?\\s*$", Pattern.DOTALL);
    /** What {@code check --host} lets a host print. */
    private static final Pattern REPEATED = Pattern.compile("-Command \"'(.)'\\*(\\d{1,6})\"$");

    private static final DateTimeFormatter ROUND_TRIP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String CLIENT_LOG = "Microsoft-Windows-TerminalServices-RDPClient/Operational";

    private final CastMember member;
    private final Clock clock;
    private final Faults faults;
    private final Semaphore mutex = new Semaphore(1);
    private Instant since;
    /** Made when somebody observes: a network may have thousands of hosts. */
    private @Nullable ModelledRegistry registry;

    private @Nullable ModelledServices services;

    ModelledHost(CastMember member, Clock clock, Faults faults) {
        this.member = member;
        this.clock = clock;
        this.faults = faults;
        this.since = clock.instant();
    }

    synchronized void reset() {
        registry = null;
        services = null;
        since = clock.instant();
    }

    synchronized ModelledRegistry registry() {
        if (registry == null) {
            registry = fresh();
        }
        return registry;
    }

    synchronized ModelledServices services() {
        if (services == null) {
            services = new ModelledServices(member.isLicenceServer());
        }
        return services;
    }

    private ModelledRegistry fresh() {
        return new ModelledRegistry(
                member.registryAt(since),
                member.sixtyFourBit(),
                () -> faults.present(Fault.OwnershipNotAllowed.class) == null);
    }

    @Override
    public Output run(String commandLine, Running running) throws InterruptedException {
        if (commandLine.length() > LONGEST_LINE) {
            return Output.failed("The command line is too long.\r\n", 1);
        }
        var line = withoutOuterQuotes(commandLine.strip());
        var program = line.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        return switch (program) {
            case "powershell", "powershell.exe" -> powershell(line, running);
            case "hostname" -> Output.of(member.name() + "\r\n");
            case "ver" -> Output.of("\r\nMicrosoft Windows [Version 10.0." + member.build() + "]\r\n");
            case "echo" -> Output.of(line.length() > 5 ? line.substring(5) + "\r\n" : "ECHO is on.\r\n");
            default ->
                Output.failed(
                        "'" + program + "' is not recognized as an internal or external command,\r\n"
                                + "operable program or batch file.\r\n",
                        1);
        };
    }

    /** As {@code cmd /c} does: a line that begins with a quote loses it, and the last one. */
    private static String withoutOuterQuotes(String line) {
        if (!line.startsWith("\"")) {
            return line;
        }
        var last = line.lastIndexOf('"');
        return last == 0 ? line.substring(1) : line.substring(1, last) + line.substring(last + 1);
    }

    private Output powershell(String line, Running running) throws InterruptedException {
        var verb = CommandKind.of(line);
        if (faults.strikes(Fault.ConstrainedLanguage.class, verb) != null && verb != CommandKind.OTHER) {
            return new Output(
                    "CALMEND LANGUAGE ConstrainedLanguage\r\n".getBytes(StandardCharsets.US_ASCII), new byte[0], 3);
        }
        var argument = ARGUMENT.matcher(line);
        var repeated = REPEATED.matcher(line);
        if (repeated.find()) {
            return Output.of(repeated.group(1).repeat(Integer.parseInt(repeated.group(2))) + "\r\n");
        }
        if (verb == CommandKind.OTHER || !argument.find()) {
            return Output.failed("The model runs no other scripts.\r\n", 1);
        }
        try {
            var given = JSON.readTree(argument.group(1).replace("''", "'").replace('~', '"'));
            var answer = switch (verb) {
                case OBSERVE -> observe(given);
                case CHANGE -> change(given, running);
                case PERFORM -> perform(given, running);
                case OTHER -> throw new IllegalStateException();
            };
            return Output.of(framed(JSON.writeValueAsString(answer)));
        } catch (JacksonException | IllegalArgumentException | NoSuchElementException e) {
            // where a script stops with an error
            return Output.failed("Main : " + e.getMessage() + "\r\n", 1);
        }
    }

    /** As the scripts' {@code Answer} writes it. */
    static String framed(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var lines = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(bytes);
        return "CALMEND BEGIN " + bytes.length + "\r\n" + lines + "\r\nCALMEND END\r\n";
    }

    static String unframed(String text) {
        var lines = text.lines().filter(line -> !line.startsWith("CALMEND")).toList();
        return new String(Base64.getMimeDecoder().decode(String.join("", lines)), StandardCharsets.UTF_8);
    }

    private Instant now() {
        var wrong = faults.present(Fault.ClockWrong.class);
        return clock.instant().plus(wrong == null ? Duration.ZERO : wrong.ahead());
    }

    // ---- observe

    private ObjectNode observe(JsonNode given) {
        var answer = JSON.createObjectNode();
        answer.put("at", ROUND_TRIP.format(now()));
        answer.put("busy", mutex.availablePermits() == 0);
        var host = answer.putObject("host");
        host.put("name", member.name());
        host.put("os", member.system());
        host.put("build", member.build());
        host.put("x64", member.sixtyFourBit());
        host.put("culture", "en-GB");
        if (given.path("client").asBoolean(false)) {
            var client = answer.putObject("client");
            var programs = client.putArray("programs");
            member.programs().forEach(programs::add);
            var events = client.putArray("events");
            for (var event : member.events()) {
                var one = events.addObject();
                one.put("at", ROUND_TRIP.format(now().minus(Duration.ofMinutes(event.minutesAgo()))));
                one.put("log", CLIENT_LOG);
                one.put("source", "Microsoft-Windows-TerminalServices-ClientActiveXCore");
                one.put("id", event.id());
                one.put("detail", event.detail());
            }
        }
        var facets = answer.putArray("facets");
        given.path("facets").forEach(facet -> facets.add(json(observed(facet))));
        var facts = answer.putArray("facts");
        given.path("facts").forEach(fact -> facts.add(fact(fact)));
        return answer;
    }

    /** A facet travels as {@code [kind, …]}. */
    private FacetState observed(JsonNode facet) {
        return switch (FacetKind.named(facet.path(0).asString()).orElseThrow()) {
            case REGISTRY ->
                new FacetState.Registry(registry()
                        .observe(new TreeTarget(
                                view(facet.path(1)),
                                RegistryPath.of(facet.path(2).asString()),
                                facet.path(3).asInt())));
            case SERVICE -> services().observe(service(facet.path(1)));
        };
    }

    private static WindowsService service(JsonNode name) {
        return WindowsService.named(name.asString()).orElseThrow();
    }

    private String fact(JsonNode fact) {
        return switch (FactKind.named(fact.path(0).asString()).orElseThrow()) {
            case SERVICE_PROCESS -> Integer.toString(services().process(service(fact.path(1))));
        };
    }

    private static ObjectNode json(FacetState state) {
        var one = JSON.createObjectNode();
        switch (state) {
            case FacetState.Registry(var tree) -> {
                one.put("view", tree.target().view().dotNetName());
                one.set("tree", json(tree.tree(), tree.target().depth()));
            }
            case FacetState.ServiceRun run ->
                one.put("service", run.service().serviceName())
                        .put("status", run.status().text())
                        .put("mode", run.startMode().text());
            case FacetState.Unreadable unreadable ->
                one.put("service", unreadable.facet().where()).put("denied", unreadable.reason());
        }
        return one.put("digest", state.digest());
    }

    /** A tree as the observation answers it. */
    static ObjectNode json(KeyState state, int depth) {
        var node = JSON.createObjectNode();
        node.put("path", state.path().value());
        switch (state) {
            case KeyState.Absent _ -> node.put("absent", true);
            case KeyState.Unreadable unreadable -> node.put("denied", unreadable.reason());
            case KeyState.Present present -> {
                node.put("sddl", present.sddl());
                var values = node.putArray("values");
                present.values().forEach(value -> values.add(json(value)));
                if (depth == 0) {
                    node.put("deeper", present.deeper());
                } else {
                    var keys = node.putArray("keys");
                    present.keys().forEach(key -> keys.add(json(key, depth - 1)));
                }
            }
        }
        return node;
    }

    private static ObjectNode json(RegistryValue value) {
        var node = JSON.createObjectNode();
        node.put("name", value.name());
        node.put("kind", value.data().kind());
        switch (value.data()) {
            case RegistryContent.Unreadable _ -> node.putNull("data");
            case RegistryContent.Lines(var texts) -> {
                var lines = node.putArray("data");
                texts.forEach(lines::add);
            }
            case RegistryContent.Text _,
                    RegistryContent.ExpandText _,
                    RegistryContent.Dword _,
                    RegistryContent.Qword _,
                    RegistryContent.Raw _ ->
                node.put("data", value.data().texts().getFirst());
        }
        return node;
    }

    // ---- change

    private ObjectNode change(JsonNode given, Running running) throws InterruptedException {
        return guarded(given, () -> {
            var digests = digests(given);
            var answer = JSON.createObjectNode();
            if (!differs(given)) {
                running.changing();
                answer.put("state", "ENDED");
                make(given, answer);
                digests = digests(given);
            } else {
                answer.put("state", "DIFFERS");
            }
            digests.forEach(answer.putArray("now")::add);
            return answer;
        });
    }

    private ObjectNode perform(JsonNode given, Running running) throws InterruptedException {
        return guarded(given, () -> {
            var answer = JSON.createObjectNode();
            if (!fact(given.path("fact")).equals(bare(given.path("planned"))) || differs(given)) {
                return answer.put("state", "DIFFERS").put("fact", fact(given.path("fact")));
            }
            running.changing();
            var error = services().perform(action(given.path("act")));
            if (error != null) {
                answer.put("error", error);
            }
            return answer.put("state", "PERFORMED").put("fact", fact(given.path("fact")));
        });
    }

    private static Action action(JsonNode act) {
        return switch (Verb.named(act.path(0).asString()).orElseThrow()) {
            case RESTART_SERVICE -> new Action.RestartService(service(act.path(1)));
            case DELETE_VALUE,
                    SET_VALUE,
                    APPEND_VALUE,
                    DELETE_KEYS,
                    CREATE_KEY,
                    SECURE,
                    TAKE_OWNERSHIP,
                    START_SERVICE,
                    STOP_SERVICE -> throw new IllegalArgumentException("unknown verb");
        };
    }

    private interface Guarded {
        ObjectNode run() throws InterruptedException;
    }

    /** One at a time, and none after its deadline. */
    private ObjectNode guarded(JsonNode given, Guarded work) throws InterruptedException {
        if (!mutex.tryAcquire()) {
            return JSON.createObjectNode().put("state", "BUSY");
        }
        try {
            return now().isBefore(Instant.parse(bare(given.path("until")) + "Z"))
                    ? work.run()
                    : JSON.createObjectNode().put("state", "LATE");
        } finally {
            mutex.release();
        }
    }

    private boolean differs(JsonNode given) {
        var expected = new ArrayList<String>();
        given.path("digests").forEach(digest -> expected.add(digest.asString()));
        return !digests(given).equals(expected);
    }

    private List<String> digests(JsonNode given) {
        var digests = new ArrayList<String>();
        for (var facet : given.path("facets")) {
            digests.add(observed(facet).digest());
        }
        return digests;
    }

    /** A key that was taken over on the way, and what it gets back. */
    private record Owned(int at, RegistryView view, RegistryPath path, String before) {}

    private void make(JsonNode given, ObjectNode answer) {
        var done = answer.putArray("done");
        var ownedKeys = new ArrayList<Owned>();
        for (var change : given.path("changes")) {
            var one = done.addObject();
            try {
                act(change, given.path("keys"), ownedKeys);
            } catch (ModelledRegistry.Refused e) {
                one.put("error", e.exception());
                break;
            }
        }
        restoreDescriptors(ownedKeys, answer.putArray("back"));
    }

    private void act(JsonNode change, JsonNode keys, List<Owned> ownedKeys) throws ModelledRegistry.Refused {
        var verb = Verb.named(change.path(0).asString())
                .orElseThrow(() -> new ModelledRegistry.Refused("RuntimeException"));
        switch (verb) {
            case START_SERVICE -> turn(new Change.StartService(service(change.path(1))));
            case STOP_SERVICE -> turn(new Change.StopService(service(change.path(1))));
            case DELETE_VALUE, SET_VALUE, APPEND_VALUE, DELETE_KEYS, CREATE_KEY, SECURE, TAKE_OWNERSHIP ->
                act(verb, change, keys, ownedKeys);
            case RESTART_SERVICE -> throw new ModelledRegistry.Refused("RuntimeException");
        }
    }

    private void turn(Change change) throws ModelledRegistry.Refused {
        var error = services().apply(change);
        if (error != null) {
            throw new ModelledRegistry.Refused(error);
        }
    }

    private void act(Verb verb, JsonNode change, JsonNode keys, List<Owned> ownedKeys) throws ModelledRegistry.Refused {
        var at = change.path(1).asInt();
        var view = view(keys.path(at).path(0));
        RegistryPath path;
        try {
            path = RegistryPath.of(keys.path(at).path(1).asString());
        } catch (IllegalArgumentException e) {
            throw new ModelledRegistry.Refused("ArgumentException");
        }
        var name = change.path(2);
        switch (verb) {
            case DELETE_VALUE -> registry().deleteValue(view, path, bare(name));
            case SET_VALUE ->
                registry().setValue(view, path, value(bare(name), change.path(3).asInt(), change.path(4)));
            case APPEND_VALUE ->
                registry()
                        .appendValue(view, path, bare(name), Base64.getDecoder().decode(bare(change.path(3))));
            case DELETE_KEYS -> {
                registry().deleteKeys(view, path, texts(name));
                ownedKeys.removeIf(one -> !registry().holds(one.view(), one.path()));
            }
            case CREATE_KEY -> registry().createKey(view, path);
            case SECURE -> {
                registry().secure(view, path, bare(name));
                ownedKeys.removeIf(one -> one.at() == at);
            }
            case TAKE_OWNERSHIP -> {
                var before = registry().security(view, path);
                ownedKeys.addFirst(new Owned(at, view, path, before));
                registry().takeOver(view, path);
            }
            case START_SERVICE, STOP_SERVICE, RESTART_SERVICE -> throw new IllegalStateException();
        }
    }

    private void restoreDescriptors(List<Owned> ownedKeys, ArrayNode back) {
        for (var key : ownedKeys) {
            var one = back.addObject();
            one.put("at", key.at());
            one.put("before", key.before());
            try {
                registry().secure(key.view(), key.path(), key.before());
                one.put("after", registry().security(key.view(), key.path()));
            } catch (ModelledRegistry.Refused e) {
                one.put("error", e.exception());
            }
        }
    }

    private static RegistryValue value(String name, int kind, JsonNode data) {
        return switch (kind) {
            case RegistryContent.MULTI_SZ -> RegistryValue.of(name, kind, texts(data));
            // numbers travel signed
            case RegistryContent.DWORD ->
                new RegistryValue(name, new RegistryContent.Dword(Integer.parseInt(bare(data))));
            case RegistryContent.QWORD ->
                new RegistryValue(name, new RegistryContent.Qword(Long.parseLong(bare(data))));
            default -> RegistryValue.of(name, kind, List.of(bare(data)));
        };
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isArray()) {
            node.forEach(one -> texts.add(bare(one)));
        } else {
            texts.add(bare(node));
        }
        return texts;
    }

    /** Text travels with an equals sign in front. */
    private static String bare(@Nullable JsonNode node) {
        var text = node == null ? "" : node.asString();
        return text.isEmpty() ? text : text.substring(1);
    }

    private static RegistryView view(JsonNode node) {
        return RegistryView.ofDotNetName(node.asString());
    }
}
