package io.calmend.remote;

import io.calmend.registry.Expectation;
import io.calmend.registry.RegistryChange;
import io.calmend.vocabulary.ExecutionId;
import java.time.Instant;
import java.util.List;

/**
 * One ordered list of changes that protects itself.
 *
 * @param execution stands in the command, so that whoever watches the host finds its traces
 * @param until in the host's own time; after it the host changes nothing
 * @param expected what the host must still find, one for each touched tree
 */
public record HostChange(
        ExecutionId execution, Instant until, List<Expectation> expected, List<RegistryChange> changes) {
    public HostChange {
        expected = List.copyOf(expected);
        changes = List.copyOf(changes);
    }
}
