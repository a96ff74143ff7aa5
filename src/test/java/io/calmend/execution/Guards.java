package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.catalog.RealOperations;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.GivenDelegations;
import io.calmend.delegation.Permits;
import io.calmend.directory.Directory;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.operation.Arguments;
import io.calmend.operation.Compilation;
import io.calmend.operation.GivenCatalog;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.operation.Tolerance;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What guards an execution: open, until a test closes one. */
final class Guards {

    static final OperationKey CLEAR = new OperationKey("CL-STORE");
    static final OperationKey REMOVE = new OperationKey("CL-ALL");
    static final OperationKey EXPORT = new OperationKey("CL-EXPORT");
    static final OperationKey OWNERSHIP = new OperationKey("OWNERSHIP");

    static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1001", "alice", "Alice Ames");
    static final Actor BOB = new Actor("S-1-5-21-1-2-3-1002", "bob", "Bob Burns");
    static final ManagedHost PC = ManagedHosts.named("PC-0421");

    Optional<FailureReason> hostRefused = Optional.empty();
    Optional<ChangeSwitch.Stop> stop = Optional.empty();
    /** Whether the n-th question since {@link #open}, counted from 1, is answered with no. */
    volatile IntPredicate denies = _ -> false;

    /** People whom no rule lets check any computer. */
    final Set<Actor> blind = ConcurrentHashMap.newKeySet();

    FailureReason denial = FailureReason.NOT_PERMITTED;
    int asked;
    /** How often the directory was asked for a host since {@link #open}. */
    final AtomicInteger lookups = new AtomicInteger();

    void open() {
        hostRefused = Optional.empty();
        stop = Optional.empty();
        denies = _ -> false;
        blind.clear();
        denial = FailureReason.NOT_PERMITTED;
        asked = 0;
        lookups.set(0);
    }

    private static void assertNoTransaction() {
        assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                .as("the directory is asked inside a transaction")
                .isFalse();
    }

    Directory directory() {
        return new Directory() {
            @Override
            public ComputerSearch findComputers(String typed, int limit) {
                return new ComputerSearch.Found(
                        List.of(new FoundComputer(PC.name(), PC.dnsName(), PC.operatingSystem(), PC.description())),
                        false);
            }

            @Override
            public HostLookup host(HostName name) {
                return lookup();
            }

            @Override
            public HostLookup host(UUID objectId) {
                return lookup();
            }

            private HostLookup lookup() {
                assertNoTransaction();
                lookups.incrementAndGet();
                return hostRefused.<HostLookup>map(HostLookup.Refused::new).orElseGet(() -> new HostLookup.Found(PC));
            }

            @Override
            public PersonLookup person(String accountOrSid) {
                return new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN);
            }
        };
    }

    Delegations delegations() {
        return new GivenDelegations() {
            @Override
            public synchronized Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
                assertNoTransaction();
                asked++;
                return denies.test(asked)
                        ? new Decision.Denied(denial, null, null)
                        : new Decision.Allowed(Permits.of("Helpdesk – workstations", actor, operation, host));
            }

            @Override
            public Set<UUID> visible(Actor actor, Collection<UUID> hosts) {
                assertNoTransaction();
                return blind.contains(actor) ? Set.of() : Set.copyOf(hosts);
            }
        };
    }

    ChangeSwitch changeSwitch() {
        return new ChangeSwitch() {
            @Override
            public Optional<Stop> stopped() {
                return stop;
            }

            @Override
            public Optional<FailureReason> stop(Actor administrator, String reason) {
                stop = Optional.of(new Stop(administrator.displayName(), Instant.EPOCH, reason, false));
                return Optional.empty();
            }

            @Override
            public Optional<FailureReason> allow(Actor administrator) {
                stop = Optional.empty();
                return Optional.empty();
            }

            @Override
            public Subscription listen(Runnable turned) {
                // no page lies open in this module
                return () -> {};
            }
        };
    }

    OperationCatalog catalog() {
        var all = List.of(
                RealOperations.clearCachedLicences(),
                RealOperations.removeClientCache(),
                RealOperations.exportClientCache(),
                RealOperations.startRemoteDesktop(),
                RealOperations.stopRemoteDesktop(),
                RealOperations.restartRemoteDesktop(),
                new TakingOwnership(RealOperations.clearCachedLicences()));
        return new GivenCatalog(all);
    }

    /** Clears the licences of each view and needs the rights of the store for it. */
    private record TakingOwnership(Operation clearing) implements Operation {
        @Override
        public OperationKey key() {
            return OWNERSHIP;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Risk risk() {
            return Risk.LOW;
        }

        @Override
        public HostKind on() {
            return HostKind.CLIENT;
        }

        @Override
        public List<Facet> touches(Arguments arguments) {
            return clearing.touches(arguments);
        }

        @Override
        public List<Step> steps(Arguments arguments) {
            return clearing.steps(arguments);
        }

        @Override
        public Tolerance tolerance() {
            return clearing.tolerance();
        }

        @Override
        public Compilation compile(Arguments arguments, HostState observed, HostState saved) {
            var changes = new ArrayList<Change>();
            for (var target : MsLicensing.BOTH_VIEWS) {
                changes.addAll(OfRegistry.changes(
                        new RegistryChange.TakeOwnership(target.view(), MsLicensing.STORE),
                        new RegistryChange.DeleteKeys(
                                target.view(), MsLicensing.STORE, List.of("LICENSE000", "LICENSE001"))));
            }
            return new Compilation.Changes(changes, observed.apply(changes));
        }
    }
}
