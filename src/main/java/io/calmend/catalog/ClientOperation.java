package io.calmend.catalog;

import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/** An operation on a client's licence cache, in both registry views. */
record ClientOperation(OperationKey key, int version, Risk risk, List<Step> steps, Set<Effect> effects)
        implements Operation {

    ClientOperation {
        steps = List.copyOf(steps);
        effects = Set.copyOf(effects);
    }

    @Override
    public List<TreeTarget> touches() {
        return MsLicensing.BOTH_VIEWS;
    }
}
