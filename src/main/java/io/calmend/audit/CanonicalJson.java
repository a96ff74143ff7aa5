package io.calmend.audit;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON in its one canonical form (RFC 8785, JSON Canonicalization Scheme), so that an entry or a backup
 * has the same bytes wherever and whenever it is written.
 *
 * <p>Accepts only whole numbers within ±(2<sup>53</sup>−1), because neither entries nor backups hold others; for these
 * the form that the RFC requires is the plain decimal one.
 */
public final class CanonicalJson {

    private static final long LARGEST = (1L << 53) - 1;

    private CanonicalJson() {}

    /** @throws IllegalArgumentException for a number or text that has no canonical form */
    public static String write(JsonNode node) {
        var text = new StringBuilder(512);
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder to) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, to);
            case ARRAY -> {
                var separator = '[';
                for (var element : node) {
                    to.append(separator);
                    write(element, to);
                    separator = ',';
                }
                to.append(node.isEmpty() ? "[]" : "]");
            }
            case STRING -> writeString(node.stringValue(), to);
            case NUMBER -> to.append(wholeNumber(node));
            case BOOLEAN -> to.append(node.booleanValue());
            case NULL -> to.append("null");
            case BINARY, MISSING, POJO ->
                throw new IllegalArgumentException("no canonical form for " + node.getNodeType());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder to) {
        // String compares by UTF-16 code units, which is the order that the RFC requires
        var sorted = new TreeMap<String, JsonNode>();
        node.forEachEntry(sorted::put);
        var separator = '{';
        for (var entry : sorted.entrySet()) {
            to.append(separator);
            writeString(entry.getKey(), to);
            to.append(':');
            write(entry.getValue(), to);
            separator = ',';
        }
        to.append(sorted.isEmpty() ? "{}" : "}");
    }

    private static long wholeNumber(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || Math.abs(node.longValue()) > LARGEST) {
            throw new IllegalArgumentException("only whole numbers of at most 53 bits");
        }
        return node.longValue();
    }

    private static void writeString(String value, StringBuilder to) {
        to.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\b' -> to.append("\\b");
                case '\t' -> to.append("\\t");
                case '\n' -> to.append("\\n");
                case '\f' -> to.append("\\f");
                case '\r' -> to.append("\\r");
                default -> {
                    if (c < ' ') {
                        to.append(String.format("\\u%04x", (int) c));
                    } else {
                        requirePaired(value, i);
                        to.append(c);
                    }
                }
            }
        }
        to.append('"');
    }

    private static void requirePaired(String value, int at) {
        char c = value.charAt(at);
        boolean alone = Character.isHighSurrogate(c)
                ? at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1))
                : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
        if (alone) {
            throw new IllegalArgumentException("half of a surrogate pair has no canonical form");
        }
    }
}
