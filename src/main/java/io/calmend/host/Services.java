package io.calmend.host;

import io.calmend.host.Difference.ServiceRun.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link HostState} promises of services. */
final class Services {

    private Services() {}

    private static Optional<FacetState.ServiceRun> find(HostState state, WindowsService service) {
        return state.find(new Facet.ServiceRun(service))
                .filter(FacetState.ServiceRun.class::isInstance)
                .map(FacetState.ServiceRun.class::cast);
    }

    static boolean is(HostState state, WindowsService service, ServiceStatus status) {
        return find(state, service).filter(one -> one.status() == status).isPresent();
    }

    private static List<FacetState.ServiceRun> all(HostState state) {
        return Arrays.stream(WindowsService.values())
                .flatMap(service -> find(state, service).stream())
                .toList();
    }

    static HostState.Applied started(HostState state, WindowsService service) {
        var found = find(state, service);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(service.where() + " was not observed");
        }
        var there = found.get();
        return switch (there.status()) {
            case RUNNING -> new HostState.Applied(state, null);
            case NOT_INSTALLED -> new HostState.Applied(state, "NotFound");
            case STOPPED -> {
                if (there.startMode() == StartMode.DISABLED) {
                    yield new HostState.Applied(state, "ServiceDisabled");
                }
                var next = state;
                for (var needed : service.needs()) {
                    if (find(next, needed).isPresent()) {
                        var applied = started(next, needed);
                        if (applied.error() != null) {
                            yield new HostState.Applied(state, "DependentServicesNotRunning");
                        }
                        next = applied.state();
                    }
                }
                yield new HostState.Applied(next.with(there.with(ServiceStatus.RUNNING)), null);
            }
            case START_PENDING, STOP_PENDING, CONTINUE_PENDING, PAUSE_PENDING, PAUSED, UNKNOWN ->
                new HostState.Applied(state, "InvalidServiceControl");
        };
    }

    static HostState.Applied stopped(HostState state, WindowsService service) {
        var found = find(state, service);
        if (found.isEmpty()) {
            throw new IllegalArgumentException(service.where() + " was not observed");
        }
        var there = found.get();
        return switch (there.status()) {
            case STOPPED -> new HostState.Applied(state, null);
            case NOT_INSTALLED -> new HostState.Applied(state, "NotFound");
            case RUNNING -> {
                var isNeeded = all(state).stream()
                        .anyMatch(other -> other.status() == ServiceStatus.RUNNING
                                && other.service().needs().contains(service));
                yield isNeeded
                        ? new HostState.Applied(state, "DependentServicesRunning")
                        : new HostState.Applied(state.with(there.with(ServiceStatus.STOPPED)), null);
            }
            case START_PENDING, STOP_PENDING, CONTINUE_PENDING, PAUSE_PENDING, PAUSED, UNKNOWN ->
                new HostState.Applied(state, "InvalidServiceControl");
        };
    }

    /** From the last to the first: none that another needs is stopped before that one. */
    static List<Change> toStop(HostState present, HostState wanted) {
        return that(present, wanted, ServiceStatus.RUNNING, ServiceStatus.STOPPED).reversed().stream()
                .<Change>map(Change.StopService::new)
                .toList();
    }

    static List<Change> toStart(HostState present, HostState wanted) {
        return that(present, wanted, ServiceStatus.STOPPED, ServiceStatus.RUNNING).stream()
                .<Change>map(Change.StartService::new)
                .toList();
    }

    private static List<WindowsService> that(HostState present, HostState wanted, ServiceStatus is, ServiceStatus be) {
        return all(wanted).stream()
                .filter(service -> service.status() == be)
                .map(FacetState.ServiceRun::service)
                .filter(service -> is(present, service, is))
                .toList();
    }

    static List<Difference> differences(HostState before, HostState after) {
        var found = new ArrayList<Difference>();
        for (var state : before.states()) {
            if (!(state.facet() instanceof Facet.ServiceRun(var service))) {
                continue;
            }
            var other = after.find(state.facet());
            if (other.isPresent()) {
                add(found, service, Aspect.STATUS, status(state), status(other.get()));
                add(found, service, Aspect.START_MODE, startMode(state), startMode(other.get()));
            }
        }
        return found;
    }

    private static void add(
            List<Difference> found,
            WindowsService service,
            Aspect aspect,
            @Nullable String before,
            @Nullable String after) {
        if (before == null ? after != null : !before.equals(after)) {
            found.add(new Difference.ServiceRun(service, aspect, before, after));
        }
    }

    private static @Nullable String status(FacetState state) {
        return switch (state) {
            case FacetState.ServiceRun run ->
                run.status().isInstalled() ? run.status().text() : null;
            case FacetState.Unreadable unreadable -> "(" + unreadable.reason() + ")";
            case FacetState.Registry _ -> null;
        };
    }

    private static @Nullable String startMode(FacetState state) {
        return switch (state) {
            case FacetState.ServiceRun run ->
                run.startMode().isInstalled() ? run.startMode().text() : null;
            case FacetState.Unreadable _, FacetState.Registry _ -> null;
        };
    }
}
