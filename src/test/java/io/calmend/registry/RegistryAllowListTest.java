package io.calmend.registry;

import static io.calmend.registry.SampleStates.RIGHTS;
import static io.calmend.registry.SampleStates.V32;
import static io.calmend.registry.SampleStates.V64;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.RegistryPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAllowListTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\",
                "SOFTWARE",
                "SOFTWARE\\Microsoft",
                "SYSTEM",
                "SECURITY",
                "SAM",
                "HARDWARE",
                "BCD00000000",
                "HKLM",
                "hklm:\\SOFTWARE\\Microsoft\\MSLicensing",
                "HKLM\\SOFTWARE\\Microsoft\\MSLicensing",
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSLicensing",
                "hkey_local_machine\\software\\microsoft\\mslicensing",
                "Computer\\HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSLicensing",
                "Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSLicensing",
                "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\MSLicensing",
                "REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\MSLicensing",
                "\\\\?\\SOFTWARE\\Microsoft\\MSLicensing",
                "\\\\host\\HKLM\\SOFTWARE\\Microsoft\\MSLicensing",
                "\\SOFTWARE\\Microsoft\\MSLicensing",
                "SOFTWARE\\Microsoft\\MSLicensing\\",
                "SOFTWARE\\\\Microsoft\\MSLicensing",
                "SOFTWARE\\Microsoft\\MSLicensing\\\\Store",
                "SOFTWARE\\Microsoft\\MSLicensing\\..",
                "SOFTWARE\\Microsoft\\MSLicensing\\..\\Windows",
                "SOFTWARE\\Microsoft\\MSLicensing\\.\\Store",
                "SOFTWARE\\Microsoft\\Windows\\..\\MSLicensing",
                "SOFTWARE/Microsoft/MSLicensing",
                "SOFTWARE\\Microsoft\\MSLicensing/Store/../../Windows",
                "SOFTWARE\\WOW6432Node\\Microsoft\\MSLicensing",
                "software\\wow6432node\\microsoft\\mslicensing",
                "SOFTWARE\\WowAA32Node\\Microsoft\\MSLicensing",
                "SOFTWARE\\Microsoft\\MSLicensing\\WOW6432Node",
                "SOFTWARE\\Microsoft\\MSLicensing2",
                "SOFTWARE\\Microsoft\\MSLicensing ",
                "SOFTWARE\\Microsoft\\MSLicensin",
                "SOFTWARE\\Microsoft\\*",
                "SOFTWARE\\Microsoft\\MSLicens*",
                "SOFTWARE\\Microsoft\\MSLicensin?",
                "SOFTWARE\\*\\MSLicensing",
                "SOFTWARE\\M\u0131crosoft\\MSLicensing",
                "SOFTWARE\\Microsoft\\MSLicen\u017Fing",
                "SOFTWARE\\Microsoft\\MSLicensing\0",
                "SOFTWARE\\Microsoft\\MSLicensing\\Store\0\\LICENSE000",
                "SOFTWARE\\Microsoft\\\u202EgnisneciLSM",
                "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run",
                "SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\RCM\\GracePeriod"
            })
    void nothingIsTouchedOutside(String text) {
        var path = path(text);
        if (path.isEmpty()) {
            return;
        }
        assertThat(RegistryAllowList.allows(new TreeTarget(V64, path.get(), 0))).isFalse();
        for (var view : List.of(V64, V32)) {
            assertThat(List.of(
                            new RegistryChange.DeleteValue(view, path.get(), "a"),
                            new RegistryChange.SetValue(view, path.get(), RegistryValue.text("a", "b")),
                            new RegistryChange.AppendValue(view, path.get(), "a", new byte[1]),
                            new RegistryChange.DeleteKeys(view, path.get(), List.of("LICENSE000")),
                            new RegistryChange.CreateKey(view, path.get()),
                            new RegistryChange.Secure(view, path.get(), RIGHTS),
                            new RegistryChange.TakeOwnership(view, path.get())))
                    .noneMatch(RegistryAllowList::allows);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SOFTWARE\\Microsoft\\MSLicensing",
                "software\\MICROSOFT\\mslicensing",
                "SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000",
                "SOFTWARE\\Microsoft\\MSLicensing\\any * & \"%x%\" \u202E name"
            })
    void everythingAtAndBelowTheCacheMayBeSet(String text) {
        var path = RegistryPath.of(text);
        assertThat(RegistryAllowList.allows(new TreeTarget(V32, path, 6))).isTrue();
        assertThat(List.of(
                        new RegistryChange.DeleteValue(V64, path, ""),
                        new RegistryChange.SetValue(V64, path, RegistryValue.text("a", "b")),
                        new RegistryChange.AppendValue(V64, path, "a", new byte[1]),
                        new RegistryChange.CreateKey(V64, path),
                        new RegistryChange.Secure(V64, path, RIGHTS),
                        new RegistryChange.TakeOwnership(V64, path)))
                .allMatch(RegistryAllowList::allows);
    }

    @Test
    void keysAreRemovedByTheirListedNamesOnly() {
        var microsoft = MsLicensing.ROOT.parent();
        assertThat(removes(microsoft, "MSLicensing")).isTrue();
        assertThat(removes(microsoft, "mslicensing")).isTrue();
        assertThat(removes(MsLicensing.ROOT, "HardwareID")).isTrue();
        assertThat(removes(MsLicensing.ROOT, "Store")).isTrue();
        assertThat(removes(MsLicensing.STORE, "LICENSE000")).isTrue();
        assertThat(removes(MsLicensing.STORE, "license  & \"x\" %y%")).isTrue();

        assertThat(removes(microsoft, "Windows")).isFalse();
        assertThat(removes(microsoft, "MSLicensing\\Store")).isFalse();
        assertThat(removes(microsoft, "MSL\u0131censing")).isFalse();
        assertThat(removes(microsoft, "MSLicensing", "Windows")).isFalse();
        assertThat(removes(microsoft, "*")).isFalse();
        assertThat(removes(microsoft)).isFalse();
        assertThat(removes(MsLicensing.ROOT, "Other")).isFalse();
        assertThat(removes(MsLicensing.STORE, "..\\..\\Windows")).isFalse();
        assertThat(removes(MsLicensing.STORE, "LICENSE000\\..\\..\\..\\Windows"))
                .isFalse();
        assertThat(removes(MsLicensing.STORE, "LICENSE\0")).isFalse();
        assertThat(removes(MsLicensing.STORE, "L\u0131CENSE000")).isFalse();
        assertThat(removes(MsLicensing.STORE, "Other")).isFalse();
        assertThat(removes(MsLicensing.STORE, "")).isFalse();
        assertThat(removes(MsLicensing.STORE.child("LICENSE000"), "LICENSE000")).isFalse();
        assertThat(removes(RegistryPath.of("SOFTWARE"), "Microsoft")).isFalse();
    }

    @Test
    void valuesThatCannotBeKeptOrNamedAreRefused() {
        assertThat(RegistryAllowList.allows(set(new RegistryValue("a", new RegistryContent.Unreadable(8)))))
                .isFalse();
        assertThat(RegistryAllowList.allows(
                        set(new RegistryValue("a", new RegistryContent.Unreadable(RegistryContent.SZ)))))
                .isFalse();
        assertThat(RegistryAllowList.allows(set(RegistryValue.text("a\0b", ""))))
                .isFalse();
        assertThat(RegistryAllowList.allows(set(RegistryValue.text("a".repeat(16_384), ""))))
                .isFalse();
    }

    @Test
    void halfASecurityDescriptorIsRefused() {
        for (var sddl :
                List.of("", "O:BAG:SY", "D:(A;;KA;;;BA)", "O:BAD:(A;;KA;;;BA)", "O:BAG:SYD:(A;;XX;;;BA)", "x")) {
            assertThat(RegistryAllowList.allows(new RegistryChange.Secure(V64, MsLicensing.ROOT, sddl)))
                    .as(sddl)
                    .isFalse();
        }
    }

    private static RegistryChange set(RegistryValue value) {
        return new RegistryChange.SetValue(V64, MsLicensing.ROOT, value);
    }

    private static boolean removes(RegistryPath parent, String... names) {
        return RegistryAllowList.allows(new RegistryChange.DeleteKeys(V64, parent, List.of(names)));
    }

    private static Optional<RegistryPath> path(String text) {
        try {
            return Optional.of(RegistryPath.of(text));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
