package io.calmend.remote.script;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Expectation;
import io.calmend.host.Facet;
import io.calmend.host.FacetKind;
import io.calmend.host.Fact;
import io.calmend.host.FactKind;
import io.calmend.host.Verb;
import io.calmend.host.WindowsService;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.Location;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a script is told: compact JSON in which each quotation mark is a tilde, and each character that is no letter,
 * digit or one of <code>{}[]:,.;()+-/=_#@*\</code> is a {@code \}{@code uXXXX} escape; so it can neither end its quotes
 * nor be folded, and an administrator can read it. <b>Text that came from people or hosts has {@code =} in front</b>,
 * else PowerShell 7 would take some of it for a date.
 *
 * <ul>
 *   <li>A <em>facet</em> is <code>[registry, view, path, depth]</code> or <code>[service, name]</code>, a <em>fact</em> is
 *       <code>[serviceProcess, name]</code>.
 *   <li>{@code observe 2}: <code>{facets: [facet…], facts: [fact…], client: true|false}</code>
 *   <li>{@code change 2}: <code>{id, until, facets: [facet…], digests: [digest…], keys: [[view, path]…], changes:
 *       [[verb, …]…]}</code>: {@code id} as people see it ({@code R-1042}); {@code until} is {@code =} and the host's own UTC
 *       time to the second, {@code =2026-01-31T10:00:00}, at which it is late; {@code digests} fit {@code facets} in order;
 *       {@code k} is an index of {@code keys}, which is left out where nothing of the registry changes. The
 *       {@linkplain Verb verbs}: <code>[deleteValue, k, =name]</code>, <code>[setValue, k, =name, kind, data]</code>,
 *       <code>[appendValue, k, =name, =base64]</code>, <code>[deleteKeys, k, [=name…]]</code>, <code>[createKey, k]</code>,
 *       <code>[secure, k, =sddl]</code>, <code>[takeOwnership, k]</code>, <code>[startService, name]</code>,
 *       <code>[stopService, name]</code>. {@code data} is {@code =base64} for kinds 3 and −1, {@code =} and a <em>signed</em>
 *       decimal for 4 (32 bit) and 11 (64 bit), a list of {@code =line} for 7, {@code =text} for 1 and 2.
 *   <li>{@code perform 2}: <code>{id, until, fact, planned, facets, digests, act: [verb, …]}</code>: {@code planned} is {@code =} and what the
 *       fact was; <code>[restartService, name, [name…]]</code> names also those that need it.
 * </ul>
 *
 */
final class ScriptArgument {

    private static final String SAFE = "{}[]:,.;()+-/=_#@*";
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.shared();

    private ScriptArgument() {}

    static ObjectNode of(Observation observation) {
        var argument = JSON.createObjectNode();
        facets(argument, observation.facets());
        var facts = argument.putArray("facts");
        observation.facts().forEach(fact -> facts.add(entry(fact)));
        argument.put("client", observation.client());
        return argument;
    }

    static ObjectNode of(HostCommand.Apply apply) {
        return of(
                apply.execution(),
                apply.until(),
                apply.expected().stream().map(Expectation::facet).toList(),
                apply.expected().stream().map(Expectation::digest).toList(),
                apply.changes());
    }

    static ObjectNode of(HostCommand.Perform perform) {
        var argument = guarded(perform.execution(), perform.until());
        argument.set("fact", entry(perform.planned().fact()));
        argument.put("planned", bare(perform.planned().value()));
        facets(argument, perform.expected().stream().map(Expectation::facet).toList());
        var digests = argument.putArray("digests");
        perform.expected().forEach(expectation -> digests.add(expectation.digest()));
        argument.set("act", entry(perform.action()));
        return argument;
    }

    /**
     * Why {@code changes} cannot be told to a host, null if they can: Windows would cut a name or text at a NUL without
     * a word.
     */
    static @Nullable String unencodable(List<Change> changes) {
        for (var change : changes) {
            if (textsOf(change).stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
                return "a name or text with NUL: " + change.where().replace('\0', '?');
            }
        }
        return null;
    }

    private static List<String> textsOf(Change change) {
        return switch (change) {
            case Change.Registry(var registry) ->
                switch (registry) {
                    case RegistryChange.DeleteValue delete -> List.of(delete.name());
                    case RegistryChange.SetValue set -> textsOf(set.value());
                    case RegistryChange.AppendValue append -> List.of(append.name());
                    case RegistryChange.DeleteKeys delete -> delete.names();
                    case RegistryChange.CreateKey create ->
                        List.of(create.path().value());
                    case RegistryChange.Secure secure -> List.of(secure.sddl());
                    case RegistryChange.TakeOwnership take ->
                        List.of(take.path().value());
                };
            case Change.StartService _, Change.StopService _ -> List.of();
        };
    }

    /** The keys that {@code changes} touch, each once, in the order in which the host numbers them. */
    static List<Location> keys(List<Change> changes) {
        return changes.stream()
                .filter(Change.Registry.class::isInstance)
                .map(change -> ((Change.Registry) change).change().location())
                .distinct()
                .toList();
    }

    private static ObjectNode guarded(ExecutionId id, Instant until) {
        return JSON.createObjectNode().put("id", id.toString()).put("until", bare(SECONDS.format(until)));
    }

    static ObjectNode of(
            ExecutionId id, Instant until, List<Facet> facets, List<String> digests, List<Change> changes) {
        var argument = guarded(id, until);
        facets(argument, facets);
        digests.forEach(argument.putArray("digests")::add);
        var keys = new LinkedHashMap<Location, Integer>();
        keys(changes).forEach(key -> keys.put(key, keys.size()));
        var table = JSON.createArrayNode();
        keys.keySet().forEach(key -> table.add(entry(key)));
        // without keys nothing is owned for a time, and the script has no blocks for it
        if (facets.stream().map(FacetKind::of).anyMatch(FacetKind.REGISTRY::equals)) {
            argument.set("keys", table);
        }
        var list = argument.putArray("changes");
        for (var change : changes) {
            list.add(
                    switch (change) {
                        case Change.Registry(var registry) ->
                            entry(registry, keys.getOrDefault(registry.location(), 0));
                        case Change.StartService(var service) ->
                            verb(Verb.of(change)).add(service.serviceName());
                        case Change.StopService(var service) ->
                            verb(Verb.of(change)).add(service.serviceName());
                    });
        }
        return argument;
    }

    private static ArrayNode entry(Facet facet) {
        var entry = JSON.createArrayNode().add(FacetKind.of(facet).text());
        return switch (facet) {
            case Facet.Registry(var target) ->
                entry.add(target.view().dotNetName()).add(target.path().value()).add(target.depth());
            case Facet.ServiceRun(var service) -> entry.add(service.serviceName());
        };
    }

    private static ArrayNode entry(Fact fact) {
        return switch (fact) {
            case Fact.ServiceProcess(var service) ->
                JSON.createArrayNode().add(FactKind.of(fact).text()).add(service.serviceName());
        };
    }

    private static ArrayNode entry(Action action) {
        return switch (action) {
            case Action.RestartService(var service) -> {
                var entry = verb(Verb.of(action)).add(service.serviceName());
                var needing = entry.addArray();
                service.neededBy().forEach(other -> needing.add(other.serviceName()));
                yield entry;
            }
        };
    }

    private static ArrayNode entry(Location key) {
        return JSON.createArrayNode()
                .add(key.view().dotNetName())
                .add(key.path().value());
    }

    /** @param key the number of the change's key */
    private static ArrayNode entry(RegistryChange change, int key) {
        var entry = verb(Verb.of(new Change.Registry(change))).add(key);
        switch (change) {
            case RegistryChange.DeleteValue delete -> entry.add(bare(delete.name()));
            case RegistryChange.SetValue set -> value(entry, set.value());
            case RegistryChange.AppendValue append ->
                entry.add(bare(append.name())).add(bare(Base64.getEncoder().encodeToString(append.bytes())));
            case RegistryChange.DeleteKeys delete -> {
                var names = entry.addArray();
                delete.names().forEach(name -> names.add(entry(delete, name)));
            }
            case RegistryChange.CreateKey _, RegistryChange.TakeOwnership _ -> {}
            case RegistryChange.Secure secure -> entry.add(bare(secure.sddl()));
        }
        return entry;
    }

    /** A name with a backslash would reach deeper than the key's own children. */
    private static String entry(RegistryChange.DeleteKeys delete, String name) {
        return bare(delete.path().child(name).name());
    }

    /** How many characters a change of a service takes in the list of changes. */
    static int lengthOf(Verb verb, WindowsService service) {
        return quoted(verb(verb).add(service.serviceName())).length();
    }

    /** How many characters {@code key} takes in the list of keys. */
    static int lengthOf(Location key) {
        return quoted(entry(key)).length();
    }

    /** How many characters {@code change} takes in the list of changes, where its key has the number {@code key}. */
    static int lengthOf(RegistryChange change, int key) {
        return quoted(entry(change, key)).length();
    }

    /** How many characters {@code name} takes in the list of names of {@code delete}. */
    static int lengthOfName(RegistryChange.DeleteKeys delete, String name) {
        return quoted(JSON.getNodeFactory().stringNode(entry(delete, name))).length();
    }

    private static void facets(ObjectNode argument, List<Facet> facets) {
        var list = argument.putArray("facets");
        facets.forEach(facet -> list.add(entry(facet)));
    }

    private static ArrayNode verb(Verb verb) {
        return JSON.createArrayNode().add(verb.text());
    }

    private static void value(ArrayNode change, RegistryValue value) {
        var data = value.data();
        change.add(bare(value.name())).add(data.kind());
        switch (data) {
            case RegistryContent.Lines(var lines) -> {
                var list = change.addArray();
                lines.forEach(line -> list.add(bare(line)));
            }
            case RegistryContent.Text(var text) -> change.add(bare(text));
            case RegistryContent.ExpandText(var text) -> change.add(bare(text));
            case RegistryContent.Raw raw -> change.add(bare(raw.base64()));
            // .NET parses numbers as signed ones
            case RegistryContent.Dword(var bits) -> change.add(bare(Integer.toString(bits)));
            case RegistryContent.Qword(var bits) -> change.add(bare(Long.toString(bits)));
            case RegistryContent.Unreadable _ ->
                throw new IllegalArgumentException("a value whose data could not be read cannot be written");
        }
    }

    private static List<String> textsOf(RegistryValue value) {
        var texts = new ArrayList<>(value.data().texts());
        texts.add(value.name());
        return texts;
    }

    private static String bare(String text) {
        return "=" + text;
    }

    /** The JSON in characters that neither PowerShell, {@code cmd.exe} nor Overthere takes for anything else. */
    static String quoted(JsonNode argument) {
        var json = JSON.writeValueAsString(argument);
        var text = new StringBuilder(json.length() + 64);
        for (var i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            if (c == '\\') {
                i++;
                text.append(json.charAt(i) == '"' ? "\\u0022" : json.substring(i - 1, i + 1));
            } else if (c == '"') {
                text.append('~');
            } else if (isSafe(c)) {
                text.append(c);
            } else {
                text.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return text.toString();
    }

    private static boolean isSafe(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SAFE.indexOf(c) >= 0;
    }
}
