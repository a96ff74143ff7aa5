package io.calmend.host;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * One kind of JSON document that is stored: written in its newest format, with the number of that, and read in each format that
 * was ever written. A component or type that is renamed makes a new format, since {@link HostJson} stores them by name.
 *
 * <p>The first documents had no number; what has none is of format 1.
 */
public final class StoredFormat {

    /** The name of the number. */
    public static final String NUMBER = "format";

    private static final Pattern NUMBERED = Pattern.compile("\\A\\{\"" + NUMBER + "\":(\\d{1,4})[,}]");

    private final String what;
    private final List<UnaryOperator<ObjectNode>> upgrades;

    /**
     * @param what the document's name, for messages
     * @param upgrades from format 1 to 2, from 2 to 3 and so on; may change what they are given
     */
    public StoredFormat(String what, List<UnaryOperator<ObjectNode>> upgrades) {
        this.what = what;
        this.upgrades = List.copyOf(upgrades);
    }

    /** The format that is written now. */
    public int newest() {
        return upgrades.size() + 1;
    }

    /** @param document becomes a JSON object */
    public String write(Object document) {
        var json = HostJson.MAPPER.writeValueAsString(document);
        return "{\"" + NUMBER + "\":" + newest() + (json.equals("{}") ? "" : ",") + json.substring(1);
    }

    /** @throws IllegalStateException if {@code text} is no such document, or one that only a later version can read */
    public <T> T read(String text, Class<T> type) {
        try {
            var format = format(text);
            return format == newest()
                    ? HostJson.MAPPER.readValue(text, type)
                    : HostJson.MAPPER.treeToValue(upgraded(text, format), type);
        } catch (JacksonException | ClassCastException broken) {
            throw new IllegalStateException(what + " that is stored cannot be read", broken);
        }
    }

    private ObjectNode upgraded(String text, int format) {
        var document = (ObjectNode) HostJson.MAPPER.readTree(text);
        for (var upgrade : upgrades.subList(format - 1, upgrades.size())) {
            document = upgrade.apply(document);
        }
        return document;
    }

    /**
     * In which format {@code text} was written.
     *
     * @throws IllegalStateException if only a later version can read it
     */
    public int format(String text) {
        var number = NUMBERED.matcher(text);
        var format = number.find() ? Math.max(1, Integer.parseInt(number.group(1))) : 1;
        if (format > newest()) {
            throw new IllegalStateException(
                    what + " of format " + format + ": only a later version of Calmend can read it");
        }
        return format;
    }
}
