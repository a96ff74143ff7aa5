package io.calmend.catalog;

import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.operation.Arguments;
import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Parameter;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.operation.Tolerance;
import io.calmend.registry.MsLicensing;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/** An operation on a client's licence cache, in both registry views. */
record ClientOperation(
        OperationKey key, int version, Risk risk, List<Parameter> parameters, List<Step> steps, Set<Effect> effects)
        implements Operation {

    ClientOperation {
        parameters = List.copyOf(parameters);
        steps = List.copyOf(steps);
        effects = Set.copyOf(effects);
    }

    @Override
    public HostKind on() {
        return HostKind.CLIENT;
    }

    @Override
    public List<Facet> touches(Arguments arguments) {
        return MsLicensing.BOTH_VIEWS.stream().<Facet>map(Facet.Registry::new).toList();
    }

    @Override
    public List<Step> steps(Arguments arguments) {
        return steps;
    }

    @Override
    public Tolerance tolerance() {
        return ReissuedLicences::new;
    }
}
