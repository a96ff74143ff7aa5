package io.calmend.remote;

import io.calmend.host.Facet;
import io.calmend.host.Fact;
import java.util.List;

/**
 * What to observe on a host in one command.
 *
 * @param client whether to read also what a Remote Desktop client tells beside its registry: running client programs and
 *     recent client events
 */
public record Observation(List<Facet> facets, List<Fact> facts, boolean client) {
    public Observation {
        facets = List.copyOf(facets);
        facts = List.copyOf(facts);
    }

    public static Observation of(List<Facet> facets) {
        return new Observation(facets, List.of(), false);
    }
}
