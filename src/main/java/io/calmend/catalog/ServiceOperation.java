package io.calmend.catalog;

import io.calmend.host.Difference;
import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.host.ServiceStatus;
import io.calmend.host.WindowsService;
import io.calmend.operation.Arguments;
import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.operation.Tolerance;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Optional;
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

    /** Windows starts the port redirector as soon as somebody connects. */
    @Override
    public Tolerance tolerance() {
        return (_, expected, _) -> difference -> difference instanceof Difference.ServiceRun run
                        && run.aspect() == Difference.ServiceRun.Aspect.STATUS
                        && ServiceStatus.RUNNING.text().equals(run.after())
                        && !run.service().needs().isEmpty()
                        && run.service().needs().stream().allMatch(expected::runs)
                ? Optional.of(
                        new Tolerance.Accepted(run.service(), run.service().serviceName()))
                : Optional.empty();
    }
}
