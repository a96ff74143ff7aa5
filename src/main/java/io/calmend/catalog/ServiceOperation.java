package io.calmend.catalog;

import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.host.WindowsService;
import io.calmend.operation.Arguments;
import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/** An operation on Remote Desktop Services and on the service that runs only beside them. */
record ServiceOperation(OperationKey key, int version, Risk risk, List<Step> steps, Set<Effect> effects)
        implements Operation {

    ServiceOperation {
        steps = List.copyOf(steps);
        effects = Set.copyOf(effects);
    }

    @Override
    public HostKind on() {
        return HostKind.SESSION_HOST;
    }

    @Override
    public List<Facet> touches(Arguments arguments) {
        return List.of(
                new Facet.ServiceRun(WindowsService.REMOTE_DESKTOP),
                new Facet.ServiceRun(WindowsService.PORT_REDIRECTOR));
    }

    @Override
    public List<Step> steps(Arguments arguments) {
        return steps;
    }
}
