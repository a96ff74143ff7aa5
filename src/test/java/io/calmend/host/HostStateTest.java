package io.calmend.host;

import static io.calmend.registry.SampleStates.STORE;
import static io.calmend.registry.SampleStates.V64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calmend.registry.RegistryChange;
import io.calmend.registry.SampleStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostStateTest {

    private static final WindowsService SERVICE = WindowsService.REMOTE_DESKTOP;
    private static final WindowsService REDIRECTOR = WindowsService.PORT_REDIRECTOR;

    private static FacetState service(WindowsService service, ServiceStatus status, StartMode mode) {
        return new FacetState.ServiceRun(service, status, mode);
    }

    private static HostState services(ServiceStatus service, ServiceStatus redirector) {
        return new HostState(List.of(
                service(SERVICE, service, StartMode.MANUAL), service(REDIRECTOR, redirector, StartMode.MANUAL)));
    }

    @Test
    void serviceThatAnotherNeedsIsNotStoppedBeforeIt() {
        var both = services(ServiceStatus.RUNNING, ServiceStatus.RUNNING);
        assertThat(both.after(List.of(new Change.StopService(SERVICE))))
                .isEqualTo(new HostState.Applied(both, "DependentServicesRunning"));
        assertThat(both.apply(List.of(new Change.StopService(REDIRECTOR), new Change.StopService(SERVICE))))
                .isEqualTo(services(ServiceStatus.STOPPED, ServiceStatus.STOPPED));
    }

    @Test
    void startingAServiceStartsThoseThatItNeeds() {
        assertThat(services(ServiceStatus.STOPPED, ServiceStatus.STOPPED)
                        .apply(List.of(new Change.StartService(REDIRECTOR))))
                .isEqualTo(services(ServiceStatus.RUNNING, ServiceStatus.RUNNING));
    }

    @Test
    void changesMadeTwiceLeaveTheSame() {
        for (var change : List.<Change>of(new Change.StartService(REDIRECTOR), new Change.StopService(REDIRECTOR))) {
            var once = services(ServiceStatus.RUNNING, ServiceStatus.STOPPED).after(List.of(change));
            assertThat(once.error()).isNull();
            assertThat(once.state().after(List.of(change))).isEqualTo(once);
        }
    }

    @Test
    void listStopsAtTheFirstChangeThatCannotBeMade() {
        var disabled = new HostState(List.of(
                service(SERVICE, ServiceStatus.STOPPED, StartMode.DISABLED),
                service(WindowsService.LICENSING, ServiceStatus.RUNNING, StartMode.AUTOMATIC)));
        assertThat(disabled.after(
                        List.of(new Change.StartService(SERVICE), new Change.StopService(WindowsService.LICENSING))))
                .isEqualTo(new HostState.Applied(disabled, "ServiceDisabled"));
    }

    @Test
    void anyStateOfServicesThatWindowsCanBeInComesBackFromAnyOther() {
        var settled = List.of(ServiceStatus.RUNNING, ServiceStatus.STOPPED);
        var states = new ArrayList<HostState>();
        for (var service : settled) {
            for (var redirector : settled) {
                if (service == ServiceStatus.RUNNING || redirector == ServiceStatus.STOPPED) {
                    states.add(services(service, redirector));
                }
            }
        }
        for (var saved : states) {
            for (var present : states) {
                var back = present.after(saved.changesFrom(present));
                assertThat(back).isEqualTo(new HostState.Applied(saved, null));
                assertThat(saved.changesFrom(saved)).isEmpty();
            }
        }
    }

    /** What runs could write into the registry again. */
    @Test
    void serviceStopsBeforeTheRegistryIsRestoredAndStartsAfterIt() {
        var keys = HostState.of(SampleStates.client().trees()).states();
        var stopped = new ArrayList<>(keys);
        stopped.add(service(SERVICE, ServiceStatus.STOPPED, StartMode.MANUAL));
        stopped.add(service(WindowsService.LICENSING, ServiceStatus.RUNNING, StartMode.MANUAL));
        var running = new ArrayList<>(keys);
        running.add(service(SERVICE, ServiceStatus.RUNNING, StartMode.MANUAL));
        running.add(service(WindowsService.LICENSING, ServiceStatus.STOPPED, StartMode.MANUAL));
        var present = new HostState(running)
                .apply(OfRegistry.changes(new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE000"))));

        var changes = new HostState(stopped).changesFrom(present);

        assertThat(changes.getFirst()).isEqualTo(new Change.StopService(SERVICE));
        assertThat(changes.getLast()).isEqualTo(new Change.StartService(WindowsService.LICENSING));
        assertThat(OfRegistry.registry(changes)).hasSize(changes.size() - 2).isNotEmpty();
        assertThat(present.apply(changes).differencesTo(new HostState(stopped))).isEmpty();
    }

    @Test
    void registryIsChangedAsItIsWithoutServicesAndStaysInItsPlace() {
        for (var seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var saved = SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random));
            var present = SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random));
            var mixed = new ArrayList<FacetState>();
            mixed.add(HostState.of(present.trees()).states().getFirst());
            mixed.add(service(SERVICE, ServiceStatus.RUNNING, StartMode.MANUAL));
            mixed.add(HostState.of(present.trees()).states().getLast());
            var changes = saved.changesFrom(present);

            var applied = new HostState(mixed).apply(OfRegistry.changes(changes));

            assertThat(applied.registry()).isEqualTo(present.apply(changes));
            assertThat(applied.facets()).isEqualTo(new HostState(mixed).facets());
            assertThat(OfRegistry.registry(HostState.of(saved.trees()).changesFrom(HostState.of(present.trees()))))
                    .hasSameSizeAs(changes);
        }
    }

    @Test
    void ownershipIsTakenFirstAndServicesKeepTheirPlaceAmongTheChanges() {
        var locked = SampleStates.state(SampleStates.key(
                STORE.parent(),
                new io.calmend.registry.KeyState.Present(
                        STORE, "O:SYG:SYD:(A;CI;KA;;;SY)", List.of(), List.of(SampleStates.licence("LICENSE000")), 0)));
        var states = new ArrayList<>(HostState.of(locked.trees()).states());
        states.add(service(WindowsService.LICENSING, ServiceStatus.RUNNING, StartMode.MANUAL));
        var delete = new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE000"));

        var changes = new HostState(states)
                .withTemporaryOwnership(List.of(
                        new Change.StopService(WindowsService.LICENSING),
                        new Change.Registry(delete),
                        new Change.StartService(WindowsService.LICENSING)));

        assertThat(changes)
                .containsExactly(
                        new Change.Registry(new RegistryChange.TakeOwnership(V64, STORE)),
                        new Change.StopService(WindowsService.LICENSING),
                        new Change.Registry(delete),
                        new Change.StartService(WindowsService.LICENSING));
    }

    @Test
    void whatIsNotSettledOrCouldNotBeReadIsAGap() {
        var facet = new Facet.ServiceRun(REDIRECTOR);
        assertThat(new HostState(List.of(
                                service(SERVICE, ServiceStatus.STOP_PENDING, StartMode.MANUAL),
                                new FacetState.Unreadable(facet, "CimException")))
                        .gaps())
                .containsExactly("Service TermService: Stop Pending", "Service UmRdpService: CimException");
        assertThat(new HostState(List.of(service(SERVICE, ServiceStatus.NOT_INSTALLED, StartMode.NONE))).gaps())
                .isEmpty();
    }

    @Test
    void digestsTellServicesApart() {
        assertThat(services(ServiceStatus.RUNNING, ServiceStatus.STOPPED).digests())
                .doesNotHaveDuplicates()
                .isNotEqualTo(
                        services(ServiceStatus.STOPPED, ServiceStatus.STOPPED).digests())
                .isNotEqualTo(
                        services(ServiceStatus.RUNNING, ServiceStatus.RUNNING).digests());
    }

    @Test
    void oneFacetTwiceIsABug() {
        var one = service(SERVICE, ServiceStatus.RUNNING, StartMode.MANUAL);
        assertThatIllegalArgumentException().isThrownBy(() -> new HostState(List.of(one, one)));
    }
}
