package io.calmend.backup;

import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Dates;
import io.calmend.vocabulary.RegistryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes saved keys and values in the format of {@code regedit} and {@code reg.exe}: UTF-16LE with BOM, CR LF line
 * ends, {@code Windows Registry Editor Version 5.00}.
 *
 * <p>The path is the same for both views: {@code reg import FILE /reg:32} on 64-bit Windows redirects it to the 32-bit
 * view, and a comment in the file names its view. A string is written as text if it is plain, else as {@code hex(1):}
 * and its bytes. The format is read line by line, so a name with a line break could inject lines into the import: such
 * a key or value is left out, and a comment says so.
 */
final class RegFile {

    private static final String END = "\r\n";

    /** The column after which regedit starts a new line. */
    private static final int COLUMNS = 77;

    private final StringBuilder text = new StringBuilder(4096);

    private RegFile() {}

    static byte[] of(Backups.Backup backup, RegistryView view, List<ObservedTree> trees) {
        var file = new RegFile();
        file.line("Windows Registry Editor Version 5.00");
        file.line("");
        file.line("; " + backup.id() + ", " + visible(backup.hostName()) + ", " + Dates.inUtc(backup.at()));
        file.line(
                switch (view) {
                    case REGISTRY64 -> "; 64-bit view: reg import FILE /reg:64";
                    case REGISTRY32 -> "; 32-bit view: reg import FILE /reg:32";
                });
        for (var tree : trees) {
            if (tree.target().view() == view) {
                file.key(tree.tree());
            }
        }
        file.line("");
        return utf16(file.text);
    }

    private void key(KeyState key) {
        line("");
        var path = "HKEY_LOCAL_MACHINE\\" + key.path().value();
        if (breaksLines(path)) {
            line("; left out, .reg files cannot hold this name: key " + visible(path));
            return;
        }
        switch (key) {
            case KeyState.Absent absent -> line("; did not exist: " + path);
            // cannot happen in a saved backup, which never holds an unreadable key
            case KeyState.Unreadable unreadable -> line("; could not be read: " + path);
            case KeyState.Present present -> {
                line("[" + path + "]");
                present.values().stream()
                        .sorted(Comparator.comparing(RegistryValue::name))
                        .forEach(this::value);
                present.keys().stream()
                        .sorted(Comparator.comparing(child -> child.path().value()))
                        .forEach(this::key);
            }
        }
    }

    private void value(RegistryValue value) {
        if (breaksLines(value.name())) {
            line("; left out, .reg files cannot hold this name: value " + visible(value.name()));
            return;
        }
        var start = text.length();
        text.append(value.name().isEmpty() ? "@" : quoted(value.name())).append('=');
        switch (value.data()) {
            case RegistryContent.Text(var content) -> {
                if (isPlain(content)) {
                    text.append(quoted(content)).append(END);
                } else {
                    hex("hex(1):", terminated(content), start);
                }
            }
            case RegistryContent.ExpandText(var content) -> hex("hex(2):", terminated(content), start);
            case RegistryContent.Lines(var content) -> {
                var lines = new StringBuilder();
                content.forEach(line -> lines.append(line).append('\0'));
                hex("hex(7):", bytes(lines.append('\0')), start);
            }
            case RegistryContent.Dword(var bits) ->
                text.append("dword:").append(HexFormat.of().toHexDigits(bits)).append(END);
            case RegistryContent.Qword(var bits) ->
                hex(
                        "hex(b):",
                        ByteBuffer.allocate(Long.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(bits)
                                .array(),
                        start);
            case RegistryContent.Binary(var bytes) -> hex("hex:", bytes, start);
            case RegistryContent.Untyped(var bytes) -> hex("hex(0):", bytes, start);
            case RegistryContent.Unreadable _ ->
                throw new IllegalStateException("a backup has no value that could not be read");
        }
    }

    private void hex(String kind, byte[] bytes, int start) {
        text.append(kind);
        var digits = HexFormat.of();
        var column = text.length() - start;
        for (int i = 0; i < bytes.length; i++) {
            digits.toHexDigits(text, bytes[i]);
            column += 2;
            if (i < bytes.length - 1) {
                text.append(',');
                column++;
                if (column >= COLUMNS) {
                    text.append('\\').append(END).append("  ");
                    column = 2;
                }
            }
        }
        text.append(END);
    }

    private void line(String line) {
        text.append(line).append(END);
    }

    private static byte[] terminated(String content) {
        return bytes(content + '\0');
    }

    private static String quoted(String content) {
        return '"' + content.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static boolean isPlain(String content) {
        return content.chars().allMatch(c -> c >= ' ');
    }

    private static boolean breaksLines(String name) {
        return name.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0');
    }

    private static String visible(String name) {
        return name.replaceAll("[\r\n\0]", "?");
    }

    private static byte[] utf16(StringBuilder content) {
        return bytes(content.insert(0, '\uFEFF'));
    }

    /** UTF-16LE unit by unit: an encoder would replace a lone surrogate, which Windows allows. */
    private static byte[] bytes(CharSequence content) {
        var bytes = ByteBuffer.allocate(content.length() * Character.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < content.length(); i++) {
            bytes.putChar(content.charAt(i));
        }
        return bytes.array();
    }
}
