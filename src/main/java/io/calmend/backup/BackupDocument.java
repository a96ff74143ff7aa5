package io.calmend.backup;

import io.calmend.audit.CanonicalJson;
import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import io.calmend.vocabulary.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Saved states as one canonical document (RFC 8785): the same states give the same bytes, whatever order an observation listed them
 * in.
 *
 * <pre>{@code
 * {"format":1,"trees":[{"depth":6,"path":"SOFTWARE\\…","tree":KEY,"view":"Registry64"},…]}
 * KEY = {"keys":[KEY,…],"path":"…","sddl":"…","values":[{"data":["…"],"kind":3,"name":"…"},…]}  or  {"absent":true,"path":"…"}
 * }</pre>
 *
 * <p>Values stand in the order of their names and keys in that of their paths (UTF-16 code units). Kinds and data are as
 * {@link RegistryValue} has them.
 */
record BackupDocument(byte[] bytes, int keys, int values) {

    private static final int FORMAT = 1;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @throws IllegalArgumentException if something in {@code trees} could not be read or kept */
    static BackupDocument of(List<ObservedTree> trees) {
        var gaps = new RegistryState(trees).gaps();
        if (!gaps.isEmpty()) {
            throw new IllegalArgumentException(gaps.size() + " places could not be read or kept");
        }
        var root = JSON.createObjectNode().put("format", FORMAT);
        var list = root.putArray("trees");
        var count = new Count();
        for (var tree : trees) {
            var node = list.addObject()
                    .put("view", tree.target().view().dotNetName())
                    .put("path", tree.target().path().value())
                    .put("depth", tree.target().depth());
            write(tree.tree(), node.putObject("tree"), count);
        }
        var bytes = CanonicalJson.write(root).getBytes(StandardCharsets.UTF_8);
        return new BackupDocument(bytes, count.keys, count.values);
    }

    /** Lower-case hexadecimal. */
    String sha256() {
        return sha256(bytes);
    }

    static String sha256(byte[] bytes) {
        return Sha256.hex(bytes);
    }

    /** The states of a document that {@link #of} made. @throws IllegalStateException if it is no such document */
    static List<ObservedTree> trees(byte[] document) {
        try {
            var root = JSON.readTree(document);
            if (root.required("format").intValue() != FORMAT) {
                throw new IllegalStateException("unknown format of a backup");
            }
            var trees = new ArrayList<ObservedTree>();
            for (var node : root.required("trees")) {
                var target = new TreeTarget(
                        RegistryView.ofDotNetName(node.required("view").stringValue()),
                        RegistryPath.of(node.required("path").stringValue()),
                        node.required("depth").intValue());
                var tree = read(node.required("tree"));
                trees.add(new ObservedTree(target, tree, StateDigest.of(tree)));
            }
            return List.copyOf(trees);
        } catch (JacksonException | IllegalArgumentException damaged) {
            throw new IllegalStateException("not a backup", damaged);
        }
    }

    private static final class Count {
        private int keys;
        private int values;
    }

    private static void write(KeyState key, ObjectNode to, Count count) {
        to.put("path", key.path().value());
        switch (key) {
            case KeyState.Absent absent -> to.put("absent", true);
            case KeyState.Unreadable unreadable -> throw new IllegalArgumentException("unreadable");
            case KeyState.Present present -> {
                count.keys++;
                to.put("sddl", present.sddl());
                var values = to.putArray("values");
                present.values().stream()
                        .sorted(Comparator.comparing(RegistryValue::name))
                        .forEach(value -> write(value, values, count));
                var keys = to.putArray("keys");
                present.keys().stream()
                        .sorted(Comparator.comparing(child -> child.path().value()))
                        .forEach(child -> write(child, keys.addObject(), count));
            }
        }
    }

    private static void write(RegistryValue value, ArrayNode to, Count count) {
        count.values++;
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
