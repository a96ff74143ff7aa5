package io.calmend.diagnosis;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.calmend.operation.KeyState;
import io.calmend.vocabulary.RegistryPath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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
 * The stored form of what a host answered: JSON with sorted names, the same text for the same answer, packed. It holds the
 * answer itself and not what was made of it, so that the rules of a later day can be asked again.
 */
final class AnswerDocument {

    /** What fits one value of both databases (H2's limit for bytes). */
    static final int LARGEST_PACKED = 1_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(RegistryPath.class, new WritePath())
                    .addDeserializer(RegistryPath.class, new ReadPath()))
            .addMixIn(KeyState.class, Named.class)
            .registerSubtypes(KeyState.class.getPermittedSubclasses())
            .changeDefaultVisibility(found -> found.withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE))
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private AnswerDocument() {}

    /** The packed document, or empty where it would have more than {@code largest} bytes, or more than a database holds. */
    static Optional<byte[]> write(Answered answered, long largest) {
        var text = JSON.writeValueAsString(answered).getBytes(StandardCharsets.UTF_8);
        if (text.length > largest) {
            return Optional.empty();
        }
        var packed = new ByteArrayOutputStream(text.length / 2 + 64);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.size() > LARGEST_PACKED ? Optional.empty() : Optional.of(packed.toByteArray());
    }

    /** @throws IllegalStateException if that is not what {@link #write} wrote */
    static Answered read(byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return JSON.readValue(in, Answered.class);
        } catch (IOException | JacksonException broken) {
            throw new IllegalStateException("a stored answer cannot be read", broken);
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
