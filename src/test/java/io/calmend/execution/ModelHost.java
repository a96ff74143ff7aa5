package io.calmend.execution;

import io.calmend.directory.ManagedHost;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostCommand;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * One Windows machine behind the gateway, with a licence cache in both views: it does what the host's script does, unless a
 * test says what becomes of the next change or look.
 */
final class ModelHost implements HostObserver, HostChanger {

    static final String RIGHTS = "O:BAG:SYD:PAI(A;CI;KA;;;BA)(A;CI;KR;;;BU)";
    static final String OWNED = "O:BAG:SYD:PAI(A;;KA;;;BA)(A;CI;KA;;;BA)(A;CI;KR;;;BU)";

    /** A text that is longer fits no command line and, unlike bytes, cannot be cut. */
    static final int LONGEST_TEXT = 3_000;

    /** What becomes of one change. */
    interface Manner {
        Answer on(HostCommand.Apply change);
    }

    /** What becomes of one action. */
    interface ActManner {
        Answer on(HostCommand.Perform perform);
    }

    final List<HostCommand.Apply> sent = new ArrayList<>();
    final List<HostCommand.Perform> performed = new ArrayList<>();
    final Duration clockAhead = Duration.ofMinutes(7);
    private final Clock clock;
    private final Queue<Manner> manners = new ArrayDeque<>();
    private final Queue<UnaryOperator<ObservationResult>> sights = new ArrayDeque<>();
    private final Queue<ActManner> actManners = new ArrayDeque<>();
    private List<ObservedTree> trees = List.of();
    private HostState services = new HostState(List.of());
    private int process;
    private volatile Runnable waiting = () -> {};
    private int observations;
    private int changesInACommand = Integer.MAX_VALUE;

    ModelHost(Clock clock) {
        this.clock = clock;
        reset();
    }

    synchronized void reset() {
        sent.clear();
        performed.clear();
        manners.clear();
        actManners.clear();
        process = 812;
        services = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.MANUAL),
                new FacetState.ServiceRun(WindowsService.PORT_REDIRECTOR, ServiceStatus.RUNNING, StartMode.MANUAL)));
        sights.clear();
        waiting = () -> {};
        observations = 0;
        changesInACommand = Integer.MAX_VALUE;
        trees = MsLicensing.BOTH_VIEWS.stream()
                .map(target -> observed(target, cache()))
                .toList();
    }

    static KeyState.Present cache() {
        return key(
                MsLicensing.ROOT,
                List.of(),
                List.of(
                        key(
                                MsLicensing.HARDWARE_ID,
                                List.of(RegistryValue.binary("ClientHWID", new byte[] {1, 2, 3, 4})),
                                List.of()),
                        key(
                                MsLicensing.STORE,
                                List.of(),
                                List.of(licence("LICENSE000", "first"), licence("LICENSE001", "second")))));
    }

    static KeyState.Present licence(String name, String bytes) {
        return key(
                MsLicensing.STORE.child(name),
                List.of(
                        RegistryValue.binary("ClientLicense", bytes.getBytes(StandardCharsets.UTF_8)),
                        RegistryValue.text("CompanyName", "Contoso")),
                List.of());
    }

    private static KeyState.Present key(RegistryPath path, List<RegistryValue> values, List<KeyState> keys) {
        return new KeyState.Present(path, RIGHTS, values, keys, 0);
    }

    private static ObservedTree observed(TreeTarget target, KeyState tree) {
        return new ObservedTree(target, tree, StateDigest.of(tree));
    }

    // ---- what tests say

    synchronized void then(Manner manner) {
        manners.add(manner);
    }

    synchronized void thenAct(ActManner manner) {
        actManners.add(manner);
    }

    synchronized HostState services() {
        return services;
    }

    /** Somebody sets up Remote Desktop Services anew. */
    synchronized void runs(ServiceStatus status, StartMode mode) {
        services = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, status, mode),
                new FacetState.ServiceRun(WindowsService.PORT_REDIRECTOR, ServiceStatus.STOPPED, StartMode.MANUAL)));
        process = status == ServiceStatus.RUNNING ? 812 : 0;
    }

    synchronized int process() {
        return process;
    }

    /** Somebody other than the portal starts or stops services. */
    synchronized void meddle(Change... changes) {
        applyAll(List.of(changes));
    }

    synchronized HostState state() {
        return HostState.of(trees);
    }

    /** The next look gives {@code change} of what it would give. */
    synchronized void thenObserve(UnaryOperator<ObservationResult> change) {
        sights.add(change);
    }

    void thenObserveNothing(FailureReason reason) {
        thenObserve(_ -> new ObservationResult.NotObserved(reason, "detail"));
    }

    /** What happens while the next commands wait for their turn. */
    void thenWait(Runnable meanwhile) {
        waiting = meanwhile;
    }

    void thenObserveUsual() {
        thenObserve(observationResult -> observationResult);
    }

    synchronized void fitsInACommand(int changes) {
        changesInACommand = changes;
    }

    synchronized int observations() {
        return observations;
    }

    synchronized List<ObservedTree> trees() {
        return trees;
    }

    /** Somebody other than the portal changes the machine. */
    synchronized void meddle(RegistryChange... changes) {
        apply(List.of(changes));
    }

    synchronized void restore(List<ObservedTree> before) {
        trees = before;
    }

    /** Gives a key other rights in one view, whatever they were. */
    synchronized void rights(RegistryView view, RegistryPath path, String sddl) {
        apply(List.of(new RegistryChange.Secure(view, path, sddl)));
    }

    // ---- what the gateway shows

    @Override
    public synchronized ObservationResult observe(ManagedHost host, Observation observation) {
        observations++;
        var observed =
                new HostState(observation.facets().stream().map(this::find).toList());
        var known = observation.facts().stream()
                .map(fact -> new Fact.Known(fact, Integer.toString(process)))
                .toList();
        var facts = new ObservationResult.HostFacts(
                "PC-0421", "Windows 11", "22631", true, "en-US", List.of(), List.of(), null);
        var usual = new ObservationResult.Observed(clock.instant().plus(clockAhead), false, facts, observed, known);
        return sights.isEmpty() ? usual : sights.remove().apply(usual);
    }

    private FacetState find(Facet facet) {
        return switch (facet) {
            case Facet.Registry(var target) ->
                new FacetState.Registry(trees.stream()
                        .filter(tree -> tree.target().equals(target))
                        .findFirst()
                        .orElseThrow());
            case Facet.ServiceRun _ -> services.find(facet).orElseThrow();
        };
    }

    @Override
    public Answer change(ManagedHost host, HostCommand command, BooleanSupplier stillWanted) {
        waiting.run();
        if (!stillWanted.getAsBoolean()) {
            return new Answer.NeverSent(FailureReason.CHANGES_STOPPED, "");
        }
        return switch (command) {
            case HostCommand.Apply apply -> {
                Manner manner;
                synchronized (this) {
                    sent.add(apply);
                    manner = manners.isEmpty() ? this::obey : manners.remove();
                }
                yield manner.on(apply);
            }
            case HostCommand.Perform perform -> {
                ActManner manner;
                synchronized (this) {
                    performed.add(perform);
                    manner = actManners.isEmpty() ? this::obey : actManners.remove();
                }
                yield manner.on(perform);
            }
        };
    }

    @Override
    public synchronized Optional<List<List<Change>>> commands(List<Facet> facets, List<Change> changes) {
        var cannotBeCut = changes.stream()
                .anyMatch(change -> change instanceof Change.Registry(RegistryChange.SetValue set)
                        && set.value().data().texts().stream().anyMatch(text -> text.length() > LONGEST_TEXT));
        if (cannotBeCut) {
            return Optional.empty();
        }
        var commands = new ArrayList<List<Change>>();
        for (var from = 0; from < changes.size(); from += Math.min(changesInACommand, changes.size())) {
            commands.add(changes.subList(
                    from, Math.min(changes.size(), from + Math.min(changesInACommand, changes.size()))));
        }
        return Optional.of(commands);
    }

    /** As the host's script does. */
    synchronized Answer obey(HostCommand.Apply change) {
        return obey(change, change.changes().size());
    }

    /** As the script does where the change after {@code count} fails. */
    synchronized Answer obey(HostCommand.Apply change, int count) {
        if (clock.instant().plus(clockAhead).isAfter(change.until())) {
            return new Answer.Late();
        }
        for (var expectation : change.expected()) {
            if (!find(expectation.facet()).digest().equals(expectation.digest())) {
                return new Answer.Differs(digests(change));
            }
        }
        applyAll(change.changes().subList(0, count));
        var done = new ArrayList<Answer.Done>();
        var restored = new ArrayList<Answer.Restored>();
        for (var index = 0; index < change.changes().size() && index <= count; index++) {
            var one = change.changes().get(index);
            done.add(new Answer.Done(one, index < count ? null : "UnauthorizedAccessException"));
            if (one instanceof Change.Registry(RegistryChange.TakeOwnership take)) {
                restored.add(new Answer.Restored(take.view(), take.path(), RIGHTS, RIGHTS, null));
            }
        }
        return new Answer.Ended(done, restored, digests(change));
    }

    /** That all of {@code change} was done, and how the host is by now. */
    synchronized Answer answer(HostCommand.Apply change) {
        return new Answer.Ended(
                change.changes().stream().map(one -> new Answer.Done(one, null)).toList(), List.of(), digests(change));
    }

    /** As the host's script does. */
    synchronized Answer obey(HostCommand.Perform perform) {
        if (clock.instant().plus(clockAhead).isAfter(perform.until())) {
            return new Answer.Late();
        }
        var isAsExpected = perform.expected().stream()
                .allMatch(one -> find(one.facet()).digest().equals(one.digest()));
        if (!isAsExpected || !perform.planned().value().equals(Integer.toString(process))) {
            return new Answer.Differs(List.of());
        }
        process++;
        return new Answer.Performed(null, new Fact.Known(perform.planned().fact(), Integer.toString(process)));
    }

    private List<String> digests(HostCommand.Apply change) {
        return change.expected().stream()
                .map(expectation -> find(expectation.facet()).digest())
                .toList();
    }

    private void applyAll(List<Change> changes) {
        apply(OfRegistry.registry(changes));
        services = services.apply(changes.stream()
                .filter(change -> !(change instanceof Change.Registry))
                .toList());
        if (!services.runs(WindowsService.REMOTE_DESKTOP)) {
            process = 0;
        } else if (process == 0) {
            process = 4711;
        }
    }

    private void apply(List<RegistryChange> changes) {
        trees = new RegistryState(trees)
                .apply(changes).trees().stream()
                        .map(tree -> observed(tree.target(), withDescriptor(tree.tree())))
                        .toList();
    }

    /** Keys that come new inherit what keys of Windows inherit. */
    private static KeyState withDescriptor(KeyState key) {
        return switch (key) {
            case KeyState.Present present ->
                new KeyState.Present(
                        present.path(),
                        present.sddl() == null ? RIGHTS : present.sddl(),
                        present.values(),
                        present.keys().stream().map(ModelHost::withDescriptor).toList(),
                        present.deeper());
            case KeyState.Absent absent -> absent;
            case KeyState.Unreadable unreadable -> unreadable;
        };
    }
}
