package io.calmend.registry;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The data of a registry value, by Windows' kinds. What .NET could not read is {@link Unreadable}; kinds that .NET cannot write
 * never come otherwise.
 */
public sealed interface RegistryContent {

    int NONE = -1;
    int SZ = 1;
    int EXPAND_SZ = 2;
    int BINARY = 3;
    int DWORD = 4;
    int MULTI_SZ = 7;
    int QWORD = 11;

    record Text(String text) implements RegistryContent {}

    /** A text whose variables are not replaced: {@code %SystemRoot%\x}. */
    record ExpandText(String text) implements RegistryContent {}

    record Lines(List<String> lines) implements RegistryContent {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** @param bits of an unsigned number */
    record Dword(int bits) implements RegistryContent {
        public String unsigned() {
            return Integer.toUnsignedString(bits);
        }
    }

    /** @param bits of an unsigned number */
    record Qword(long bits) implements RegistryContent {
        public String unsigned() {
            return Long.toUnsignedString(bits);
        }
    }

    /** Data that is bytes. Nobody changes the array. */
    sealed interface Raw extends RegistryContent {
        byte[] bytes();

        /** Data of the same kind with other bytes. */
        default Raw with(byte[] bytes) {
            return switch (this) {
                case Binary _ -> new Binary(bytes);
                case Untyped _ -> new Untyped(bytes);
            };
        }

        default String base64() {
            return Base64.getEncoder().encodeToString(bytes());
        }
    }

    record Binary(byte[] bytes) implements Raw {
        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Binary[" + base64() + "]";
        }
    }

    /** {@code REG_NONE}: bytes of no kind. */
    record Untyped(byte[] bytes) implements Raw {
        @Override
        public boolean equals(Object other) {
            return other instanceof Untyped untyped && Arrays.equals(bytes, untyped.bytes);
        }

        @Override
        public int hashCode() {
            return ~Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Untyped[" + base64() + "]";
        }
    }

    /** .NET could not read it: the value is named, and its key is left alone. @param kind Windows' number, whatever it is */
    record Unreadable(int kind) implements RegistryContent {}

    /** Windows' number of the kind. */
    default int kind() {
        return switch (this) {
            case Text _ -> SZ;
            case ExpandText _ -> EXPAND_SZ;
            case Lines _ -> MULTI_SZ;
            case Dword _ -> DWORD;
            case Qword _ -> QWORD;
            case Binary _ -> BINARY;
            case Untyped _ -> NONE;
            case Unreadable unreadable -> unreadable.kind;
        };
    }

    /** Windows' own name of the kind: {@code REG_DWORD}. */
    default String kindName() {
        return switch (this) {
            case Text _ -> "REG_SZ";
            case ExpandText _ -> "REG_EXPAND_SZ";
            case Lines _ -> "REG_MULTI_SZ";
            case Dword _ -> "REG_DWORD";
            case Qword _ -> "REG_QWORD";
            case Binary _ -> "REG_BINARY";
            case Untyped _ -> "REG_NONE";
            case Unreadable unreadable -> nameOf(unreadable.kind);
        };
    }

    private static String nameOf(int kind) {
        return switch (kind) {
            case NONE -> "REG_NONE";
            case SZ -> "REG_SZ";
            case EXPAND_SZ -> "REG_EXPAND_SZ";
            case BINARY -> "REG_BINARY";
            case DWORD -> "REG_DWORD";
            case MULTI_SZ -> "REG_MULTI_SZ";
            case QWORD -> "REG_QWORD";
            // an open set: whatever number a host sends
            default -> "REG_" + kind;
        };
    }

    /**
     * The data as texts, of which digests are made and in which backups and plans keep it: Base64 for bytes, an unsigned decimal
     * for numbers, the lines, or the text; one empty text for what could not be read.
     */
    default List<String> texts() {
        return switch (this) {
            case Text text -> List.of(text.text);
            case ExpandText text -> List.of(text.text);
            case Lines lines -> lines.lines;
            case Dword dword -> List.of(dword.unsigned());
            case Qword qword -> List.of(qword.unsigned());
            case Raw raw -> List.of(raw.base64());
            case Unreadable _ -> List.of("");
        };
    }

    /**
     * The data that has these {@link #texts()}.
     *
     * @throws IllegalArgumentException if there is none, or its texts would be others
     */
    static RegistryContent of(int kind, List<String> texts) {
        if (kind != MULTI_SZ && texts.size() != 1) {
            throw new IllegalArgumentException("one element of data expected");
        }
        var data = switch (kind) {
            case SZ -> new Text(texts.getFirst());
            case EXPAND_SZ -> new ExpandText(texts.getFirst());
            case MULTI_SZ -> new Lines(texts);
            case DWORD -> new Dword(Integer.parseUnsignedInt(texts.getFirst()));
            case QWORD -> new Qword(Long.parseUnsignedLong(texts.getFirst()));
            case BINARY -> new Binary(Base64.getDecoder().decode(texts.getFirst()));
            case NONE -> new Untyped(Base64.getDecoder().decode(texts.getFirst()));
            // an open set: whatever number a host sends
            default -> throw new IllegalArgumentException("data of kind " + kind);
        };
        if (!data.texts().equals(texts)) {
            throw new IllegalArgumentException("data that is written in another way");
        }
        return data;
    }
}
