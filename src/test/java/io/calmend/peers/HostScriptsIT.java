package io.calmend.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.host.Facet;
import io.calmend.host.OfRegistry;
import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryChange.CreateKey;
import io.calmend.registry.RegistryChange.DeleteKeys;
import io.calmend.registry.RegistryChange.DeleteValue;
import io.calmend.registry.RegistryChange.Secure;
import io.calmend.registry.RegistryChange.SetValue;
import io.calmend.registry.RegistryChange.TakeOwnership;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.script.LabGateway;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two host scripts on the Windows lab: real PowerShell, real registry, real access rights. */
class HostScriptsIT {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;
    private static final RegistryPath ROOT = RegistryPath.of("SOFTWARE\\CalmendLab");
    private static final String SYSTEM_ONLY = "O:SYG:SYD:(A;;KA;;;SY)";
    private static final String ADMINISTRATORS_READ = "O:SYG:SYD:(A;;KA;;;SY)(A;;KR;;;BA)";

    private static WindowsLab lab;
    private static LabGateway quick;
    private static LabGateway whole;
    private static int number;

    @TempDir
    Path folder;

    private LabGateway gateway;
    private RegistryPath key;
    private TreeTarget tree;

    @BeforeAll
    static void open() {
        lab = WindowsLab.openFor(HostScriptsIT.class);
        quick = new LabGateway(lab, false);
        whole = new LabGateway(lab, true);
    }

    @BeforeEach
    void keyOfItsOwn(TestInfo info) {
        gateway = quick;
        key = ROOT.child(Long.toString(System.nanoTime(), 36) + "-" + ++number);
        tree = new TreeTarget(VIEW, key, 9);
        assertThat(info.getTestMethod()).isPresent();
    }

    @AfterEach
    void hostAsBefore() {
        lab.writeHost("{}");
    }

    // ---- the language

    /** Windows PowerShell 5.1 and .NET Framework 4.6.2 would take them. */
    @Test
    void scriptsAreWindowsPowerShell() throws Exception {
        var files = new ArrayList<String>();
        for (var script : LabGateway.scripts()) {
            files.add(WindowsLab.windowsPath(
                    Files.writeString(folder.resolve("script" + files.size() + ".ps1"), script)));
        }
        try (var blocks = Files.list(Path.of("src/main/resources/powershell"))) {
            blocks.sorted().map(WindowsLab::windowsPath).forEach(files::add);
        }
        var output = lab.run("powershell.exe -check " + String.join(" ", files));
        assertThat(output.text()).isEmpty();
        assertThat(output.exitCode()).isZero();
    }

    @Test
    void constrainedLanguageIsAnsweredBeforeAnythingIsTouched() {
        lab.writeHost("{\"languageMode\": \"ConstrainedLanguage\"}");
        assertThat(gateway.observe(LabGateway.LAB, observe()))
                .isEqualTo(new ObservationResult.NotObserved(FailureReason.LANGUAGE_MODE, "ConstrainedLanguage"));
        assertThat(gateway.change(
                        LabGateway.LAB, change(List.of("x".repeat(43) + "="), List.of(new CreateKey(VIEW, key)))))
                .isEqualTo(new Answer.NeverSent(FailureReason.LANGUAGE_MODE, "ConstrainedLanguage"));
        lab.writeHost("{}");
        assertThat(observed().state().trees().getFirst().tree()).isEqualTo(new KeyState.Absent(key));
    }

    // ---- looking

    @Test
    void hostSaysWhatItIs() {
        lab.writeHost("""
                {"events": [
                  {"LogName": "Microsoft-Windows-TerminalServices-RDPClient/Operational", "ProviderName": "Microsoft-Windows-TerminalServices-ClientActiveXCore",
                   "Id": 1026, "TimeCreated": "2099-01-31T10:00:00Z", "Message": "RDP ClientActiveX has been disconnected (Reason= 2308)\\r\\n\\u202e", "Level": 4},
                  {"LogName": "Microsoft-Windows-TerminalServices-RDPClient/Operational", "ProviderName": "x", "Id": 1024, "TimeCreated": "2099-01-31T10:00:00Z", "Message": "not asked for", "Level": 4},
                  {"LogName": "Microsoft-Windows-TerminalServices-RDPClient/Operational", "ProviderName": "x", "Id": 1017, "TimeCreated": "2001-01-31T10:00:00Z", "Message": "too old", "Level": 4}]}
                """);
        var observationResult = (ObservationResult.Observed)
                gateway.observe(LabGateway.LAB, OfRegistry.observation(List.of(tree), true));
        assertThat(observationResult.facts().operatingSystem()).isEqualTo("Windows Server 2022 Standard");
        assertThat(observationResult.facts().build()).isEqualTo("20348");
        assertThat(observationResult.facts().sixtyFourBit()).isTrue();
        assertThat(observationResult.facts().name()).isNotEmpty();
        assertThat(observationResult.facts().eventsUnread()).isNull();
        assertThat(observationResult.facts().events()).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo("2099-01-31T10:00:00Z");
            assertThat(event.id()).isEqualTo(1026);
            assertThat(event.source()).isEqualTo("Microsoft-Windows-TerminalServices-ClientActiveXCore");
            assertThat(event.detail()).isEqualTo("RDP ClientActiveX has been disconnected (Reason= 2308) \u202e");
        });
        assertThat(observed().facts().events()).isEmpty();
    }

    @Test
    void viewsAreTwo() {
        ended(List.of(new CreateKey(VIEW, key)));
        var both = OfRegistry.observation(List.of(tree, new TreeTarget(RegistryView.REGISTRY32, key, 9)), false);
        assertThat(((ObservationResult.Observed) gateway.observe(LabGateway.LAB, both))
                        .state()
                        .trees())
                .extracting(ObservedTree::tree)
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(KeyState.Present.class),
                        other -> assertThat(other).isInstanceOf(KeyState.Absent.class));
    }

    @Test
    void keyThatCannotBeReadIsNamedAndTheRestIsObserved() {
        var secret = key.child("secret");
        ended(List.of(
                new CreateKey(VIEW, secret),
                new CreateKey(VIEW, key.child("open")),
                new Secure(VIEW, secret, SYSTEM_ONLY)));
        assertThat(present().keys())
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .isInstanceOf(KeyState.Unreadable.class)
                                .extracting(KeyState::path)
                                .isEqualTo(secret),
                        other -> assertThat(other).isInstanceOf(KeyState.Present.class));
    }

    @Test
    void keysBelowTheDepthAreCounted() {
        ended(List.of(new CreateKey(VIEW, key.child("a")), new CreateKey(VIEW, key.child("b"))));
        var flat = (ObservationResult.Observed)
                gateway.observe(LabGateway.LAB, OfRegistry.observation(List.of(new TreeTarget(VIEW, key, 0)), false));
        assertThat(flat.state().trees().getFirst().tree()).isInstanceOfSatisfying(KeyState.Present.class, one -> {
            assertThat(one.deeper()).isEqualTo(2);
            assertThat(one.keys()).isEmpty();
        });
    }

    /** What .NET could not write again as it was is named, not bent. */
    @Test
    void valueThatCannotBeKeptIsLost() throws Exception {
        ended(List.of(new CreateKey(VIEW, key)));
        var file = folder.resolve("odd.reg");
        Files.write(
                file,
                ("\ufeffWindows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\" + key + "]\r\n"
                                + "\"list\"=hex(8):01,02,03,04\r\n\"big\"=hex(5):01,02,03,04\r\n"
                                + "\"long\"=hex(4):01,00,00,00,02,00,00,00\r\n\"plain\"=\"x\"\r\n")
                        .getBytes(StandardCharsets.UTF_16LE));
        assertThat(lab.run("reg.exe import " + WindowsLab.windowsPath(file)).exitCode())
                .isZero();
        assertThat(present().values())
                .filteredOn(value -> value.data() instanceof RegistryContent.Unreadable)
                .extracting(RegistryValue::name)
                .containsExactlyInAnyOrder("list", "big", "long");
        assertThat(present().values()).contains(RegistryValue.text("plain", "x"));
    }

    // ---- writing

    @Test
    void everyKindOfValueComesBackAsItWas() {
        var values = List.of(
                RegistryValue.text("text", "plain"),
                RegistryValue.text("empty", ""),
                RegistryValue.text("", "the default value"),
                RegistryValue.text("a date", "2024-01-01T00:00:00Z"),
                RegistryValue.text("2024-01-01T00:00:00Z", "/Date(0)/"),
                RegistryValue.text("Ünïcode \u65e5\u672c", "\u65e5\u672c\u8a9e 😀 \u202egnirts"),
                RegistryValue.text("two  blanks", "  leading, tab\t, line\r\nbreak "),
                RegistryValue.text("a\\b/c", "%PATH% & \"q\" 'r' ^ ` $() ; | < > ! ~"),
                RegistryValue.of("expand", RegistryContent.EXPAND_SZ, List.of("%SystemRoot%\\x")),
                RegistryValue.of("list", RegistryContent.MULTI_SZ, List.of("one", "two  blanks", "%3%")),
                RegistryValue.of("list of one", RegistryContent.MULTI_SZ, List.of("2024-01-01T00:00:00Z")),
                RegistryValue.of("empty list", RegistryContent.MULTI_SZ, List.of()),
                RegistryValue.dword("zero", 0),
                RegistryValue.dword("largest", 4_294_967_295L),
                RegistryValue.of("q", RegistryContent.QWORD, List.of("18446744073709551615")),
                RegistryValue.binary("bytes", bytes(300)),
                RegistryValue.binary("no bytes", new byte[0]),
                RegistryValue.of(
                        "none",
                        RegistryContent.NONE,
                        List.of(Base64.getEncoder().encodeToString(bytes(9)))),
                RegistryValue.of("empty none", RegistryContent.NONE, List.of("")));
        var changes = new ArrayList<RegistryChange>();
        changes.add(new CreateKey(VIEW, key));
        values.forEach(value -> changes.add(new SetValue(VIEW, key, value)));
        ended(changes);
        assertThat(present().values()).containsExactlyInAnyOrderElementsOf(values);
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 6_000})
    void licenceComesBackWhole(int length) {
        var licence = RegistryValue.binary("ClientLicense", bytes(length));
        var none = RegistryValue.of(
                "none", RegistryContent.NONE, List.of(Base64.getEncoder().encodeToString(bytes(length + 1))));
        ended(List.of(new CreateKey(VIEW, key), new SetValue(VIEW, key, licence), new SetValue(VIEW, key, none)));
        assertThat(present().values()).containsExactlyInAnyOrder(licence, none);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two  blanks",
                " leading and trailing ",
                "a\"b\"c",
                "it's",
                "\u2018smart\u2019",
                "a&b|c<d>e^f",
                "%PATH%",
                "!x!",
                "`$(calc)$x",
                "\u202egnirts",
                "😀",
                "Ä\u0308 \u65e5\u672c",
                "2024-01-01T00:00:00Z",
                "/Date(0)/",
                "a/b",
                "~",
                "tab\there",
                "line\r\nbreak",
                "'+(calc)+'",
                "{0}",
                "[x]*?"
            })
    void strangeKeyNameArrivesCharacterForCharacter(String name) {
        var strange = key.child(name);
        ended(List.of(
                new CreateKey(VIEW, strange),
                new SetValue(VIEW, strange, RegistryValue.text(name, name)),
                new CreateKey(VIEW, key.child("other"))));
        assertThat(present().keys()).extracting(child -> child.path().name()).containsExactlyInAnyOrder(name, "other");
        var child = (KeyState.Present) present().keys().stream()
                .filter(one -> one.path().name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(child.values()).containsExactly(RegistryValue.text(name, name));

        ended(List.of(new DeleteValue(VIEW, strange, name), new DeleteKeys(VIEW, key, List.of(name))));
        assertThat(present().keys()).extracting(one -> one.path().name()).containsExactly("other");
    }

    @Test
    void deletingWhatIsNotThereIsDone() {
        ended(List.of(
                new CreateKey(VIEW, key),
                new DeleteValue(VIEW, key, "x"),
                new DeleteKeys(VIEW, key, List.of("x", "y"))));
    }

    @Test
    void listEndsAtItsFirstFailure() {
        var answer = answered(List.of(
                new CreateKey(VIEW, key),
                new SetValue(VIEW, key.child("missing"), RegistryValue.text("a", "b")),
                new CreateKey(VIEW, key.child("never"))));
        assertThat(answer).isInstanceOfSatisfying(Answer.Ended.class, ended -> {
            assertThat(ended.allDone()).isFalse();
            assertThat(ended.done()).extracting(Answer.Done::error).containsExactly(null, "FileNotFoundException");
        });
        assertThat(present().keys()).isEmpty();
    }

    // ---- a change protects itself

    @Test
    void changeDeliveredTwiceChangesNothingTheSecondTime() {
        var change = change(digests(), List.of(new CreateKey(VIEW, key)));
        assertThat(gateway.change(LabGateway.LAB, change)).isInstanceOf(Answer.Ended.class);
        var after = digests();
        assertThat(gateway.change(LabGateway.LAB, change)).isEqualTo(new Answer.Differs(after));
        assertThat(digests()).isEqualTo(after);
    }

    @Test
    void changeAfterItsDeadlineChangesNothing() {
        var late = OfRegistry.apply(
                new ExecutionId(1),
                observed().at(),
                change(digests(), List.of()).expected(),
                List.of(new CreateKey(VIEW, key)));
        assertThat(gateway.change(LabGateway.LAB, late)).isEqualTo(new Answer.Late());
        assertThat(observed().state().trees().getFirst().tree()).isInstanceOf(KeyState.Absent.class);
    }

    @Test
    void secondChangeAtTheSameTimeIsBusyAndAnObservationSaysSo() {
        var digests = digests();
        lab.serve("[AppDomain]::CurrentDomain.SetData('held',(New-Object Threading.Mutex $true,'Global\\Calmend'))");
        try {
            assertThat(observed().changeAtWork()).isTrue();
            assertThat(gateway.change(LabGateway.LAB, change(digests, List.of(new CreateKey(VIEW, key)))))
                    .isEqualTo(new Answer.Busy());
        } finally {
            lab.serve(
                    "$held=[AppDomain]::CurrentDomain.GetData('held');$held.ReleaseMutex();$held.Close();"
                            + "[AppDomain]::CurrentDomain.SetData('held',$null);[GC]::Collect();[GC]::WaitForPendingFinalizers()");
        }
        assertThat(observed().changeAtWork()).isFalse();
        assertThat(observed().state().trees().getFirst().tree()).isInstanceOf(KeyState.Absent.class);
    }

    // ---- access rights

    @Test
    void whatWasOwnedIsRestoredExactly() {
        ended(List.of(new CreateKey(VIEW, key), new Secure(VIEW, key, ADMINISTRATORS_READ)));
        var before = present().sddl();
        assertThat(answered(List.of(new SetValue(VIEW, key, RegistryValue.text("a", "b")))))
                .isInstanceOfSatisfying(
                        Answer.Ended.class, ended -> assertThat(ended.allDone()).isFalse());

        var ended = ended(List.of(new TakeOwnership(VIEW, key), new SetValue(VIEW, key, RegistryValue.text("a", "b"))));
        assertThat(ended.restored()).containsExactly(new Answer.Restored(VIEW, key, before, before, null));
        assertThat(present().sddl()).isEqualTo(before);
        assertThat(present().values()).containsExactly(RegistryValue.text("a", "b"));
    }

    @Test
    void whatWasOwnedIsRestoredThoughAChangeFails() {
        ended(List.of(new CreateKey(VIEW, key), new Secure(VIEW, key, ADMINISTRATORS_READ)));
        var before = present().sddl();
        var answer = (Answer.Ended)
                answered(List.of(new TakeOwnership(VIEW, key), new DeleteValue(VIEW, key.child("missing"), "x")));
        assertThat(answer.allDone()).isFalse();
        assertThat(answer.restored()).extracting(Answer.Restored::error).containsOnlyNulls();
        assertThat(present().sddl()).isEqualTo(before);
    }

    /** A list that denies Administrators comes before what it grants. */
    @Test
    void keyThatDeniesAdministratorsCanBeOwned() {
        ended(List.of(
                new CreateKey(VIEW, key), new Secure(VIEW, key, "O:SYG:SYD:(D;;DCLC;;;BA)(A;;KA;;;SY)(A;;KR;;;BA)")));
        var before = present().sddl();
        ended(List.of(new TakeOwnership(VIEW, key), new SetValue(VIEW, key, RegistryValue.text("a", "b"))));
        assertThat(present().sddl()).isEqualTo(before);
    }

    @Test
    void ownedKeyThatTheListDeletesIsGoneAndNotAFailure() {
        var child = key.child("child");
        ended(List.of(new CreateKey(VIEW, child), new Secure(VIEW, child, ADMINISTRATORS_READ)));
        var ended = ended(List.of(new TakeOwnership(VIEW, child), new DeleteKeys(VIEW, key, List.of("child"))));
        assertThat(ended.restored()).isEmpty();
        assertThat(present().keys()).isEmpty();
    }

    @Test
    void ownedKeyThatIsSecuredKeepsWhatItWasGiven() {
        ended(List.of(new CreateKey(VIEW, key), new Secure(VIEW, key, ADMINISTRATORS_READ)));
        var wanted = "O:BAG:SYD:(A;;KA;;;SY)(A;;KA;;;BA)(A;;KR;;;BU)";
        var ended = ended(List.of(new TakeOwnership(VIEW, key), new Secure(VIEW, key, wanted)));
        assertThat(ended.restored()).isEmpty();
        assertThat(present().sddl()).contains("BU").startsWith("O:BAG:SY");
    }

    @Test
    void whereOwnershipMayNotBeTakenNothingIsTaken() {
        ended(List.of(new CreateKey(VIEW, key), new Secure(VIEW, key, ADMINISTRATORS_READ)));
        var before = digests();
        lab.writeHost("{\"logon\": \"interactive\"}");
        gateway = whole;
        var answer = (Answer.Ended) answered(List.of(new TakeOwnership(VIEW, key)));
        assertThat(answer.done()).singleElement().extracting(Answer.Done::error).isEqualTo("SecurityException");
        lab.writeHost("{}");
        gateway = quick;
        assertThat(digests()).isEqualTo(before);
    }

    // ---- the whole way through cmd.exe

    @ParameterizedTest
    @EnumSource
    void eachScriptRunsThroughCmd(RegistryView view) {
        gateway = whole;
        var strange = key.child("two  blanks & \"quotes\" %PATH% ^ 😀");
        tree = new TreeTarget(view, key, 9);
        var licence = RegistryValue.binary("ClientLicense", bytes(2_000));
        var ended = ended(List.of(
                new CreateKey(view, strange),
                new SetValue(view, strange, licence),
                new SetValue(view, strange, RegistryValue.text("%PATH% \"x\"", "a & b"))));
        assertThat(ended.digests()).isEqualTo(digests());
        assertThat(((KeyState.Present) present().keys().getFirst()).path()).isEqualTo(strange);
        assertThat(((KeyState.Present) present().keys().getFirst()).values())
                .containsExactlyInAnyOrder(licence, RegistryValue.text("%PATH% \"x\"", "a & b"));
    }

    // ---- words of these tests

    private Observation observe() {
        return OfRegistry.observation(List.of(tree), false);
    }

    private ObservationResult.Observed observed() {
        var observationResult = gateway.observe(LabGateway.LAB, observe());
        assertThat(observationResult).isInstanceOf(ObservationResult.Observed.class);
        return (ObservationResult.Observed) observationResult;
    }

    private KeyState.Present present() {
        return (KeyState.Present) observed().state().trees().getFirst().tree();
    }

    private List<String> digests() {
        return observed().state().trees().stream().map(ObservedTree::digest).toList();
    }

    private HostCommand.Apply change(List<String> digests, List<RegistryChange> changes) {
        return OfRegistry.apply(
                new ExecutionId(1),
                Instant.now().plusSeconds(300),
                List.of(OfRegistry.expectation(tree, digests.getFirst())),
                changes);
    }

    private Answer answered(List<RegistryChange> changes) {
        return gateway.change(LabGateway.LAB, change(digests(), changes));
    }

    /** Makes changes, in as many commands as they need; each has to succeed. */
    private Answer.Ended ended(List<RegistryChange> changes) {
        var digests = digests();
        Answer.Ended last = null;
        for (var list : gateway.commands(List.of(new Facet.Registry(tree)), OfRegistry.changes(changes))
                .orElseThrow()) {
            var answer = gateway.change(LabGateway.LAB, change(digests, OfRegistry.registry(list)));
            assertThat(answer).isInstanceOf(Answer.Ended.class);
            last = (Answer.Ended) answer;
            assertThat(last.done()).extracting(Answer.Done::error).containsOnlyNulls();
            digests = last.digests();
        }
        return last;
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
