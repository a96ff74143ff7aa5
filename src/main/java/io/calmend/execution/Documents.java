package io.calmend.execution;

import io.calmend.operation.RegistryJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;

/** Plans and events as they are stored, see {@link RegistryJson}. */
final class Documents {

    /** What fits the columns of both databases. */
    static final int LONGEST = 1_000_000;

    private Documents() {}

    static String write(Object document) {
        return RegistryJson.MAPPER.writeValueAsString(document);
    }

    /** @throws IllegalStateException if the stored text is not what {@link #write} writes */
    static <T> T read(String text, Class<T> type) {
        try {
            return RegistryJson.MAPPER.readValue(text, type);
        } catch (JacksonException broken) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " cannot be read", broken);
        }
    }

    /** SHA-256 in lower-case hexadecimal. */
    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
