package io.calmend.registry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** A value in one line for people: its kind and its data, long ones shortened. */
final class ValueText {

    private static final int LONGEST = 200;
    private static final int BYTES_SHOWN = 32;

    private ValueText() {}

    static String of(RegistryValue value) {
        var kind = kind(value.kind());
        if (value.unreadable()) {
            return kind;
        }
        return kind + " "
                + switch (value.kind()) {
                    case RegistryValue.BINARY, RegistryValue.NONE -> bytes(value.bytes());
                    case RegistryValue.MULTI_SZ ->
                        shortened(value.data().stream()
                                .map(line -> "\"" + line + "\"")
                                .collect(Collectors.joining(", ", "[", "]")));
                    case RegistryValue.DWORD, RegistryValue.QWORD ->
                        value.data().getFirst();
                    // Windows has further kinds, and a host may invent some: all others show as text
                    default -> shortened("\"" + value.data().getFirst() + "\"");
                };
    }

    /** Windows' own name of a kind. */
    static String kind(int kind) {
        return switch (kind) {
            case RegistryValue.NONE -> "REG_NONE";
            case RegistryValue.SZ -> "REG_SZ";
            case RegistryValue.EXPAND_SZ -> "REG_EXPAND_SZ";
            case RegistryValue.BINARY -> "REG_BINARY";
            case RegistryValue.DWORD -> "REG_DWORD";
            case RegistryValue.MULTI_SZ -> "REG_MULTI_SZ";
            case RegistryValue.QWORD -> "REG_QWORD";
            // an open set: whatever number a host sends
            default -> "REG_" + kind;
        };
    }

    /** Whether .NET can both read and write the kind. */
    static boolean isKnown(int kind) {
        return switch (kind) {
            case RegistryValue.NONE,
                    RegistryValue.SZ,
                    RegistryValue.EXPAND_SZ,
                    RegistryValue.BINARY,
                    RegistryValue.DWORD,
                    RegistryValue.MULTI_SZ,
                    RegistryValue.QWORD -> true;
            // an open set: whatever number a host sends
            default -> false;
        };
    }

    private static String bytes(byte[] bytes) {
        var hex = HexFormat.ofDelimiter(" ");
        if (bytes.length <= BYTES_SHOWN) {
            return bytes.length == 0 ? "(0 bytes)" : hex.formatHex(bytes);
        }
        // the fingerprint tells apart what differs only in the part that is not shown
        var fingerprint = StateDigest.sha256(bytes);
        return "(" + bytes.length + " bytes) " + hex.formatHex(bytes, 0, BYTES_SHOWN / 2) + " … #"
                + HexFormat.of().formatHex(fingerprint, 0, 4);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "… (" + text.length() + ") #"
                        + HexFormat.of().formatHex(StateDigest.sha256(text.getBytes(StandardCharsets.UTF_8)), 0, 4);
    }
}
