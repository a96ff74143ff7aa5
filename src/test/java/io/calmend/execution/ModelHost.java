package io.calmend.execution;

import io.calmend.directory.ManagedHost;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.Observation;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChange;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
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
        Answer on(HostChange change);
    }

    final List<HostChange> sent = new ArrayList<>();
    final Duration clockAhead = Duration.ofMinutes(7);
    private final Clock clock;
    private final Queue<Manner> manners = new ArrayDeque<>();
    private final Queue<UnaryOperator<ObservationResult>> sights = new ArrayDeque<>();
    private List<ObservedTree> trees = List.of();
    private volatile Runnable waiting = () -> {};
    private int observations;
    private int changesInACommand = Integer.MAX_VALUE;

    ModelHost(Clock clock) {
        this.clock = clock;
        reset();
    }

    synchronized void reset() {
        sent.clear();
        manners.clear();
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
        var observed = observation.targets().stream()
                .map(target -> trees.stream()
                        .filter(tree -> tree.target().equals(target))
                        .findFirst()
                        .orElseThrow())
                .toList();
        var facts = new ObservationResult.HostFacts(
                "PC-0421", "Windows 11", "22631", true, "en-US", List.of(), List.of(), null);
        var usual = new ObservationResult.Observed(clock.instant().plus(clockAhead), false, facts, observed);
        return sights.isEmpty() ? usual : sights.remove().apply(usual);
    }

    @Override
    public Answer change(ManagedHost host, HostChange change, BooleanSupplier stillWanted) {
        waiting.run();
        if (!stillWanted.getAsBoolean()) {
            return new Answer.NeverSent(FailureReason.CHANGES_STOPPED, "");
        }
        Manner manner;
        synchronized (this) {
            sent.add(change);
            manner = manners.isEmpty() ? this::obey : manners.remove();
        }
        return manner.on(change);
    }

    @Override
    public synchronized Optional<List<List<RegistryChange>>> commands(
            List<TreeTarget> targets, List<RegistryChange> changes) {
        var cannotBeCut = changes.stream()
                .anyMatch(change -> change instanceof RegistryChange.SetValue set
                        && set.value().data().texts().stream().anyMatch(text -> text.length() > LONGEST_TEXT));
        if (cannotBeCut) {
            return Optional.empty();
        }
        var commands = new ArrayList<List<RegistryChange>>();
        for (var from = 0; from < changes.size(); from += Math.min(changesInACommand, changes.size())) {
            commands.add(changes.subList(
                    from, Math.min(changes.size(), from + Math.min(changesInACommand, changes.size()))));
        }
        return Optional.of(commands);
    }

    /** As the host's script does. */
    synchronized Answer obey(HostChange change) {
        return obey(change, change.changes().size());
    }

    /** As the script does where the change after {@code count} fails. */
    synchronized Answer obey(HostChange change, int count) {
        if (clock.instant().plus(clockAhead).isAfter(change.until())) {
            return new Answer.Late();
        }
        for (var expectation : change.expected()) {
            if (!digest(expectation.target()).equals(expectation.digest())) {
                return new Answer.Differs(digests(change));
            }
        }
        apply(change.changes().subList(0, count));
        var done = new ArrayList<Answer.Done>();
        var restored = new ArrayList<Answer.Restored>();
        for (var index = 0; index < change.changes().size() && index <= count; index++) {
            var one = change.changes().get(index);
            done.add(new Answer.Done(one, index < count ? null : "UnauthorizedAccessException"));
            if (one instanceof RegistryChange.TakeOwnership take) {
                restored.add(new Answer.Restored(take.view(), take.path(), RIGHTS, RIGHTS, null));
            }
        }
        return new Answer.Ended(done, restored, digests(change));
    }

    private List<String> digests(HostChange change) {
        return change.expected().stream()
                .map(expectation -> digest(expectation.target()))
                .toList();
    }

    private String digest(TreeTarget target) {
        return trees.stream()
                .filter(tree -> tree.target().equals(target))
                .findFirst()
                .orElseThrow()
                .digest();
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
