package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.operation.Compilation;
import io.calmend.operation.GivenOperation;
import io.calmend.operation.Step;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryChange.AppendValue;
import io.calmend.registry.RegistryChange.CreateKey;
import io.calmend.registry.RegistryChange.DeleteKeys;
import io.calmend.registry.RegistryChange.DeleteValue;
import io.calmend.registry.RegistryChange.Secure;
import io.calmend.registry.RegistryChange.SetValue;
import io.calmend.registry.RegistryChange.TakeOwnership;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryState;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.remote.Answer;
import io.calmend.remote.script.LabHost;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the one model of what a change does to a real registry, changed by the portal's own script. */
class RegistryModelLabIT {

    private static final RegistryView V64 = RegistryView.REGISTRY64;
    private static final RegistryView V32 = RegistryView.REGISTRY32;
    private static final RegistryPath ROOT = MsLicensing.ROOT;
    private static final RegistryPath STORE = MsLicensing.STORE;
    private static final RegistryPath LOCKED = ROOT.child("Locked");
    private static final String RIGHTS = "O:BAG:SYD:(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)";
    private static final String READ_ONLY = "O:SYG:SYD:(A;CI;KA;;;SY)(A;CI;KR;;;BA)(A;CI;KR;;;BU)";

    private static LabHost host;

    @BeforeAll
    static void start() {
        host = new LabHost(WindowsLab.openFor(RegistryModelLabIT.class));
    }

    @BeforeEach
    void clear() {
        host.hold(SampleStates.bothViews(new KeyState.Absent(ROOT), new KeyState.Absent(ROOT)));
    }

    static List<List<RegistryChange>> lists() {
        var everyKind = new ArrayList<RegistryChange>();
        for (var value : values()) {
            everyKind.add(new SetValue(V32, STORE, value));
        }
        return List.of(
                // on keys that are there
                everyKind,
                List.of(new SetValue(V64, ROOT, RegistryValue.dword("TEXT", 1))),
                List.of(new SetValue(V64, ROOT, RegistryValue.text("", "default"))),
                List.of(new DeleteValue(V64, ROOT, "TEXT"), new DeleteValue(V64, ROOT, "none there")),
                List.of(new DeleteValue(V64, ROOT, "")),
                List.of(
                        new AppendValue(V64, ROOT, "BYTES", new byte[] {3, 4}),
                        new AppendValue(V64, ROOT, "nothing", new byte[] {5})),
                List.of(
                        new CreateKey(V64, STORE),
                        new CreateKey(V32, STORE.child("LICENSE000").child("x  y & \"z\" %p%"))),
                List.of(new DeleteKeys(V64, ROOT, List.of("STORE", "None"))),
                List.of(new TakeOwnership(V64, LOCKED), new DeleteKeys(V64, ROOT.parent(), List.of("MSLicensing"))),
                List.of(
                        new TakeOwnership(V64, LOCKED),
                        new DeleteKeys(V64, ROOT, List.of("Locked")),
                        new CreateKey(V64, LOCKED),
                        new SetValue(V64, LOCKED, RegistryValue.text("a", "b"))),
                List.of(new Secure(V64, STORE, RIGHTS), new Secure(V64, ROOT, READ_ONLY)),
                List.of(new TakeOwnership(V64, LOCKED), new SetValue(V64, LOCKED, RegistryValue.text("a", "b"))),
                List.of(new TakeOwnership(V64, ROOT), new Secure(V64, ROOT, READ_ONLY)),
                List.of(new TakeOwnership(V64, STORE), new DeleteKeys(V64, ROOT, List.of("Store"))),
                // on keys that are not
                List.of(
                        new SetValue(V64, ROOT.child("No"), RegistryValue.text("a", "b")),
                        new CreateKey(V64, ROOT.child("No"))),
                List.of(new DeleteValue(V64, ROOT.child("No"), "a")),
                List.of(new AppendValue(V64, ROOT.child("No"), "a", new byte[1])),
                List.of(new DeleteKeys(V64, ROOT.child("No"), List.of("a"))),
                List.of(new Secure(V64, ROOT.child("No"), RIGHTS)),
                List.of(new TakeOwnership(V64, ROOT.child("No"))),
                // where bytes cannot be added
                List.of(new AppendValue(V64, ROOT, "not there", new byte[1])),
                List.of(new AppendValue(V64, ROOT, "text", new byte[1])));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void modelSaysWhatARealRegistryDoes(List<RegistryChange> changes) {
        host.hold(start64());
        var observed = observe();
        var expected = observed;
        var wereMade = new ArrayList<Boolean>();
        for (var change : changes) {
            var step = expected.after(change);
            expected = step.state();
            wereMade.add(step.error() == null);
            if (step.error() != null) {
                break;
            }
        }
        var answer = (Answer.Ended) host.change(observed.trees(), changes);
        assertThat(answer.done()).extracting(done -> done.error() == null).isEqualTo(wereMade);
        assertThat(answer.restored()).allMatch(back -> back.error() == null);
        assertThat(expected.differencesTo(observe())).isEmpty();
        assertThat(expected).isEqualTo(observed.apply(changes));
    }

    @Test
    void sameChangeSentTwiceChangesNothingTheSecondTime() {
        host.hold(start64());
        var observed = observe();
        List<RegistryChange> changes = List.of(new DeleteValue(V64, ROOT, "text"));
        assertThat(host.change(observed.trees(), changes)).isInstanceOf(Answer.Ended.class);
        assertThat(host.change(observed.trees(), changes)).isInstanceOf(Answer.Differs.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyStateComesBackWithItsDescriptorFromAnyOther(long seed) {
        var random = new Random(seed);
        host.hold(random(random));
        var saved = observe();
        host.hold(random(random));
        var present = observe();
        switch (RESTORE.compile(present, saved.trees())) {
            case Compilation.Changes compiled -> {
                var changes = changes(compiled);
                host.changeAll(present.trees(), changes.changes());
                var back = observe();
                assertThat(saved.differencesTo(back)).isEmpty();
                assertThat(changes.expected().differencesTo(back)).isEmpty();
                assertThat(RESTORE.compile(back, saved.trees())).isEqualTo(new Compilation.NothingToDo());
            }
            case Compilation.NothingToDo nothing ->
                assertThat(saved.differencesTo(present)).isEmpty();
            case Compilation.Acts acts -> throw new AssertionError(acts.toString());
            case Compilation.Impossible impossible -> throw new AssertionError(impossible.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 6_000, 20_000})
    void longLicencesComeBackWhole(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        host.hold(SampleStates.bothViews(
                SampleStates.key(ROOT, SampleStates.key(STORE, RegistryValue.binary("ClientLicense", bytes))),
                new KeyState.Absent(ROOT)));
        var store = (KeyState.Present) observe().find(V64, STORE);
        assertThat(store.values()).containsExactly(RegistryValue.binary("ClientLicense", bytes));
    }

    @Test
    void licencesGoAndComeBackWhereAdministratorsMayOnlyRead() {
        var locked = new KeyState.Present(
                STORE,
                READ_ONLY,
                List.of(RegistryValue.text("kept", "x")),
                List.of(new KeyState.Present(
                        STORE.child("LICENSE000"),
                        READ_ONLY,
                        List.of(RegistryValue.binary("ClientLicense", new byte[] {1, 2, 3})),
                        List.of(),
                        0)),
                0);
        host.hold(SampleStates.bothViews(
                new KeyState.Present(ROOT, READ_ONLY, List.of(), List.of(locked), 0), new KeyState.Absent(ROOT)));
        var saved = observe();
        var refused =
                (Answer.Ended) host.change(saved.trees(), List.of(new DeleteKeys(V64, STORE, List.of("LICENSE000"))));
        assertThat(refused.allDone())
                .as("the laboratory enforces access rights")
                .isFalse();

        var clear = changes(CLEAR.compile(saved, List.of()));
        host.changeAll(saved.trees(), clear.changes())
                .forEach(answer -> assertThat(answer.restored()).allMatch(back -> back.error() == null));
        var cleared = observe();
        assertThat(clear.expected().differencesTo(cleared)).isEmpty();
        assertThat(cleared.find(V64, STORE.child("LICENSE000"))).isInstanceOf(KeyState.Absent.class);

        var back = changes(RESTORE.compile(cleared, saved.trees()));
        host.changeAll(cleared.trees(), back.changes());
        assertThat(saved.differencesTo(observe())).isEmpty();
    }

    static List<RegistryValue> values() {
        return List.of(
                RegistryValue.text("empty", ""),
                RegistryValue.text("", "default \uD83D\uDE00"),
                RegistryValue.text("%PATH% & \"q\" ^ ` $(x)", "%PATH% & \"q\" \\ ^ ` $(x)  two\r\nlines\ttab"),
                RegistryValue.of("expand", RegistryContent.EXPAND_SZ, List.of("%SystemRoot%\\x \u202E")),
                RegistryValue.of("multi", RegistryContent.MULTI_SZ, List.of("one", "", "ü three")),
                RegistryValue.of("none of many", RegistryContent.MULTI_SZ, List.of()),
                RegistryValue.dword("dword", 0xFFFFFFFFL),
                RegistryValue.of("qword", RegistryContent.QWORD, List.of("18446744073709551615")),
                RegistryValue.binary("bytes", new byte[] {0, -1, 127}),
                RegistryValue.binary("no bytes", new byte[0]),
                RegistryValue.of("none", RegistryContent.NONE, List.of("AQID")),
                RegistryValue.of("none empty", RegistryContent.NONE, List.of("")));
    }

    private static RegistryState start64() {
        return SampleStates.bothViews(
                SampleStates.key(
                        ROOT,
                        RegistryValue.text("Text", "old"),
                        RegistryValue.binary("bytes", new byte[] {1, 2}),
                        RegistryValue.of("nothing", RegistryContent.NONE, List.of("AQI=")),
                        SampleStates.key(STORE),
                        new KeyState.Present(LOCKED, READ_ONLY, List.of(), List.of(), 0)),
                SampleStates.key(ROOT, SampleStates.key(STORE)));
    }

    /**
     * The laboratory opens a key of the 32-bit view step by step and asks each key on the way for all that is wanted of the
     * last one, which Windows does not; so rights differ in the other view only.
     */
    private static RegistryState random(Random random) {
        return SampleStates.bothViews(
                SampleStates.randomTree(random), withOneKindOfDescriptor(SampleStates.randomTree(random)));
    }

    private static KeyState withOneKindOfDescriptor(KeyState key) {
        return key instanceof KeyState.Present present
                ? new KeyState.Present(
                        present.path(),
                        RIGHTS,
                        present.values(),
                        present.keys().stream()
                                .map(RegistryModelLabIT::withOneKindOfDescriptor)
                                .toList(),
                        0)
                : key;
    }

    private static RegistryState observe() {
        return new RegistryState(host.observe(MsLicensing.BOTH_VIEWS));
    }

    private static final GivenOperation RESTORE = GivenOperation.of("TRY", new Step.Restore());
    private static final GivenOperation CLEAR =
            GivenOperation.of("TRY", new Step.DeleteSubkeys(STORE, MsLicensing.LICENCE_PREFIX));

    private static GivenOperation.RegistryChanges changes(Compilation compilation) {
        return GivenOperation.RegistryChanges.of(compilation);
    }
}
