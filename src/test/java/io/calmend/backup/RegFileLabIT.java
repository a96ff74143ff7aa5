package io.calmend.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.peers.WindowsLab;
import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.script.LabHost;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people download is taken by Windows' own {@code reg.exe}, and gives back what was saved. */
class RegFileLabIT {

    private static final RegistryPath PARENT = RegistryPath.of("SOFTWARE\\CalmendRegFile");

    @TempDir
    static Path folder;

    private static WindowsLab lab;
    private static LabHost host;

    @BeforeAll
    static void open() {
        lab = WindowsLab.openFor(RegFileLabIT.class);
        host = new LabHost(lab);
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static List<RegistryValue> everyKind() {
        return List.of(
                RegistryValue.text("", "the default value"),
                RegistryValue.text("empty", ""),
                RegistryValue.text("quotes \"and\" \\", "C:\\x \"y\" %PATH% & ^ ` $() ; [x]"),
                RegistryValue.text("\u00dcn\u00efcode \u65e5\u672c", "\uD83D\uDE00 two  blanks "),
                RegistryValue.text("lines", "one\r\ntwo\ttab"),
                RegistryValue.of("expand", RegistryContent.EXPAND_SZ, List.of("%SystemRoot%\\x")),
                RegistryValue.of("list", RegistryContent.MULTI_SZ, List.of("one", "two  blanks", "%3%")),
                RegistryValue.of("empty list", RegistryContent.MULTI_SZ, List.of()),
                RegistryValue.dword("number", 4_294_967_294L),
                RegistryValue.of("long", RegistryContent.QWORD, List.of("18446744073709551614")),
                RegistryValue.binary("no bytes", new byte[0]),
                RegistryValue.binary("ClientLicense", bytes(2_000)),
                RegistryValue.binary("long licence", bytes(6_000)),
                RegistryValue.of(
                        "none",
                        RegistryContent.NONE,
                        List.of(Base64.getEncoder().encodeToString(bytes(9)))));
    }

    @ParameterizedTest
    @EnumSource
    void importOfTheDownloadGivesBackWhatWasSaved(RegistryView view) throws Exception {
        var key = PARENT.child(Long.toString(System.nanoTime(), 36));
        var target = new TreeTarget(view, key, 9);
        var changes = new ArrayList<RegistryChange>();
        for (var one : List.of(
                key,
                key.child("LICENSE000"),
                key.child("two  blanks [&]"),
                key.child("Bel\u00f6w").child("deep"))) {
            changes.add(new RegistryChange.CreateKey(view, one));
            everyKind().forEach(value -> changes.add(new RegistryChange.SetValue(view, one, value)));
        }
        host.changeAll(host.observe(List.of(target)), changes);
        var saved = host.observe(List.of(target));
        assertThat(saved.getFirst().tree()).isInstanceOf(KeyState.Present.class);
        var file = Files.write(
                folder.resolve(view + ".reg"), RegFile.of(RegFileTest.backup("pc-0421.corp.example"), view, saved));

        host.changeAll(saved, List.of(new RegistryChange.DeleteKeys(view, key.parent(), List.of(key.name()))));
        assertThat(host.observe(List.of(target)).getFirst().tree()).isInstanceOf(KeyState.Absent.class);
        var imported = lab.run("reg.exe import " + WindowsLab.windowsPath(file) + " /reg:"
                + (view == RegistryView.REGISTRY64 ? "64" : "32"));

        assertThat(imported.exitCode()).as(imported.text() + imported.errors()).isZero();
        assertThat(host.observe(List.of(target)))
                .extracting(ObservedTree::tree)
                .usingRecursiveComparison()
                // access rights do not fit the format, and keys come in no order
                .ignoringFields("sddl")
                .ignoringFieldsMatchingRegexes(".*sddl")
                .ignoringCollectionOrder()
                .isEqualTo(List.of(saved.getFirst().tree()));
    }
}
