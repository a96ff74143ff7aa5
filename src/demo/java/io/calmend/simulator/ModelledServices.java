package io.calmend.simulator;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service manager of one machine. What a change does to it is what {@link HostState#after} says. */
final class ModelledServices {

    private HostState state;
    private final Map<WindowsService, Integer> processes = new EnumMap<>(WindowsService.class);
    private int lastProcess = 800;

    /** @param licenceServer whether the role of one is installed */
    ModelledServices(boolean licenceServer) {
        state = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.MANUAL),
                new FacetState.ServiceRun(WindowsService.PORT_REDIRECTOR, ServiceStatus.RUNNING, StartMode.MANUAL),
                licenceServer
                        ? new FacetState.ServiceRun(
                                WindowsService.LICENSING, ServiceStatus.RUNNING, StartMode.AUTOMATIC)
                        : new FacetState.ServiceRun(
                                WindowsService.LICENSING, ServiceStatus.NOT_INSTALLED, StartMode.NONE)));
        number();
    }

    /** Somebody sets services up anew. */
    synchronized void set(Map<WindowsService, FacetState.ServiceRun> services) {
        state = new HostState(state.states().stream()
                .map(FacetState.ServiceRun.class::cast)
                .<FacetState>map(one -> services.getOrDefault(one.service(), one))
                .toList());
        number();
    }

    synchronized FacetState observe(WindowsService service) {
        return state.find(new Facet.ServiceRun(service)).orElseThrow();
    }

    /** The process that {@code service} runs in; 0 if it does not run. */
    synchronized int process(WindowsService service) {
        return processes.getOrDefault(service, 0);
    }

    /** @return why not, as a host says it; null if it is so */
    synchronized @Nullable String apply(Change change) {
        var applied = state.after(List.of(change));
        state = applied.state();
        number();
        return applied.error();
    }

    /** As {@code service-act.ps1} does it. */
    synchronized @Nullable String perform(Action action) {
        return switch (action) {
            case Action.RestartService(var service) -> {
                String error = null;
                var stopped = new ArrayList<WindowsService>();
                var all = new ArrayList<>(service.neededBy());
                all.add(service);
                for (var one : all) {
                    if (error == null && state.runs(one)) {
                        stopped.addFirst(one);
                        error = apply(new Change.StopService(one));
                    }
                }
                for (var one : stopped) {
                    var failed = apply(new Change.StartService(one));
                    error = failed == null ? error : failed;
                }
                yield error;
            }
        };
    }

    private void number() {
        for (var service : WindowsService.values()) {
            if (!state.runs(service)) {
                processes.remove(service);
            } else if (!processes.containsKey(service)) {
                processes.put(service, lastProcess += 12);
            }
        }
    }
}
