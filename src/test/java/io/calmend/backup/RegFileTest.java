package io.calmend.backup;

import static io.calmend.registry.SampleStates.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.host.StateSize;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.SampleStates;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RegFileTest {

    private static final String ROOT = "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\MSLicensing";

    @Test
    void fileBeginsAsRegeditsDo() {
        var bytes = RegFile.of(
                backup("pc-0421.corp.example"),
                RegistryView.REGISTRY64,
                SampleStates.client().trees());
        assertThat(bytes).startsWith(0xFF, 0xFE, 'W', 0);
        assertThat(lines(key(MsLicensing.ROOT)))
                .containsExactly(
                        "\uFEFFWindows Registry Editor Version 5.00",
                        "",
                        "; B-1001, pc-0421.corp.example, 31 Jan 2026, 10:00 UTC",
                        "; 64-bit view: reg import FILE /reg:64",
                        "",
                        ROOT + "]",
                        "",
                        "");
    }

    @Test
    void everyKindHasItsForm() {
        assertThat(lines(key(
                        MsLicensing.ROOT,
                        RegistryValue.text("", "default"),
                        RegistryValue.text("a \"q\" \\", "C:\\x \"y\""),
                        RegistryValue.text("b", ""),
                        RegistryValue.text("c", "two\r\nlines"),
                        RegistryValue.of("d", RegistryContent.EXPAND_SZ, List.of("%A%")),
                        RegistryValue.of("e", RegistryContent.MULTI_SZ, List.of("x", "", "y")),
                        RegistryValue.of("f", RegistryContent.MULTI_SZ, List.of()),
                        RegistryValue.dword("g", 0xFFFFFFFFL),
                        RegistryValue.of("h", RegistryContent.QWORD, List.of("18446744073709551614")),
                        RegistryValue.binary("i", new byte[] {0, -1}),
                        RegistryValue.binary("j", new byte[0]),
                        RegistryValue.of("k", RegistryContent.NONE, List.of("AQI=")),
                        RegistryValue.text("l", "\uD83D\uDE00 ü"))))
                .containsSequence(
                        "@=\"default\"",
                        "\"a \\\"q\\\" \\\\\"=\"C:\\\\x \\\"y\\\"\"",
                        "\"b\"=\"\"",
                        "\"c\"=hex(1):74,00,77,00,6f,00,0d,00,0a,00,6c,00,69,00,6e,00,65,00,73,00,00,00",
                        "\"d\"=hex(2):25,00,41,00,25,00,00,00",
                        "\"e\"=hex(7):78,00,00,00,00,00,79,00,00,00,00,00",
                        "\"f\"=hex(7):00,00",
                        "\"g\"=dword:ffffffff",
                        "\"h\"=hex(b):fe,ff,ff,ff,ff,ff,ff,ff",
                        "\"i\"=hex:00,ff",
                        "\"j\"=hex:",
                        "\"k\"=hex(0):01,02",
                        "\"l\"=\"\uD83D\uDE00 ü\"");
    }

    @Test
    void longDataIsWrappedAtEightyColumns() {
        var lines = lines(key(MsLicensing.ROOT, RegistryValue.binary("ClientLicense", new byte[100])));
        var data = lines.stream().filter(line -> line.contains("00,00")).toList();
        assertThat(data).hasSize(5).allMatch(line -> line.length() <= 80);
        assertThat(data.getFirst()).startsWith("\"ClientLicense\"=hex:00,").endsWith(",\\");
        assertThat(data.subList(1, 5)).allMatch(line -> line.startsWith("  00,"));
        assertThat(data.getLast()).doesNotEndWith("\\");
        assertThat(String.join("", data).replaceAll("[^,]", "")).hasSize(99);
    }

    @Test
    void namesCannotSmuggleLinesIntoTheImport() {
        var evil = "x\"=dword:00000000\r\n\r\n[-HKEY_LOCAL_MACHINE\\SYSTEM]\r\n\"y";
        var lines = lines(key(
                MsLicensing.ROOT,
                RegistryValue.text(evil, "a"),
                RegistryValue.text("data", evil),
                key(MsLicensing.ROOT.child("k]\n[-HKEY_LOCAL_MACHINE/SAM"), RegistryValue.text("inside", "b"))));
        assertThat(lines)
                .noneMatch(line -> line.startsWith("[-"))
                .anyMatch(line -> line.startsWith("; left out") && line.contains("value"))
                .anyMatch(line -> line.startsWith("; left out") && line.contains("key"))
                .anyMatch(line -> line.startsWith("\"data\"=hex(1):"))
                .noneMatch(line -> line.contains("inside"));
        assertThat(lines.stream().filter(line -> line.startsWith("["))).containsExactly(ROOT + "]");
    }

    @Test
    void hostNameCannotEither() {
        var bytes = RegFile.of(
                backup("pc\r\n[-HKEY_LOCAL_MACHINE\\SYSTEM]"),
                RegistryView.REGISTRY32,
                SampleStates.client().trees());
        assertThat(new String(bytes, StandardCharsets.UTF_16LE).lines()).noneMatch(line -> line.startsWith("["));
    }

    private static List<String> lines(KeyState key) {
        var bytes = RegFile.of(
                backup("pc-0421.corp.example"),
                RegistryView.REGISTRY64,
                SampleStates.state(key).trees());
        return List.of(new String(bytes, StandardCharsets.UTF_16LE).split("\r\n", -1));
    }

    static Backups.Backup backup(String hostName) {
        return new Backups.Backup(
                new BackupId(1001),
                new ExecutionId(1),
                new UUID(0, 1),
                hostName,
                Instant.parse("2026-01-31T10:00:00Z"),
                "",
                0,
                new StateSize(0, 0, 0));
    }
}
