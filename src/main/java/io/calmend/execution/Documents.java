package io.calmend.execution;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.calmend.operation.KeyState;
import io.calmend.operation.RegistryChange;
import io.calmend.vocabulary.RegistryPath;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The JSON in which plans and events are stored. The same content gives the same text, whatever the version of the portal
 * that writes it: names are sorted, and all but ASCII is escaped, so that what a host sent survives any database.
 */
final class Documents {

    /** What fits the columns of both databases. */
    static final int LONGEST = 1_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(RegistryPath.class, new WritePath())
                    .addDeserializer(RegistryPath.class, new ReadPath()))
            .addMixIn(KeyState.class, Named.class)
            .addMixIn(RegistryChange.class, Named.class)
            .registerSubtypes(KeyState.class.getPermittedSubclasses())
            .registerSubtypes(RegistryChange.class.getPermittedSubclasses())
            .changeDefaultVisibility(found -> found.withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE))
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private Documents() {}

    static String write(Object document) {
        return JSON.writeValueAsString(document);
    }

    /** @throws IllegalStateException if the stored text is not what {@link #write} writes */
    static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
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

    /** The kind stands beside the content under its simple name. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Named {}

    private static final class WritePath extends StdSerializer<RegistryPath> {
        private WritePath() {
            super(RegistryPath.class);
        }

        @Override
        public void serialize(RegistryPath path, JsonGenerator out, SerializationContext context) {
            out.writeString(path.value());
        }
    }

    private static final class ReadPath extends StdDeserializer<RegistryPath> {
        private ReadPath() {
            super(RegistryPath.class);
        }

        @Override
        public RegistryPath deserialize(JsonParser in, DeserializationContext context) {
            return RegistryPath.of(in.getString());
        }
    }
}
