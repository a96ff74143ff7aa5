package io.calmend.registry;

import static io.calmend.registry.SampleStates.STORE;
import static io.calmend.registry.SampleStates.V64;
import static io.calmend.registry.SampleStates.key;
import static io.calmend.registry.SampleStates.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.RegistryView;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RegistryStateTest {

    private static final String RIGHTS = SampleStates.RIGHTS;

    @Nested
    class Applying {

        @Test
        void valueIsOverwrittenIgnoringCaseAndKeepsItsName() {
            var before = state(key(MsLicensing.ROOT, RegistryValue.text("Foo", "old")));
            var after = before.apply(
                    List.of(new RegistryChange.SetValue(V64, MsLicensing.ROOT, RegistryValue.dword("FOO", 7))));
            assertThat(values(after)).containsExactly(RegistryValue.dword("Foo", 7));
        }

        @Test
        void removingWhatIsNotThereLeavesEverythingAsItIs() {
            var before = state(key(MsLicensing.ROOT));
            assertThat(before.apply(List.of(
                            new RegistryChange.DeleteValue(V64, MsLicensing.ROOT, "none"),
                            new RegistryChange.DeleteKeys(V64, MsLicensing.ROOT, List.of("None")))))
                    .isEqualTo(before);
        }

        @Test
        void changesOfAKeyThatIsNotThereAreRefused() {
            var before = state(new KeyState.Absent(MsLicensing.ROOT));
            for (var change : List.of(
                    new RegistryChange.SetValue(V64, STORE, RegistryValue.text("a", "b")),
                    new RegistryChange.DeleteValue(V64, STORE, "a"),
                    new RegistryChange.AppendValue(V64, STORE, "a", new byte[1]),
                    new RegistryChange.DeleteKeys(V64, STORE, List.of("LICENSE000")),
                    new RegistryChange.Secure(V64, STORE, RIGHTS),
                    new RegistryChange.TakeOwnership(V64, STORE))) {
                assertThat(before.after(change)).isEqualTo(new RegistryState.Applied(before, "FileNotFoundException"));
            }
        }

        @Test
        void listStopsAtTheFirstChangeThatCannotBeMade() {
            var before = state(key(MsLicensing.ROOT));
            var after = before.apply(List.of(
                    new RegistryChange.SetValue(V64, STORE, RegistryValue.text("a", "b")),
                    new RegistryChange.CreateKey(V64, STORE)));
            assertThat(after).isEqualTo(before);
        }

        @Test
        void makingAKeyMakesTheKeysAboveItWithUnknownDescriptors() {
            var after = state(new KeyState.Absent(MsLicensing.ROOT))
                    .apply(List.of(new RegistryChange.CreateKey(V64, STORE.child("LICENSE000"))));
            assertThat(after.find(V64, MsLicensing.ROOT))
                    .isInstanceOfSatisfying(
                            KeyState.Present.class,
                            root -> assertThat(root.sddl()).isNull());
            assertThat(after.find(V64, STORE.child("license000"))).isInstanceOf(KeyState.Present.class);
        }

        @Test
        void makingAKeyThatIsThereKeepsWhatItHolds() {
            var before = state(key(MsLicensing.ROOT, key(STORE, RegistryValue.text("a", "b"))));
            assertThat(before.apply(List.of(new RegistryChange.CreateKey(V64, STORE))))
                    .isEqualTo(before);
        }

        @Test
        void removingTheKeyOfATreeLeavesItAbsent() {
            var after = state(key(MsLicensing.ROOT, key(STORE)))
                    .apply(List.of(
                            new RegistryChange.DeleteKeys(V64, MsLicensing.ROOT.parent(), List.of("mslicensing"))));
            assertThat(after.trees().getFirst().tree()).isEqualTo(new KeyState.Absent(MsLicensing.ROOT));
        }

        @Test
        void bytesAreAddedToABinaryValueOfEitherKind() {
            var none = RegistryValue.of("n", RegistryContent.NONE, List.of("AQI="));
            var after = state(key(MsLicensing.ROOT, none, RegistryValue.binary("b", new byte[] {1})))
                    .apply(List.of(
                            new RegistryChange.AppendValue(V64, MsLicensing.ROOT, "N", new byte[] {3}),
                            new RegistryChange.AppendValue(V64, MsLicensing.ROOT, "b", new byte[] {2, 3})));
            assertThat(values(after))
                    .containsExactly(
                            RegistryValue.of("n", RegistryContent.NONE, List.of("AQID")),
                            RegistryValue.binary("b", new byte[] {1, 2, 3}));
        }

        @Test
        void bytesAreNotAddedToTextOrNothing() {
            var before = state(key(MsLicensing.ROOT, RegistryValue.text("t", "text")));
            assertThat(before.after(new RegistryChange.AppendValue(V64, MsLicensing.ROOT, "t", new byte[1]))
                            .error())
                    .isEqualTo("InvalidCastException");
            assertThat(before.after(new RegistryChange.AppendValue(V64, MsLicensing.ROOT, "x", new byte[1]))
                            .error())
                    .isEqualTo("IOException");
        }

        @Test
        void otherViewIsLeftAlone() {
            var before = SampleStates.bothViews(key(MsLicensing.ROOT, key(STORE)), key(MsLicensing.ROOT, key(STORE)));
            var after = before.apply(List.of(new RegistryChange.DeleteKeys(V64, MsLicensing.ROOT, List.of("Store"))));
            assertThat(after.find(RegistryView.REGISTRY32, STORE)).isInstanceOf(KeyState.Present.class);
            assertThat(after.find(V64, STORE)).isInstanceOf(KeyState.Absent.class);
        }

        @Test
        void digestIsThatOfTheNewTree() {
            var after = state(key(MsLicensing.ROOT, RegistryValue.text("a", "b")))
                    .apply(List.of(new RegistryChange.DeleteValue(V64, MsLicensing.ROOT, "A")));
            assertThat(after.trees().getFirst().digest()).isEqualTo(StateDigest.of(key(MsLicensing.ROOT)));
        }

        private List<RegistryValue> values(RegistryState state) {
            return ((KeyState.Present) state.trees().getFirst().tree()).values();
        }
    }

    @Nested
    class Restoring {

        @Test
        void whatDiffersOnlyInTheCaseOfItsNameComesBackAsItWas() {
            var saved = state(key(MsLicensing.ROOT, RegistryValue.text("Foo", "x"), key(STORE)));
            var present =
                    state(key(MsLicensing.ROOT, RegistryValue.text("FOO", "x"), key(MsLicensing.ROOT.child("STORE"))));
            var changes = saved.changesFrom(present);
            assertThat(changes)
                    .containsExactly(
                            new RegistryChange.DeleteKeys(V64, MsLicensing.ROOT, List.of("STORE")),
                            new RegistryChange.DeleteValue(V64, MsLicensing.ROOT, "FOO"),
                            new RegistryChange.SetValue(V64, MsLicensing.ROOT, RegistryValue.text("Foo", "x")),
                            new RegistryChange.CreateKey(V64, STORE),
                            new RegistryChange.Secure(V64, STORE, RIGHTS));
            assertThat(saved.differencesTo(present.apply(changes))).isEmpty();
        }

        @Test
        void descriptorsComeLastFromTheTopDown() {
            var saved = state(key(MsLicensing.ROOT, key(STORE, key(STORE.child("LICENSE000")))));
            var changes = saved.changesFrom(state(new KeyState.Absent(MsLicensing.ROOT)));
            assertThat(changes)
                    .containsExactly(
                            new RegistryChange.CreateKey(V64, MsLicensing.ROOT),
                            new RegistryChange.CreateKey(V64, STORE),
                            new RegistryChange.CreateKey(V64, STORE.child("LICENSE000")),
                            new RegistryChange.Secure(V64, MsLicensing.ROOT, RIGHTS),
                            new RegistryChange.Secure(V64, STORE, RIGHTS),
                            new RegistryChange.Secure(V64, STORE.child("LICENSE000"), RIGHTS));
        }

        @Test
        void sameStateNeedsNothing() {
            var saved = state(key(MsLicensing.ROOT, RegistryValue.text("a", "b"), RegistryValue.text("c", "d")));
            var present = state(key(MsLicensing.ROOT, RegistryValue.text("c", "d"), RegistryValue.text("a", "b")));
            assertThat(saved.changesFrom(present)).isEmpty();
            assertThat(saved.differencesTo(present)).isEmpty();
        }

        @Test
        void keyThatWasNotThereIsRemovedWhole() {
            assertThat(state(new KeyState.Absent(MsLicensing.ROOT))
                            .changesFrom(state(key(MsLicensing.ROOT, key(STORE)))))
                    .containsExactly(
                            new RegistryChange.DeleteKeys(V64, MsLicensing.ROOT.parent(), List.of("MSLicensing")));
        }
    }

    @Nested
    class Gaps {

        @Test
        void everythingThatWouldNotComeBackIsNamed() {
            var unreadable = new RegistryValue("gone", new RegistryContent.Unreadable(8));
            var ofKnownKind = new RegistryValue("lost", new RegistryContent.Unreadable(RegistryContent.DWORD));
            var bent = RegistryValue.text("bent", "a\uFFFDb");
            var state = state(new KeyState.Present(
                    MsLicensing.ROOT,
                    null,
                    List.of(unreadable, ofKnownKind, bent),
                    List.of(
                            new KeyState.Unreadable(STORE, "SecurityException"),
                            new KeyState.Present(MsLicensing.HARDWARE_ID, RIGHTS, List.of(), List.of(), 2)),
                    0));
            assertThat(state.gaps())
                    .hasSize(6)
                    .anySatisfy(gap -> assertThat(gap).contains("\"gone\"", "REG_8"))
                    .anySatisfy(gap -> assertThat(gap).contains("\"lost\"", "REG_DWORD"))
                    .anySatisfy(gap -> assertThat(gap).contains("Store", "SecurityException"));
        }

        @Test
        void wholeStateHasNone() {
            assertThat(SampleStates.client().gaps()).isEmpty();
        }
    }
}
