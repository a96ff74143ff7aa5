package io.calmend.registry;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.calmend.vocabulary.RegistryPath;
import java.util.ArrayList;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The JSON in which states of the registry and changes to it are stored. The same content gives the same text, whatever the
 * version of the portal that writes it: names are sorted, and all but ASCII is escaped, so that what a host sent survives any
 * database.
 */
public final class RegistryJson {

    /** For every document that holds keys, values or changes; thread-safe. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(RegistryPath.class, new WritePath())
                    .addDeserializer(RegistryPath.class, new ReadPath())
                    .addSerializer(RegistryValue.class, new WriteValue())
                    .addDeserializer(RegistryValue.class, new ReadValue()))
            .addMixIn(KeyState.class, Named.class)
            .addMixIn(RegistryChange.class, Named.class)
            .registerSubtypes(KeyState.class.getPermittedSubclasses())
            .registerSubtypes(RegistryChange.class.getPermittedSubclasses())
            .changeDefaultVisibility(found -> found.withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE))
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            // of two members of one name, readers take one or the other: what is hashed must be what is carried out
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RegistryJson() {}

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

    private static final class WriteValue extends StdSerializer<RegistryValue> {
        private WriteValue() {
            super(RegistryValue.class);
        }

        @Override
        public void serialize(RegistryValue value, JsonGenerator out, SerializationContext context) {
            out.writeStartObject();
            out.writeStringProperty("name", value.name());
            out.writeNumberProperty("kind", value.data().kind());
            out.writeArrayPropertyStart("data");
            value.data().texts().forEach(out::writeString);
            out.writeEndArray();
            out.writeBooleanProperty("unreadable", value.data() instanceof RegistryContent.Unreadable);
            out.writeEndObject();
        }
    }

    private static final class ReadValue extends StdDeserializer<RegistryValue> {
        private ReadValue() {
            super(RegistryValue.class);
        }

        @Override
        public RegistryValue deserialize(JsonParser in, DeserializationContext context) {
            var node = context.readTree(in);
            var name = node.required("name").stringValue();
            var kind = node.required("kind").intValue();
            if (node.required("unreadable").booleanValue()) {
                return new RegistryValue(name, new RegistryContent.Unreadable(kind));
            }
            var texts = new ArrayList<String>();
            node.required("data").forEach(text -> texts.add(text.stringValue()));
            try {
                return RegistryValue.of(name, kind, texts);
            } catch (IllegalArgumentException malformed) {
                return context.reportInputMismatch(this, "a value: %s", malformed.getMessage());
            }
        }
    }
}
