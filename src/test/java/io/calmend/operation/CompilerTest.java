package io.calmend.operation;

import static io.calmend.registry.SampleStates.RIGHTS;
import static io.calmend.registry.SampleStates.STORE;
import static io.calmend.registry.SampleStates.V32;
import static io.calmend.registry.SampleStates.V64;
import static io.calmend.registry.SampleStates.key;
import static io.calmend.registry.SampleStates.licence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryAllowList;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryPath;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompilerTest {

    private static final String LOCKED = "O:SYG:SYD:(A;CI;KA;;;SY)(A;CI;KR;;;BA)";
    private static final RegistryPath MICROSOFT = MsLicensing.ROOT.parent();

    private static final GivenOperation CLEAR = operation(new Step.DeleteSubkeys(STORE, MsLicensing.LICENCE_PREFIX));
    private static final GivenOperation REMOVE = operation(
            new Step.DeleteKey(MsLicensing.ROOT),
            new Step.KeepEmptyKeys(List.of(STORE, MsLicensing.ROOT, MsLicensing.HARDWARE_ID)));
    private static final GivenOperation RESTORE = operation(new Step.Restore());

    @Test
    void licencesAreRemovedByTheNamesThatWereObserved() {
        var observed = SampleStates.bothViews(
                key(
                        MsLicensing.ROOT,
                        key(STORE, licence("LICENSE001"), licence("LICENSE000"), key(STORE.child("Other")))),
                key(MsLicensing.ROOT, key(STORE, licence("license7"))));
        var compiled = changes(CLEAR.compile(observed, List.of()));
        assertThat(compiled.changes())
                .containsExactly(
                        new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE000", "LICENSE001")),
                        new RegistryChange.DeleteKeys(V32, STORE, List.of("license7")));
        assertThat(compiled.expected().find(V64, STORE.child("Other"))).isInstanceOf(KeyState.Present.class);
    }

    @Test
    void hostWithoutLicencesIsLeftAlone() {
        var absent = new KeyState.Absent(MsLicensing.ROOT);
        assertThat(CLEAR.compile(SampleStates.bothViews(absent, key(MsLicensing.ROOT)), List.of()))
                .isEqualTo(new Compilation.NothingToDo());
        assertThat(REMOVE.compile(SampleStates.bothViews(absent, absent), List.of()))
                .isEqualTo(new Compilation.NothingToDo());
    }

    @Test
    void emptyKeysKeepThePermissionsThatWereThere() {
        var compiled = changes(REMOVE.compile(SampleStates.client(), List.of()));
        assertThat(compiled.changes())
                .containsExactly(
                        new RegistryChange.DeleteKeys(V64, MICROSOFT, List.of("MSLicensing")),
                        new RegistryChange.CreateKey(V64, MsLicensing.ROOT),
                        new RegistryChange.CreateKey(V64, STORE),
                        new RegistryChange.CreateKey(V64, MsLicensing.HARDWARE_ID),
                        new RegistryChange.Secure(V64, MsLicensing.ROOT, RIGHTS),
                        new RegistryChange.Secure(V64, STORE, RIGHTS),
                        new RegistryChange.Secure(V64, MsLicensing.HARDWARE_ID, RIGHTS));
        var emptyKeys = SampleStates.bothViews(
                key(MsLicensing.ROOT, key(STORE), key(MsLicensing.HARDWARE_ID)), new KeyState.Absent(MsLicensing.ROOT));
        assertThat(compiled.expected().differencesTo(emptyKeys)).isEmpty();
        assertThat(REMOVE.compile(emptyKeys, List.of())).isEqualTo(new Compilation.NothingToDo());
    }

    @Test
    void operationWithoutStepsHasNothingToDo() {
        assertThat(operation().compile(SampleStates.client(), List.of())).isEqualTo(new Compilation.NothingToDo());
    }

    @Test
    void nothingIsChangedWhereSomethingCouldNotBeSaved() {
        var observed = SampleStates.bothViews(
                key(MsLicensing.ROOT, key(STORE, licence("LICENSE000"))),
                key(MsLicensing.ROOT, new KeyState.Unreadable(STORE, "SecurityException")));
        assertThat(CLEAR.compile(observed, List.of()))
                .isInstanceOfSatisfying(Compilation.Impossible.class, impossible -> {
                    assertThat(impossible.reason()).isEqualTo(FailureReason.BACKUP_INCOMPLETE);
                    assertThat(impossible.where()).singleElement().asString().contains("Store", "32-bit");
                });
        assertThat(operation().compile(observed, List.of())).isInstanceOf(Compilation.Impossible.class);
    }

    @Test
    void atMostTwentyPlacesAreNamed() {
        var contents = new Object[30];
        for (int i = 0; i < 30; i++) {
            contents[i] = new KeyState.Unreadable(MsLicensing.ROOT.child("k" + i), "SecurityException");
        }
        var observed = SampleStates.bothViews(key(MsLicensing.ROOT, contents), new KeyState.Absent(MsLicensing.ROOT));
        assertThat(((Compilation.Impossible) CLEAR.compile(observed, List.of())).where())
                .hasSize(20);
    }

    @Test
    void observationThatMissesATreeIsABug() {
        assertThatThrownBy(() -> CLEAR.compile(SampleStates.state(key(MsLicensing.ROOT)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysThatDoNotLetAdministratorsAreOwnedFirst() {
        var observed = SampleStates.bothViews(
                key(
                        MsLicensing.ROOT,
                        new KeyState.Present(
                                STORE,
                                LOCKED,
                                List.of(),
                                List.of(
                                        licence("LICENSE000"),
                                        new KeyState.Present(
                                                STORE.child("LICENSE001"), LOCKED, List.of(), List.of(), 0)),
                                0)),
                new KeyState.Absent(MsLicensing.ROOT));
        assertThat(changes(CLEAR.compile(observed, List.of())).changes())
                .containsExactly(
                        new RegistryChange.TakeOwnership(V64, STORE),
                        new RegistryChange.TakeOwnership(V64, STORE.child("LICENSE001")),
                        new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE000", "LICENSE001")));
    }

    @Test
    void keyMadeBelowALockedOneIsOwnedOnceItIsThere() {
        var absent = new KeyState.Absent(MsLicensing.ROOT);
        var store = new KeyState.Present(STORE, LOCKED, List.of(RegistryValue.text("a", "b")), List.of(), 0);
        var saved = new KeyState.Present(MsLicensing.ROOT, LOCKED, List.of(), List.of(store), 0);
        var observed = new KeyState.Present(MsLicensing.ROOT, LOCKED, List.of(), List.of(), 0);
        var compiled = changes(RESTORE.compile(
                SampleStates.bothViews(observed, absent),
                SampleStates.bothViews(saved, absent).trees()));
        assertThat(compiled.changes())
                .containsExactly(
                        new RegistryChange.TakeOwnership(V64, MsLicensing.ROOT),
                        new RegistryChange.CreateKey(V64, STORE),
                        new RegistryChange.TakeOwnership(V64, STORE),
                        new RegistryChange.SetValue(V64, STORE, RegistryValue.text("a", "b")),
                        new RegistryChange.Secure(V64, STORE, LOCKED));
    }

    @Test
    void addedKeysThatMayNotBeRemovedByNameGoWithTheKeyAbove() {
        var saved = SampleStates.client();
        var observed = saved.apply(List.of(
                new RegistryChange.CreateKey(V64, STORE.child("LICENSE001").child("Extra")),
                new RegistryChange.Secure(V64, STORE.child("LICENSE001").child("Extra"), RIGHTS)));
        var compiled = changes(RESTORE.compile(observed, saved.trees()));
        assertThat(compiled.changes())
                .startsWith(
                        new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE001")),
                        new RegistryChange.CreateKey(V64, STORE.child("LICENSE001")));
        assertThat(compiled.expected().differencesTo(saved)).isEmpty();
    }

    @Test
    void anySavedStateComesBackWithAllowedChangesOnly() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var saved = SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random));
            var observed = SampleStates.bothViews(SampleStates.randomTree(random), SampleStates.randomTree(random));
            switch (RESTORE.compile(observed, saved.trees())) {
                case Compilation.Changes compiled -> {
                    var changes = changes(compiled);
                    assertThat(changes.changes()).as("seed %d", seed).allMatch(RegistryAllowList::allows);
                    assertThat(changes.expected().differencesTo(saved))
                            .as("seed %d", seed)
                            .isEmpty();
                }
                case Compilation.NothingToDo nothing ->
                    assertThat(observed.differencesTo(saved))
                            .as("seed %d", seed)
                            .isEmpty();
                case Compilation.Acts acts -> throw new AssertionError("seed " + seed + ": " + acts);
                case Compilation.Impossible impossible -> throw new AssertionError("seed " + seed + ": " + impossible);
            }
        }
    }

    @Test
    void changesMadeTwiceBecauseBothViewsAreOneLeaveTheSame() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var savedTree = SampleStates.randomTree(random);
            var observedTree = SampleStates.randomTree(random);
            var saved = SampleStates.bothViews(savedTree, savedTree);
            if (!(RESTORE.compile(SampleStates.bothViews(observedTree, observedTree), saved.trees())
                    instanceof Compilation.Changes compiled)) {
                continue;
            }
            var one = SampleStates.state(observedTree);
            for (var change : changes(compiled).changes()) {
                var step = one.after(inOneView(change));
                assertThat(step.error()).as("seed %d %s", seed, change).isNull();
                one = step.state();
            }
            assertThat(one.differencesTo(SampleStates.state(savedTree)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void stepThatLeavesTheAllowListIsImpossible() {
        var observed = SampleStates.bothViews(
                key(MsLicensing.ROOT, key(MsLicensing.ROOT.child("Other"))), new KeyState.Absent(MsLicensing.ROOT));
        assertThat(operation(new Step.DeleteSubkeys(MsLicensing.ROOT, "O")).compile(observed, List.of()))
                .isInstanceOfSatisfying(
                        Compilation.Impossible.class,
                        impossible -> assertThat(impossible.reason()).isEqualTo(FailureReason.NOT_ON_ALLOW_LIST));
    }

    @Test
    void backupThatIsMissingOrIncompleteIsNotRestored() {
        assertThat(((Compilation.Impossible) RESTORE.compile(SampleStates.client(), List.of())).reason())
                .isEqualTo(FailureReason.BACKUP_UNKNOWN);
        var broken = SampleStates.bothViews(
                new KeyState.Unreadable(MsLicensing.ROOT, "SecurityException"), new KeyState.Absent(MsLicensing.ROOT));
        assertThat(((Compilation.Impossible) RESTORE.compile(SampleStates.client(), broken.trees())).reason())
                .isEqualTo(FailureReason.BACKUP_INCOMPLETE);
    }

    private static RegistryChange inOneView(RegistryChange change) {
        return switch (change) {
            case RegistryChange.DeleteValue delete -> new RegistryChange.DeleteValue(V64, delete.path(), delete.name());
            case RegistryChange.SetValue set -> new RegistryChange.SetValue(V64, set.path(), set.value());
            case RegistryChange.AppendValue append ->
                new RegistryChange.AppendValue(V64, append.path(), append.name(), append.bytes());
            case RegistryChange.DeleteKeys delete -> new RegistryChange.DeleteKeys(V64, delete.path(), delete.names());
            case RegistryChange.CreateKey create -> new RegistryChange.CreateKey(V64, create.path());
            case RegistryChange.Secure secure -> new RegistryChange.Secure(V64, secure.path(), secure.sddl());
            case RegistryChange.TakeOwnership take -> new RegistryChange.TakeOwnership(V64, take.path());
        };
    }

    private static GivenOperation.RegistryChanges changes(Compilation compilation) {
        assertThat(compilation).isInstanceOf(Compilation.Changes.class);
        return GivenOperation.RegistryChanges.of(compilation);
    }

    private static GivenOperation operation(Step... steps) {
        return GivenOperation.of("TRY", steps);
    }
}
