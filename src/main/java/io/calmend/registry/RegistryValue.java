package io.calmend.registry;

import java.util.Base64;
import java.util.List;

/**
 * One value of a key, in the form that travels.
 *
 * @param name empty for the key's default value
 * @param kind Windows' number: −1 NONE, 1 SZ, 2 EXPAND_SZ, 3 BINARY, 4 DWORD, 7 MULTI_SZ, 11 QWORD; others are seen but
 *     cannot be kept
 * @param data Base64 for −1 and 3, an unsigned decimal for 4 and 11, the lines for 7, else the text; exactly one element
 *     except for 7
 * @param unreadable true if .NET could not read the data: such a value is named, and its key is left alone
 */
public record RegistryValue(String name, int kind, List<String> data, boolean unreadable) {

    public static final int NONE = -1;
    public static final int SZ = 1;
    public static final int EXPAND_SZ = 2;
    public static final int BINARY = 3;
    public static final int DWORD = 4;
    public static final int MULTI_SZ = 7;
    public static final int QWORD = 11;

    public RegistryValue {
        data = List.copyOf(data);
        if (kind != MULTI_SZ && data.size() != 1) {
            throw new IllegalArgumentException("one element of data expected");
        }
    }

    public static RegistryValue text(String name, String text) {
        return new RegistryValue(name, SZ, List.of(text), false);
    }

    public static RegistryValue binary(String name, byte[] bytes) {
        return new RegistryValue(name, BINARY, List.of(Base64.getEncoder().encodeToString(bytes)), false);
    }

    public static RegistryValue dword(String name, long unsigned) {
        return new RegistryValue(name, DWORD, List.of(Long.toString(unsigned)), false);
    }

    /** Whether the data is raw bytes. */
    public boolean isBinary() {
        return kind == BINARY || kind == NONE;
    }

    /** The raw bytes of a binary value. @throws IllegalStateException for other kinds */
    public byte[] bytes() {
        if (!isBinary()) {
            throw new IllegalStateException("not a binary value");
        }
        return Base64.getDecoder().decode(data.getFirst());
    }
}
