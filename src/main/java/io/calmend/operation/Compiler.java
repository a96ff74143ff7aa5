package io.calmend.operation;

import java.util.List;

/** Turns steps into changes; the only place that knows what each step means. */
final class Compiler {

    private Compiler() {}

    static Compilation compile(OperationDefinition definition, RegistryState seen, List<SeenTree> saved) {
        throw new UnsupportedOperationException();
    }
}
