package io.calmend.registry;

import java.util.List;

/** One value of a key. @param name empty for the key's default value */
public record RegistryValue(String name, RegistryContent data) {

    public static RegistryValue text(String name, String text) {
        return new RegistryValue(name, new RegistryContent.Text(text));
    }

    public static RegistryValue binary(String name, byte[] bytes) {
        return new RegistryValue(name, new RegistryContent.Binary(bytes));
    }

    public static RegistryValue dword(String name, long unsigned) {
        return new RegistryValue(name, new RegistryContent.Dword((int) unsigned));
    }

    /** @throws IllegalArgumentException as {@link RegistryContent#of} */
    public static RegistryValue of(String name, int kind, List<String> texts) {
        return new RegistryValue(name, RegistryContent.of(kind, texts));
    }
}
