package io.calmend.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Upgrades a stored document whose members and words have other names today, wherever in it they stand.
 *
 * @param members former name of a member to its present one
 * @param words name of a member, as it is today, to the former words in it and their present ones
 */
public record Renaming(Map<String, String> members, Map<String, Map<String, String>> words)
        implements UnaryOperator<ObjectNode> {

    public Renaming {
        members = Map.copyOf(members);
        words = Map.copyOf(words);
    }

    @Override
    public ObjectNode apply(ObjectNode document) {
        rename(document);
        return document;
    }

    private void rename(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (var name : List.copyOf(object.propertyNames())) {
                var present = members.getOrDefault(name, name);
                if (!present.equals(name) && object.has(present)) {
                    throw new IllegalStateException("a stored document that says something under two names");
                }
                var value = object.remove(name);
                object.set(present, value);
                var word =
                        value.isString() ? words.getOrDefault(present, Map.of()).get(value.stringValue()) : null;
                if (word != null) {
                    object.put(present, word);
                }
            }
        }
        new ArrayList<>(node.values()).forEach(this::rename);
    }
}
