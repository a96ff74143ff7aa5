package io.calmend.remote.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.operation.Expectation;
import io.calmend.operation.MsLicensing;
import io.calmend.operation.Observation;
import io.calmend.operation.RegistryChange;
import io.calmend.operation.RegistryChange.AppendValue;
import io.calmend.operation.RegistryChange.Borrow;
import io.calmend.operation.RegistryChange.CreateKey;
import io.calmend.operation.RegistryChange.DeleteKeys;
import io.calmend.operation.RegistryChange.DeleteValue;
import io.calmend.operation.RegistryChange.Secure;
import io.calmend.operation.RegistryChange.SetValue;
import io.calmend.operation.RegistryValue;
import io.calmend.operation.TreeTarget;
import io.calmend.remote.HostChange;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostScriptTest {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;
    private static final RegistryPath LICENCE = MsLicensing.STORE.child("LICENSE000");
    private static final String DIGEST = "9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0=";
    private static final String SDDL = "O:SYG:SYD:PAI(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)(A;CI;CCDCLCSWRP;;;BU)";

    /** Whoever allows, signs or watches these bodies relies on them: raise the version when one changes its meaning. */
    @ParameterizedTest
    @EnumSource
    void bodyIsTheOneThatIsPublished(HostScript script) throws Exception {
        var page = Files.readString(Path.of("src/docs/scripts.md"));
        var name = script.body().substring("$Calmend='".length(), script.body().indexOf("';"));
        assertThat(page)
                .contains("| `" + name + "` | `" + script.sha256() + "` | "
                        + script.body().length() + " |");
    }

    @ParameterizedTest
    @EnumSource
    void bodyHoldsNothingThatCmdOrOverthereWouldChange(HostScript script) {
        assertThat(script.body()).matches("[ -~]+").doesNotContain("\"", "%", "  ");
        assertThat(script.body()).startsWith("$Calmend='").doesNotContain("Add-Type", "DllImport", "-Encoded", "iex");
    }

    @Test
    void largestCommandsAreShorterThanAllowed() {
        var targets = new ArrayList<TreeTarget>();
        var path = RegistryPath.of("SOFTWARE");
        while (path.value().length() < 240) {
            path = path.child("a name as long");
        }
        for (var view : RegistryView.values()) {
            targets.add(new TreeTarget(view, path, 16));
            targets.add(new TreeTarget(view, MsLicensing.ROOT, 16));
        }
        assertThat(HostScript.line(new Observation(targets, true))).hasSizeLessThan(HostScript.LONGEST);

        var changes = new ArrayList<RegistryChange>();
        for (var view : RegistryView.values()) {
            changes.add(new Borrow(view, path));
            changes.add(new CreateKey(view, path));
            changes.add(new SetValue(view, path, RegistryValue.binary("ClientLicense", bytes(16_000))));
            changes.add(new AppendValue(view, path, "ClientLicense", bytes(16_000)));
            changes.add(new SetValue(view, path, RegistryValue.text("text", "\u202e".repeat(100))));
            changes.add(new DeleteValue(view, path, "x".repeat(255)));
            changes.add(new Secure(view, path, SDDL.repeat(5)));
            changes.add(new DeleteKeys(
                    view,
                    path,
                    IntStream.range(0, 1_000).mapToObj("LICENSE%03d"::formatted).toList()));
        }
        for (var list : HostScript.commands(targets, changes).orElseThrow()) {
            assertThat(HostScript.line(change(targets, list))).hasSizeLessThan(HostScript.LONGEST);
        }
    }

    @Test
    void licenceOfTwoThousandBytesNeedsTwoCommandsAtMost() {
        var lists = HostScript.commands(
                        MsLicensing.BOTH_VIEWS,
                        List.of(
                                new CreateKey(VIEW, LICENCE),
                                new SetValue(VIEW, LICENCE, RegistryValue.binary("ClientLicense", bytes(2_000)))))
                .orElseThrow();
        assertThat(lists).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void longLicenceIsCutAndLosesNothing() {
        var licence = bytes(6_000);
        var lists = HostScript.commands(
                        MsLicensing.BOTH_VIEWS,
                        List.of(
                                new Borrow(VIEW, LICENCE),
                                new SetValue(VIEW, LICENCE, RegistryValue.binary("ClientLicense", licence)),
                                new DeleteValue(VIEW, LICENCE, "old")))
                .orElseThrow();

        var written = new ByteArrayOutputStream();
        for (var list : lists) {
            assertThat(list).first().isEqualTo(new Borrow(VIEW, LICENCE));
            for (var change : list) {
                switch (change) {
                    case SetValue set -> {
                        assertThat(written.size()).isZero();
                        written.writeBytes(set.value().bytes());
                    }
                    case AppendValue append -> written.writeBytes(append.bytes());
                    case Borrow _, DeleteValue _ -> {}
                    default -> throw new AssertionError(change);
                }
            }
        }
        assertThat(written.toByteArray()).isEqualTo(licence);
        assertThat(lists).hasSizeBetween(2, 4);
        assertThat(lists.getLast()).last().isInstanceOf(DeleteValue.class);
    }

    @Test
    void keyThatWasDeletedOrSecuredIsNotBorrowedAgain() {
        var other = MsLicensing.STORE.child("LICENSE001");
        var large = new SetValue(VIEW, MsLicensing.STORE, RegistryValue.binary("x", bytes(9_000)));
        var lists = HostScript.commands(
                        MsLicensing.BOTH_VIEWS,
                        List.of(
                                new Borrow(VIEW, MsLicensing.STORE),
                                new Borrow(VIEW, LICENCE),
                                new Borrow(VIEW, other),
                                new DeleteKeys(VIEW, MsLicensing.STORE, List.of("LICENSE000")),
                                new Secure(VIEW, other, SDDL),
                                large,
                                new SetValue(VIEW, LICENCE, RegistryValue.text("a", "b")),
                                new SetValue(VIEW, other, RegistryValue.text("a", "b"))))
                .orElseThrow();
        assertThat(lists).hasSizeGreaterThan(2);
        assertThat(lists.subList(1, lists.size()))
                .allSatisfy(list -> assertThat(list.stream().filter(Borrow.class::isInstance))
                        .containsExactly(new Borrow(VIEW, MsLicensing.STORE)));
    }

    @Test
    void changeThatFitsNoCommandIsRefused() {
        var long_ = List.<RegistryChange>of(new SetValue(VIEW, LICENCE, RegistryValue.text("text", "x".repeat(4_000))));
        assertThat(HostScript.commands(MsLicensing.BOTH_VIEWS, long_)).isEmpty();
        assertThatThrownBy(() -> HostScript.line(change(MsLicensing.BOTH_VIEWS, long_)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two  blanks",
                "a\"b",
                "a'b",
                "\u2018\u2019",
                "a&b|c<d>e^f",
                "%PATH%",
                "!x!",
                "`$(calc)",
                "a~b\\u0022",
                "line\nbreak\ttab",
                "\u202egnirts",
                "😀",
                "\ud83d",
                "2024-01-01T00:00:00Z",
                "/Date(0)/",
                "'+(calc)+'",
                "\\\\server\\share\\",
                ""
            })
    void textArrivesAsItIsAndLeavesItsQuotesNowhere(String text) {
        var line = HostScript.line(
                change(MsLicensing.BOTH_VIEWS, List.of(new SetValue(VIEW, LICENCE, RegistryValue.text(text, text)))));
        var argument = argumentOf(line);
        assertThat(argument).matches("[A-Za-z0-9{}\\[\\]:,.;()+\\-/=_#@*\\\\~]*");
        var change = json(argument).path("changes").get(0);
        assertThat(change.get(2).stringValue()).isEqualTo("=" + text);
        assertThat(change.get(4).stringValue()).isEqualTo("=" + text);
    }

    @Test
    void argumentIsAsDescribed() {
        var line = HostScript.line(new HostChange(
                new ExecutionId(1042),
                Instant.parse("2026-01-31T10:00:00.9Z"),
                List.of(new Expectation(MsLicensing.BOTH_VIEWS.getFirst(), DIGEST)),
                List.of(
                        new Borrow(VIEW, LICENCE),
                        new SetValue(VIEW, LICENCE, RegistryValue.dword("d", 4_294_967_295L)),
                        new SetValue(
                                VIEW,
                                LICENCE,
                                new RegistryValue("q", RegistryValue.QWORD, List.of("18446744073709551615"), false)),
                        new SetValue(
                                VIEW, LICENCE, new RegistryValue("m", RegistryValue.MULTI_SZ, List.of("x", ""), false)),
                        new SetValue(VIEW, LICENCE, new RegistryValue("n", RegistryValue.NONE, List.of("AQI="), false)),
                        new AppendValue(VIEW, LICENCE, "n", new byte[] {3}),
                        new DeleteKeys(VIEW, MsLicensing.STORE, List.of("LICENSE001")),
                        new CreateKey(RegistryView.REGISTRY32, LICENCE),
                        new Secure(VIEW, LICENCE, "O:SY"),
                        new DeleteValue(VIEW, LICENCE, "v"))));
        assertThat(json(argumentOf(line))).isEqualTo(JsonMapper.shared().readTree("""
                {"id":"R-1042","until":"=2026-01-31T10:00:00",
                 "targets":[["Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing",6]],
                 "digests":["9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0="],
                 "keys":[["Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000"],
                         ["Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store"],
                         ["Registry32","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000"]],
                 "changes":[["borrow",0],["setValue",0,"=d",4,"=-1"],["setValue",0,"=q",11,"=-1"],
                            ["setValue",0,"=m",7,["=x","="]],["setValue",0,"=n",-1,"=AQI="],
                            ["appendValue",0,"=n","=Aw=="],["deleteKeys",1,["=LICENSE001"]],["createKey",2],
                            ["secure",0,"=O:SY"],["deleteValue",0,"=v"]]}
                """));
    }

    @Test
    void nameWithNulIsRefused() {
        assertThat(HostScript.unsayable(List.of(new DeleteValue(VIEW, LICENCE, "a\0b"))))
                .isNotNull();
        assertThat(HostScript.unsayable(List.of(new DeleteKeys(VIEW, LICENCE, List.of("a\0b")))))
                .isNotNull();
        assertThat(HostScript.unsayable(List.of(new SetValue(VIEW, LICENCE, RegistryValue.text("a", "b\0c")))))
                .isNotNull();
        assertThat(HostScript.unsayable(List.of(new DeleteValue(VIEW, LICENCE, "a b"))))
                .isNull();
    }

    @Test
    void nameThatReachesDeeperThanAChildIsRefused() {
        var deeper = List.<RegistryChange>of(new DeleteKeys(VIEW, MsLicensing.ROOT, List.of("Store\\LICENSE000")));
        assertThatThrownBy(() -> HostScript.line(change(MsLicensing.BOTH_VIEWS, deeper)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HostChange change(List<TreeTarget> targets, List<RegistryChange> changes) {
        return new HostChange(
                new ExecutionId(Long.MAX_VALUE),
                Instant.parse("2026-01-31T10:00:00Z"),
                targets.stream().map(target -> new Expectation(target, DIGEST)).toList(),
                changes);
    }

    private static String argumentOf(String line) {
        return line.substring(line.lastIndexOf("Main '") + 6, line.length() - 2);
    }

    private static JsonNode json(String argument) {
        return JsonMapper.shared().readTree(argument.replace('~', '"'));
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
