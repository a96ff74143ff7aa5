package io.calmend.backup;

import io.calmend.audit.CanonicalJson;
import io.calmend.host.FacetState;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import io.calmend.vocabulary.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.NoSuchElementException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A saved state as one canonical document (RFC 8785): the same state gives the same bytes, whatever order an observation listed
 * it in.
 *
 * <pre>{@code
 * {"format":2,"services":[{"name":"TermService","startMode":"Auto","status":"Running"},…],
 *  "trees":[{"depth":6,"path":"SOFTWARE\\…","tree":KEY,"view":"Registry64"},…]}
 * KEY = {"keys":[KEY,…],"path":"…","sddl":"…","values":[{"data":["…"],"kind":3,"name":"…"},…]}  or  {"absent":true,"path":"…"}
 * }</pre>
 *
 * <p>Values stand in the order of their names and keys in that of their paths (UTF-16 code units). Kinds and data are as
 * {@link RegistryValue} has them. Format 1 had no services.
 */
record BackupDocument(byte[] bytes, StateSize size) {

    private static final int FORMAT = 2;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @throws IllegalArgumentException if something in {@code state} could not be read or kept */
    static BackupDocument of(HostState state) {
        var gaps = state.gaps();
        if (!gaps.isEmpty()) {
            throw new IllegalArgumentException(gaps.size() + " places could not be read or kept");
        }
        var root = JSON.createObjectNode().put("format", FORMAT);
        var services = root.putArray("services");
        var trees = root.putArray("trees");
        for (var one : state.states()) {
            switch (one) {
                case FacetState.Registry(var tree) -> {
                    var node = trees.addObject()
                            .put("view", tree.target().view().dotNetName())
                            .put("path", tree.target().path().value())
                            .put("depth", tree.target().depth());
                    write(tree.tree(), node.putObject("tree"));
                }
                case FacetState.ServiceRun run ->
                    services.addObject()
                            .put("name", run.service().serviceName())
                            .put("status", run.status().text())
                            .put("startMode", run.startMode().text());
                case FacetState.Unreadable _ -> throw new IllegalArgumentException("unreadable");
            }
        }
        return new BackupDocument(CanonicalJson.write(root).getBytes(StandardCharsets.UTF_8), state.size());
    }

    /** Lower-case hexadecimal. */
    String sha256() {
        return sha256(bytes);
    }

    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /** The state in a document that {@link #of} made. @throws IllegalStateException if it is no such document */
    static HostState state(byte[] document) {
        try {
            var root = JSON.readTree(document);
            var format = root.required("format").intValue();
            if (format < 1 || format > FORMAT) {
                throw new IllegalStateException("unknown format of a backup");
            }
            var states = new ArrayList<FacetState>();
            for (var node : root.required("trees")) {
                var target = new TreeTarget(
                        RegistryView.ofDotNetName(node.required("view").stringValue()),
                        RegistryPath.of(node.required("path").stringValue()),
                        node.required("depth").intValue());
                var tree = read(node.required("tree"));
                states.add(new FacetState.Registry(new ObservedTree(target, tree, StateDigest.of(tree))));
            }
            if (format > 1) {
                root.required("services").forEach(node -> states.add(service(node)));
            }
            return new HostState(states);
        } catch (JacksonException | IllegalArgumentException | NoSuchElementException damaged) {
            throw new IllegalStateException("not a backup", damaged);
        }
    }

    private static FacetState.ServiceRun service(JsonNode node) {
        return new FacetState.ServiceRun(
                WindowsService.named(node.required("name").stringValue()).orElseThrow(),
                ServiceStatus.of(node.required("status").stringValue()).orElseThrow(),
                StartMode.of(node.required("startMode").stringValue()).orElseThrow());
    }

    private static void write(KeyState key, ObjectNode to) {
        to.put("path", key.path().value());
        switch (key) {
            case KeyState.Absent absent -> to.put("absent", true);
            case KeyState.Unreadable unreadable -> throw new IllegalArgumentException("unreadable");
            case KeyState.Present present -> {
                to.put("sddl", present.sddl());
                var values = to.putArray("values");
                present.values().stream()
                        .sorted(Comparator.comparing(RegistryValue::name))
                        .forEach(value -> write(value, values));
                var keys = to.putArray("keys");
                present.keys().stream()
                        .sorted(Comparator.comparing(child -> child.path().value()))
                        .forEach(child -> write(child, keys.addObject()));
            }
        }
    }

    private static void write(RegistryValue value, ArrayNode to) {
        var node = to.addObject()
                .put("name", value.name())
                .put("kind", value.data().kind());
        var data = node.putArray("data");
        value.data().texts().forEach(data::add);
    }

    private static KeyState read(JsonNode node) {
        var path = RegistryPath.of(node.required("path").stringValue());
        if (node.has("absent")) {
            return new KeyState.Absent(path);
        }
        var values = new ArrayList<RegistryValue>();
        for (var value : node.required("values")) {
            var data = new ArrayList<String>();
            value.required("data").forEach(line -> data.add(line.stringValue()));
            values.add(RegistryValue.of(
                    value.required("name").stringValue(), value.required("kind").intValue(), data));
        }
        var keys = new ArrayList<KeyState>();
        node.required("keys").forEach(key -> keys.add(read(key)));
        return new KeyState.Present(path, node.required("sddl").stringValue(), values, keys, 0);
    }
}
