package io.calmend.operation;

import io.calmend.host.HostState;
import java.util.List;

/** The way back to a saved state, whatever led away from it. */
public final class Restoration {

    private Restoration() {}

    /**
     * What leads from {@code present} to {@code saved}: computed from what is there now, so that one that was cut short is
     * simply planned again. Pure. The registry is expected to be exactly as it was saved.
     */
    public static Compilation compile(HostState present, HostState saved) {
        return switch (Compiler.compile(saved.facets(), List.of(new Step.Restore()), present, saved)) {
            case Compilation.Changes(var changes, var expected) ->
                new Compilation.Changes(changes, expected.withRegistryOf(saved));
            case Compilation.Acts acts -> acts;
            case Compilation.NothingToDo nothing -> nothing;
            case Compilation.Impossible impossible -> impossible;
        };
    }
}
