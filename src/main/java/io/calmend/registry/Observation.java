package io.calmend.registry;

import java.util.List;

/**
 * What to observe on a host in one command.
 *
 * @param client whether to read also what a Remote Desktop client tells beside its registry: running client programs and
 *     recent client events
 */
public record Observation(List<TreeTarget> targets, boolean client) {
    public Observation {
        targets = List.copyOf(targets);
    }
}
