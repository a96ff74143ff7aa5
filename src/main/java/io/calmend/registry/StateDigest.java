package io.calmend.registry;

import io.calmend.vocabulary.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of a key and all below it: Base64 of SHA-256 over the UTF-8 of a canonical text, computed alike by the
 * host's script.
 *
 * <p>Each string is {@code length:string} with the length in UTF-16 units. A key is {@code K} path SDDL, then its values
 * ({@code V} name kind data…, ordinal by name), then its keys (ordinal by path); an absent or unreadable key is {@code N}
 * path reason.
 */
public final class StateDigest {

    private StateDigest() {}

    public static String of(KeyState state) {
        var text = new StringBuilder();
        append(text, state);
        return of(text);
    }

    /** The same over a text of {@code kind} and {@code parts}, for what is no key. */
    public static String of(char kind, String... parts) {
        var text = new StringBuilder().append(kind);
        for (var part : parts) {
            string(text, part);
        }
        return of(text);
    }

    private static String of(StringBuilder text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, KeyState state) {
        switch (state) {
            case KeyState.Absent absent -> {
                text.append('N');
                string(text, absent.path().value());
                string(text, "");
            }
            case KeyState.Unreadable unreadable -> {
                text.append('N');
                string(text, unreadable.path().value());
                string(text, unreadable.reason());
            }
            case KeyState.Present present -> {
                text.append('K');
                string(text, present.path().value());
                string(text, present.sddl());
                present.values().stream()
                        .sorted(Comparator.comparing(RegistryValue::name))
                        .forEach(value -> {
                            text.append('V');
                            string(text, value.name());
                            string(text, Integer.toString(value.data().kind()));
                            value.data().texts().forEach(data -> string(text, data));
                        });
                present.keys().stream()
                        .sorted(Comparator.comparing(key -> key.path().value()))
                        .forEach(key -> append(text, key));
            }
        }
    }

    private static void string(StringBuilder text, @Nullable String string) {
        var content = string == null ? "" : string;
        text.append(content.length()).append(':').append(content);
    }
}
