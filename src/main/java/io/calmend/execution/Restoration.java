package io.calmend.execution;

import io.calmend.operation.Compilation;
import io.calmend.operation.Operation;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.OperationKey;
import java.util.List;

/**
 * The way back from any operation to what was saved before it; computed from what is there now, so that one that was cut
 * short is simply planned again.
 */
record Restoration(OperationKey key, int version, List<TreeTarget> touches) implements Operation {

    static Restoration of(OperationKey key, int version, List<ObservedTree> saved) {
        return new Restoration(
                key, version, saved.stream().map(ObservedTree::target).toList());
    }

    /** What leads from {@code present} to what {@code plan} saved; empty if nothing does. */
    static List<RegistryChange> changes(PlanDocument plan, RegistryState present) {
        return switch (of(plan.operation(), plan.operationVersion(), plan.observed())
                .compile(present, plan.observed())) {
            case Compilation.Changes changes -> changes.changes();
            case Compilation.NothingToDo _, Compilation.Impossible _ -> List.of();
        };
    }

    /** An undo has to lead to exactly what was saved. */
    @Override
    public Compilation compile(RegistryState observed, List<ObservedTree> saved) {
        return switch (Operation.super.compile(observed, saved)) {
            case Compilation.Changes compiled -> new Compilation.Changes(compiled.changes(), new RegistryState(saved));
            case Compilation.NothingToDo nothing -> nothing;
            case Compilation.Impossible impossible -> impossible;
        };
    }

    @Override
    public Risk risk() {
        return Risk.LOW;
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step.Restore());
    }
}
