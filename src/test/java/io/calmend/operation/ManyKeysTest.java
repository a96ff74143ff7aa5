package io.calmend.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** As many keys as the portal reads of a host cost time in proportion to their number, not to its square. */
class ManyKeysTest {

    private static final int MANY = 2_000;
    /** Of processor time: many times what it takes, and far less than anything quadratic. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private static final String OPEN = "O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";
    private static final String CLOSED = "O:SYG:SYD:PAI(A;CI;KA;;;SY)";
    private static final RegistryState EMPTY = state(List.of());

    @Test
    void thousandsOfLicencesAreCleared() {
        within(() -> {
            var changes = changes(clearing().compile(state(licences(MANY, OPEN)), List.of()));
            assertThat(changes.changes()).singleElement().isInstanceOf(RegistryChange.DeleteKeys.class);
            assertSame(changes.expected(), EMPTY);
        });
    }

    @Test
    void thousandsOfLicencesComeBack() {
        var saved = state(licences(MANY, OPEN));
        within(() -> {
            var changes = changes(restoring().compile(EMPTY, saved.trees()));
            assertThat(changes.changes()).hasSize(MANY * 6);
            assertSame(changes.expected(), saved);
        });
    }

    @Test
    void thousandsOfClosedLicencesAreOwnedFirst() {
        within(() -> {
            var changes = changes(clearing().compile(state(licences(MANY, CLOSED)), List.of()));
            assertThat(changes.changes()).hasSize(MANY + 1);
            assertSame(changes.expected(), EMPTY);
        });
    }

    @Test
    void thousandsOfLicencesThatGrewAKeyAreMadeAgain() {
        var saved = state(licences(MANY, OPEN));
        var grown = state(licences(MANY, OPEN).stream()
                .map(key -> (KeyState.Present) key)
                .map(key -> (KeyState) new KeyState.Present(
                        key.path(),
                        key.sddl(),
                        key.values(),
                        List.of(key(key.path().child("Grown"), OPEN)),
                        0))
                .toList());
        within(() -> {
            var changes = changes(restoring().compile(grown, saved.trees()));
            assertSame(changes.expected(), saved);
        });
    }

    @Test
    void thousandsOfDifferencesAreFound() {
        var saved = state(licences(MANY, OPEN));
        within(() -> {
            assertThat(saved.differencesTo(EMPTY)).hasSize(MANY * 5);
            assertThat(saved.differencesTo(state(licences(MANY, CLOSED)))).hasSize(MANY);
        });
    }

    private static void within(Runnable work) {
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        work.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(BOUND);
    }

    private static void assertSame(RegistryState one, RegistryState other) {
        assertThat(one.trees().stream().map(ObservedTree::digest).toList())
                .isEqualTo(other.trees().stream().map(ObservedTree::digest).toList());
    }

    private static GivenOperation.RegistryChanges changes(Compilation compilation) {
        assertThat(compilation).isInstanceOf(Compilation.Changes.class);
        return GivenOperation.RegistryChanges.of(compilation);
    }

    private static List<KeyState> licences(int count, String sddl) {
        return IntStream.range(0, count)
                .mapToObj(number -> (KeyState) new KeyState.Present(
                        MsLicensing.STORE.child("LICENSE%04d".formatted(number)),
                        sddl,
                        List.of(
                                RegistryValue.binary("ClientLicense", new byte[] {1, (byte) number}),
                                RegistryValue.text("CompanyName", "Contoso"),
                                RegistryValue.dword("ProductID", number),
                                RegistryValue.text("", "")),
                        List.of(),
                        0))
                .toList();
    }

    private static KeyState.Present key(RegistryPath path, String sddl) {
        return new KeyState.Present(path, sddl, List.of(), List.of(), 0);
    }

    private static RegistryState state(List<KeyState> licences) {
        var trees = new ArrayList<ObservedTree>();
        var store = new KeyState.Present(MsLicensing.STORE, OPEN, List.of(), licences, 0);
        var root = new KeyState.Present(MsLicensing.ROOT, OPEN, List.of(), List.of(store), 0);
        trees.add(new ObservedTree(
                new TreeTarget(RegistryView.REGISTRY64, MsLicensing.ROOT, 6), root, StateDigest.of(root)));
        return new RegistryState(trees);
    }

    private static GivenOperation clearing() {
        return operation("CL-STORE", new Step.DeleteSubkeys(MsLicensing.STORE, MsLicensing.LICENCE_PREFIX));
    }

    private static GivenOperation restoring() {
        return operation("CL-RESTORE", new Step.Restore());
    }

    private static GivenOperation operation(String key, Step step) {
        return GivenOperation.of(key, step).touching(new TreeTarget(RegistryView.REGISTRY64, MsLicensing.ROOT, 6));
    }
}
