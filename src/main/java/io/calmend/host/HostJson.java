package io.calmend.host;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.calmend.registry.RegistryJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** The JSON in which states of hosts and changes to them are stored, as {@link RegistryJson} stores those of the registry. */
public final class HostJson {

    /** For every document that holds facets, their states, changes or actions; thread-safe. */
    public static final JsonMapper MAPPER = RegistryJson.MAPPER
            .rebuild()
            .addMixIn(Facet.class, Named.class)
            .addMixIn(FacetState.class, Named.class)
            .addMixIn(Change.class, Named.class)
            .addMixIn(Difference.class, Named.class)
            .addMixIn(Action.class, Named.class)
            .addMixIn(Fact.class, Named.class)
            .registerSubtypes(Facet.class.getPermittedSubclasses())
            .registerSubtypes(FacetState.class.getPermittedSubclasses())
            .registerSubtypes(Change.class.getPermittedSubclasses())
            .registerSubtypes(Difference.class.getPermittedSubclasses())
            .registerSubtypes(Action.class.getPermittedSubclasses())
            .registerSubtypes(Fact.class.getPermittedSubclasses())
            .build();

    private HostJson() {}

    /**
     * Each of {@code list}, which was stored when there was nothing but the registry, as one of its kind among others.
     *
     * @param component what it is called there: {@code tree}, {@code change}, {@code difference}
     */
    public static ArrayNode ofRegistry(@Nullable JsonNode list, String component) {
        if (list == null) {
            throw new IllegalStateException("a stored document without its " + component + "s");
        }
        var wrapped = MAPPER.createArrayNode();
        list.forEach(one -> wrapped.addObject().put("is", "Registry").set(component, one));
        return wrapped;
    }

    /** The kind stands beside the content under its simple name. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Named {}
}
