package io.calmend.registry;

import io.calmend.vocabulary.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** A value in one line for people: its kind and its data, long ones shortened. */
final class ValueText {

    private static final int LONGEST = 200;
    private static final int BYTES_SHOWN = 32;

    private ValueText() {}

    static String of(RegistryValue value) {
        var data = value.data();
        var kind = data.kindName();
        return switch (data) {
            case RegistryContent.Unreadable _ -> kind;
            case RegistryContent.Raw raw -> kind + " " + bytes(raw.bytes());
            case RegistryContent.Lines(var lines) ->
                kind + " "
                        + shortened(lines.stream()
                                .map(line -> "\"" + line + "\"")
                                .collect(Collectors.joining(", ", "[", "]")));
            case RegistryContent.Dword dword -> kind + " " + dword.unsigned();
            case RegistryContent.Qword qword -> kind + " " + qword.unsigned();
            case RegistryContent.Text(var text) -> kind + " " + shortened("\"" + text + "\"");
            case RegistryContent.ExpandText(var text) -> kind + " " + shortened("\"" + text + "\"");
        };
    }

    private static String bytes(byte[] bytes) {
        var hex = HexFormat.ofDelimiter(" ");
        if (bytes.length <= BYTES_SHOWN) {
            return bytes.length == 0 ? "(0 bytes)" : hex.formatHex(bytes);
        }
        // the fingerprint tells apart what differs only in the part that is not shown
        var fingerprint = Sha256.of(bytes);
        return "(" + bytes.length + " bytes) " + hex.formatHex(bytes, 0, BYTES_SHOWN / 2) + " … #"
                + HexFormat.of().formatHex(fingerprint, 0, 4);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "… (" + text.length() + ") #"
                        + HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), 0, 4);
    }
}
