package io.calmend.remote.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Expectation;
import io.calmend.host.Facet;
import io.calmend.host.FacetKind;
import io.calmend.host.Fact;
import io.calmend.host.FactKind;
import io.calmend.host.OfRegistry;
import io.calmend.host.Verb;
import io.calmend.host.WindowsService;
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
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostScriptTest {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;
    private static final RegistryPath LICENCE = MsLicensing.STORE.child("LICENSE000");
    private static final String DIGEST = "9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0=";
    private static final String SDDL = "O:SYG:SYD:PAI(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)(A;CI;CCDCLCSWRP;;;BU)";

    static List<HostScript> scripts() {
        return HostScript.ALL;
    }

    /** Whoever allows, signs or watches these bodies relies on them: raise the version when one changes its meaning. */
    @ParameterizedTest
    @MethodSource("scripts")
    void bodyIsTheOneThatIsPublished(HostScript script) throws Exception {
        var page = Files.readString(Path.of("src/docs/scripts.md"));
        assertThat(page)
                .contains("| `" + script.name() + "` | `" + script.sha256() + "` | "
                        + script.body().length() + " |");
    }

    @ParameterizedTest
    @MethodSource("scripts")
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
        assertThat(HostScript.line(OfRegistry.observation(targets, true))).hasSizeLessThan(HostScript.LONGEST);

        var changes = new ArrayList<RegistryChange>();
        for (var view : RegistryView.values()) {
            changes.add(new TakeOwnership(view, path));
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
        for (var list : cut(targets, changes).orElseThrow()) {
            assertThat(HostScript.line(change(targets, list))).hasSizeLessThan(HostScript.LONGEST);
        }
    }

    @Test
    void licenceOfTwoThousandBytesNeedsTwoCommandsAtMost() {
        var lists = cut(
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
        var lists = cut(
                        MsLicensing.BOTH_VIEWS,
                        List.of(
                                new TakeOwnership(VIEW, LICENCE),
                                new SetValue(VIEW, LICENCE, RegistryValue.binary("ClientLicense", licence)),
                                new DeleteValue(VIEW, LICENCE, "old")))
                .orElseThrow();

        var written = new ByteArrayOutputStream();
        for (var list : lists) {
            assertThat(list).first().isEqualTo(new TakeOwnership(VIEW, LICENCE));
            for (var change : list) {
                switch (change) {
                    case SetValue set -> {
                        assertThat(written.size()).isZero();
                        written.writeBytes(((RegistryContent.Raw) set.value().data()).bytes());
                    }
                    case AppendValue append -> written.writeBytes(append.bytes());
                    case TakeOwnership _, DeleteValue _ -> {}
                    default -> throw new AssertionError(change);
                }
            }
        }
        assertThat(written.toByteArray()).isEqualTo(licence);
        assertThat(lists).hasSizeBetween(2, 4);
        assertThat(lists.getLast()).last().isInstanceOf(DeleteValue.class);
    }

    @Test
    void keyThatWasDeletedOrSecuredIsNotOwnedAgain() {
        var other = MsLicensing.STORE.child("LICENSE001");
        var large = new SetValue(VIEW, MsLicensing.STORE, RegistryValue.binary("x", bytes(9_000)));
        var lists = cut(
                        MsLicensing.BOTH_VIEWS,
                        List.of(
                                new TakeOwnership(VIEW, MsLicensing.STORE),
                                new TakeOwnership(VIEW, LICENCE),
                                new TakeOwnership(VIEW, other),
                                new DeleteKeys(VIEW, MsLicensing.STORE, List.of("LICENSE000")),
                                new Secure(VIEW, other, SDDL),
                                large,
                                new SetValue(VIEW, LICENCE, RegistryValue.text("a", "b")),
                                new SetValue(VIEW, other, RegistryValue.text("a", "b"))))
                .orElseThrow();
        assertThat(lists).hasSizeGreaterThan(2);
        assertThat(lists.subList(1, lists.size()))
                .allSatisfy(list -> assertThat(list.stream().filter(TakeOwnership.class::isInstance))
                        .containsExactly(new TakeOwnership(VIEW, MsLicensing.STORE)));
    }

    @Test
    void thousandsOfChangesAreCutInProportionToTheirNumber() {
        var changes = new ArrayList<RegistryChange>();
        var names = IntStream.range(0, 1_500).mapToObj("LICENSE%04d"::formatted).toList();
        names.forEach(name -> changes.add(new TakeOwnership(VIEW, MsLicensing.STORE.child(name))));
        changes.add(new DeleteKeys(VIEW, MsLicensing.STORE, names));
        for (var name : names) {
            var key = MsLicensing.STORE.child(name);
            changes.add(new CreateKey(VIEW, key));
            for (var value = 0; value < 4; value++) {
                changes.add(new SetValue(VIEW, key, RegistryValue.text("value " + value, "Contoso")));
            }
        }
        names.forEach(name -> changes.add(new Secure(VIEW, MsLicensing.STORE.child(name), SDDL)));
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        var commands = cut(MsLicensing.BOTH_VIEWS, changes).orElseThrow();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertHoldsExactly(changes, commands);
    }

    @Test
    void commandsTogetherHoldExactlyTheChangesInOrder() {
        for (var seed = 0; seed < 300; seed++) {
            var changes = someChanges(new Random(seed));
            assertHoldsExactly(changes, cut(MsLicensing.BOTH_VIEWS, changes).orElseThrow());
        }
    }

    private static Optional<List<List<RegistryChange>>> cut(List<TreeTarget> targets, List<RegistryChange> changes) {
        return HostScript.commands(OfRegistry.facets(targets), OfRegistry.changes(changes))
                .map(commands -> commands.stream().map(OfRegistry::registry).toList());
    }

    private static List<RegistryChange> someChanges(Random random) {
        var changes = new ArrayList<RegistryChange>();
        var count = 1 + random.nextInt(60);
        for (var i = 0; i < count; i++) {
            var view = RegistryView.values()[random.nextInt(2)];
            var key = MsLicensing.STORE.child("LICENSE%03d".formatted(random.nextInt(20)));
            if (random.nextInt(4) == 0) {
                key = key.child("\u00fc".repeat(1 + random.nextInt(40)));
            }
            changes.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new TakeOwnership(view, key);
                        case 1 -> new CreateKey(view, key);
                        case 2 -> new Secure(view, key, SDDL);
                        case 3 -> new DeleteValue(view, key, "x".repeat(random.nextInt(200)));
                        case 4 ->
                            new DeleteKeys(
                                    view,
                                    MsLicensing.STORE,
                                    IntStream.range(0, 1 + random.nextInt(400))
                                            .mapToObj("LICENSE%03d"::formatted)
                                            .toList());
                        case 5 -> new SetValue(view, key, RegistryValue.binary("bytes", bytes(random.nextInt(9_000))));
                        case 6 -> new AppendValue(view, key, "bytes", bytes(random.nextInt(4_000)));
                        default ->
                            new SetValue(view, key, RegistryValue.text("text", "\u202e".repeat(random.nextInt(60))));
                    });
        }
        return changes;
    }

    /**
     * What was cut is whole again when it is joined, in the order that was asked for; a key that was owned is owned in
     * each command that needs it. Each command fits its line and does more than take ownership.
     */
    private static void assertHoldsExactly(List<RegistryChange> changes, List<List<RegistryChange>> commands) {
        var ownedKeys = new LinkedHashSet<RegistryChange>();
        var at = 0;
        RegistryChange rest = null;
        for (var command : commands) {
            assertThat(HostScript.line(change(MsLicensing.BOTH_VIEWS, command))).hasSizeLessThan(HostScript.LONGEST);
            assertThat(command.getLast()).isNotInstanceOf(TakeOwnership.class);
            var owned = new HashSet<RegistryChange>();
            for (var piece : command) {
                if (piece instanceof TakeOwnership) {
                    assertThat(owned.add(piece)).as("owned once a command").isTrue();
                    continue;
                }
                while (rest == null && changes.get(at) instanceof TakeOwnership take) {
                    ownedKeys.add(take);
                    at++;
                }
                var whole = changes.get(at);
                for (var key : ownedKeys) {
                    if (serves(key, piece)) {
                        assertThat(owned).contains(key);
                    }
                }
                rest = rest(rest == null ? whole : rest, piece);
                if (rest == null) {
                    ownedKeys.removeIf(key -> whole instanceof Secure && sameKey(key, whole)
                            || whole instanceof DeleteKeys delete && goes(key, delete));
                    at++;
                }
            }
        }
        assertThat(rest).isNull();
        assertThat(changes.subList(at, changes.size())).allMatch(TakeOwnership.class::isInstance);
    }

    /** What is left of {@code asked} after {@code piece}, null if nothing is. */
    private static RegistryChange rest(RegistryChange asked, RegistryChange piece) {
        switch (piece) {
            case DeleteKeys some -> {
                var all = ((DeleteKeys) asked).names();
                assertThat(sameKey(some, asked)).isTrue();
                assertThat(all.subList(0, some.names().size())).isEqualTo(some.names());
                return all.size() == some.names().size()
                        ? null
                        : new DeleteKeys(
                                some.view(),
                                some.path(),
                                all.subList(some.names().size(), all.size()));
            }
            case SetValue set
            when set.value().data() instanceof RegistryContent.Raw raw -> {
                var value = ((SetValue) asked).value();
                assertThat(sameKey(set, asked)).isTrue();
                assertThat(set.value().name()).isEqualTo(value.name());
                assertThat(raw.kind()).isEqualTo(value.data().kind());
                return rest(set, value.name(), ((RegistryContent.Raw) value.data()).bytes(), raw.bytes());
            }
            case AppendValue append -> {
                assertThat(sameKey(append, asked)).isTrue();
                assertThat(append.name()).isEqualTo(((AppendValue) asked).name());
                return rest(append, append.name(), ((AppendValue) asked).bytes(), append.bytes());
            }
            default -> {
                assertThat(piece).isEqualTo(asked);
                return null;
            }
        }
    }

    private static RegistryChange rest(RegistryChange piece, String name, byte[] all, byte[] some) {
        assertThat(Arrays.copyOf(all, some.length)).isEqualTo(some);
        return all.length == some.length
                ? null
                : new AppendValue(piece.view(), piece.path(), name, Arrays.copyOfRange(all, some.length, all.length));
    }

    private static boolean serves(RegistryChange key, RegistryChange change) {
        return key.view() == change.view()
                && (change.path().isAtOrBelow(key.path()) || change instanceof DeleteKeys delete && goes(key, delete));
    }

    private static boolean goes(RegistryChange key, DeleteKeys delete) {
        return key.view() == delete.view()
                && delete.names().stream()
                        .anyMatch(name -> key.path().isAtOrBelow(delete.path().child(name)));
    }

    private static boolean sameKey(RegistryChange one, RegistryChange other) {
        return one.view() == other.view() && one.path().equals(other.path());
    }

    @Test
    void changeThatFitsNoCommandIsRefused() {
        var long_ = List.<RegistryChange>of(new SetValue(VIEW, LICENCE, RegistryValue.text("text", "x".repeat(4_000))));
        assertThat(cut(MsLicensing.BOTH_VIEWS, long_)).isEmpty();
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
        var line = HostScript.line(OfRegistry.apply(
                new ExecutionId(1042),
                Instant.parse("2026-01-31T10:00:00.9Z"),
                List.of(OfRegistry.expectation(MsLicensing.BOTH_VIEWS.getFirst(), DIGEST)),
                List.of(
                        new TakeOwnership(VIEW, LICENCE),
                        new SetValue(VIEW, LICENCE, RegistryValue.dword("d", 4_294_967_295L)),
                        new SetValue(
                                VIEW,
                                LICENCE,
                                RegistryValue.of("q", RegistryContent.QWORD, List.of("18446744073709551615"))),
                        new SetValue(VIEW, LICENCE, RegistryValue.of("m", RegistryContent.MULTI_SZ, List.of("x", ""))),
                        new SetValue(VIEW, LICENCE, RegistryValue.of("n", RegistryContent.NONE, List.of("AQI="))),
                        new AppendValue(VIEW, LICENCE, "n", new byte[] {3}),
                        new DeleteKeys(VIEW, MsLicensing.STORE, List.of("LICENSE001")),
                        new CreateKey(RegistryView.REGISTRY32, LICENCE),
                        new Secure(VIEW, LICENCE, "O:SY"),
                        new DeleteValue(VIEW, LICENCE, "v"))));
        assertThat(json(argumentOf(line))).isEqualTo(JsonMapper.shared().readTree("""
                {"id":"R-1042","until":"=2026-01-31T10:00:00",
                 "facets":[["registry","Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing",6]],
                 "digests":["9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0="],
                 "keys":[["Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000"],
                         ["Registry64","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store"],
                         ["Registry32","SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000"]],
                 "changes":[["takeOwnership",0],["setValue",0,"=d",4,"=-1"],["setValue",0,"=q",11,"=-1"],
                            ["setValue",0,"=m",7,["=x","="]],["setValue",0,"=n",-1,"=AQI="],
                            ["appendValue",0,"=n","=Aw=="],["deleteKeys",1,["=LICENSE001"]],["createKey",2],
                            ["secure",0,"=O:SY"],["deleteValue",0,"=v"]]}
                """));
    }

    @Test
    void argumentOfServicesIsAsDescribed() {
        var service = WindowsService.REMOTE_DESKTOP;
        var facet = new Facet.ServiceRun(service);
        var observing =
                HostScript.line(new Observation(List.of(facet), List.of(new Fact.ServiceProcess(service)), false));
        assertThat(json(argumentOf(observing))).isEqualTo(JsonMapper.shared().readTree("""
                {"facets":[["service","TermService"]],"facts":[["serviceProcess","TermService"]],"client":false}
                """));
        assertThat(observing)
                .contains("$Calmend='observe 2 service'")
                .doesNotContain("OpenSubKey('SOFTWARE\\Microsoft\\MSL");

        var changing = HostScript.line(new HostCommand.Apply(
                new ExecutionId(1042),
                Instant.parse("2026-01-31T10:00:00Z"),
                List.of(new Expectation(facet, DIGEST)),
                List.of(new Change.StopService(service), new Change.StartService(service))));
        assertThat(changing).contains("$Calmend='change 2 service'");
        assertThat(json(argumentOf(changing))).isEqualTo(JsonMapper.shared().readTree("""
                {"id":"R-1042","until":"=2026-01-31T10:00:00","facets":[["service","TermService"]],
                 "digests":["9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0="],
                 "changes":[["stopService","TermService"],["startService","TermService"]]}
                """));

        var action = new Action.RestartService(service);
        var performing = HostScript.line(new HostCommand.Perform(
                new ExecutionId(1042),
                Instant.parse("2026-01-31T10:00:00Z"),
                action,
                new Fact.Known(action.confirmedBy(), "812"),
                List.of(new Expectation(facet, DIGEST))));
        assertThat(performing).contains("$Calmend='perform 2 service'");
        assertThat(json(argumentOf(performing))).isEqualTo(JsonMapper.shared().readTree("""
                {"id":"R-1042","until":"=2026-01-31T10:00:00","fact":["serviceProcess","TermService"],"planned":"=812",
                 "facets":[["service","TermService"]],
                 "digests":["9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0="],
                 "act":["restartService","TermService",["UmRdpService"]]}
                """));
    }

    @Test
    void serviceBetweenLongChangesOfTheRegistryStaysInItsPlace() {
        var facets = new ArrayList<>(OfRegistry.facets(MsLicensing.BOTH_VIEWS));
        facets.add(new Facet.ServiceRun(WindowsService.LICENSING));
        var changes = new ArrayList<Change>();
        changes.add(new Change.StopService(WindowsService.LICENSING));
        for (var i = 0; i < 40; i++) {
            changes.addAll(
                    OfRegistry.changes(new SetValue(VIEW, LICENCE, RegistryValue.text("text " + i, "x".repeat(500)))));
        }
        changes.add(new Change.StartService(WindowsService.LICENSING));
        var commands = HostScript.commands(facets, changes).orElseThrow();
        assertThat(commands).hasSizeGreaterThan(2);
        assertThat(commands.stream().flatMap(List::stream).toList()).isEqualTo(changes);
        var expected =
                facets.stream().map(facet -> new Expectation(facet, DIGEST)).toList();
        for (var command : commands) {
            assertThat(HostScript.line(
                            new HostCommand.Apply(new ExecutionId(Long.MAX_VALUE), Instant.EPOCH, expected, command)))
                    .hasSizeLessThan(HostScript.LONGEST);
        }
    }

    /** No compiler sees into a script: what it does not know ends in an error on the host. */
    @Test
    void everyVerbFacetAndFactStandsInTheBlocksThatHaveToKnowIt() throws IOException {
        var blocks = new StringBuilder();
        for (var block : List.of("registry-change", "service-change", "service-act", "facets", "facts")) {
            blocks.append(Files.readString(Path.of("src/main/resources/powershell/" + block + ".ps1")));
        }
        for (var verb : Verb.values()) {
            assertThat(blocks).contains("'" + verb.text() + "'{");
        }
        for (var kind : FacetKind.values()) {
            assertThat(blocks).contains("'" + kind.text() + "'{");
        }
        for (var kind : FactKind.values()) {
            assertThat(blocks).contains("'" + kind.text() + "'{");
        }
    }

    @Test
    void nameWithNulIsRefused() {
        assertThat(HostScript.unencodable(OfRegistry.changes(new DeleteValue(VIEW, LICENCE, "a\0b"))))
                .isNotNull();
        assertThat(HostScript.unencodable(OfRegistry.changes(new DeleteKeys(VIEW, LICENCE, List.of("a\0b")))))
                .isNotNull();
        assertThat(HostScript.unencodable(
                        OfRegistry.changes(new SetValue(VIEW, LICENCE, RegistryValue.text("a", "b\0c")))))
                .isNotNull();
        assertThat(HostScript.unencodable(OfRegistry.changes(new DeleteValue(VIEW, LICENCE, "a b"))))
                .isNull();
    }

    @Test
    void nameThatReachesDeeperThanAChildIsRefused() {
        var deeper = List.<RegistryChange>of(new DeleteKeys(VIEW, MsLicensing.ROOT, List.of("Store\\LICENSE000")));
        assertThatThrownBy(() -> HostScript.line(change(MsLicensing.BOTH_VIEWS, deeper)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HostCommand.Apply change(List<TreeTarget> targets, List<RegistryChange> changes) {
        return OfRegistry.apply(
                new ExecutionId(Long.MAX_VALUE),
                Instant.parse("2026-01-31T10:00:00Z"),
                targets.stream()
                        .map(target -> OfRegistry.expectation(target, DIGEST))
                        .toList(),
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
