package io.calmend.remote.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.calmend.host.Action;
import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.OfRegistry;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.StateDigest;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostAnswerTest {

    private static final TreeTarget STORE = new TreeTarget(RegistryView.REGISTRY64, MsLicensing.STORE, 1);
    private static final Observation OBSERVATION = OfRegistry.observation(List.of(STORE), true);
    private static final String DIGEST = "9Pt87kWly3tDmOWIImHLtYAOqKR5hoqiSQw/s5SZnM0=";
    private static final HostCommand.Apply CHANGE = OfRegistry.apply(
            new ExecutionId(1),
            Instant.EPOCH,
            List.of(OfRegistry.expectation(STORE, DIGEST)),
            List.of(
                    new RegistryChange.TakeOwnership(RegistryView.REGISTRY64, MsLicensing.STORE.child("LICENSE000")),
                    new RegistryChange.DeleteKeys(
                            RegistryView.REGISTRY64, MsLicensing.STORE, List.of("LICENSE000", "LICENSE001"))));

    private static final KeyState TREE = new KeyState.Present(
            MsLicensing.STORE,
            "O:BAG:SYD:",
            List.of(
                    RegistryValue.of("", RegistryContent.SZ, List.of("é")),
                    new RegistryValue("x", new RegistryContent.Unreadable(0))),
            List.of(
                    new KeyState.Present(
                            MsLicensing.STORE.child("LICENSE000"),
                            null,
                            List.of(
                                    RegistryValue.binary("b", new byte[] {1}),
                                    RegistryValue.dword("d", 4_294_967_295L),
                                    RegistryValue.of("m", RegistryContent.MULTI_SZ, List.of())),
                            List.of(),
                            2),
                    new KeyState.Unreadable(MsLicensing.STORE.child("LICENSE001"), "SecurityException")),
            0);

    private static final String OBSERVED = """
            {"at":"2026-11-25T11:26:17.7903219Z","busy":true,
             "host":{"name":"PC-0421","os":"Windows 10 Enterprise","build":"22631","x64":true,"culture":"de-DE"},
             "client":{"programs":["mstsc"],"events":[{"at":"2026-11-25T11:00:00Z","log":"l","source":"s","id":1026,"detail":"a\\u202eb\\nc"}],"unread":"NoMatchingLogsFound"},
             "facts":[],"facets":[{"view":"Registry64","digest":"@","tree":{"path":"SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store","sddl":"O:BAG:SYD:",
               "values":[{"name":"","kind":1,"data":"é"},{"name":"x","kind":0,"data":null}],
               "keys":[{"path":"SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000","sddl":null,
                        "values":[{"name":"b","kind":3,"data":"AQ=="},{"name":"d","kind":4,"data":"4294967295"},{"name":"m","kind":7,"data":[]}],"deeper":2},
                       {"path":"SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE001","denied":"SecurityException"}]}}]}
            """.replace("@", StateDigest.of(TREE));

    private static final String ENDED = """
            {"state":"ENDED","done":[{},{"error":"SecurityException"}],"now":["@"],
             "back":[{"at":0,"before":"O:SY","after":"O:SY"}]}""".replace("@", DIGEST);

    @Test
    void observationIsRead() {
        assertThat(HostAnswer.observationResult(framed(OBSERVED), OBSERVATION))
                .isInstanceOfSatisfying(ObservationResult.Observed.class, observed -> {
                    assertThat(observed.at()).isEqualTo("2026-11-25T11:26:17.7903219Z");
                    assertThat(observed.changeAtWork()).isTrue();
                    assertThat(observed.state().trees()).singleElement().satisfies(tree -> {
                        assertThat(tree.tree()).isEqualTo(TREE);
                        assertThat(tree.target()).isEqualTo(STORE);
                    });
                    assertThat(observed.facts().operatingSystem()).isEqualTo("Windows 11 Enterprise");
                    assertThat(observed.facts().clientPrograms()).containsExactly("mstsc");
                    assertThat(observed.facts().eventsUnread()).isEqualTo("NoMatchingLogsFound");
                    assertThat(observed.facts().events().getFirst().detail()).isEqualTo("a\u202eb c");
                });
    }

    /** An expression that can match blanks in two ways works for hours on these. */
    @Test
    void megabytesOfBlanksAreRefusedAtOnce() {
        var blanks = " \n".repeat(2_000_000);
        for (var text :
                List.of("CALMEND BEGIN 1" + blanks, blanks, "CALMEND BEGIN 1" + blanks + "CALMEND", blanks + "x")) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                assertThat(HostAnswer.observationResult(output(text), OBSERVATION))
                        .isInstanceOf(ObservationResult.NotObserved.class);
                assertThat(HostAnswer.isWhole(output(text))).isFalse();
            });
        }
    }

    @Test
    void moreKeysThanTheLimitAreRefusedWithASentence() {
        assertThat(HostAnswer.observationResult(framed(keys(1_000)), OBSERVATION))
                .isInstanceOf(ObservationResult.Observed.class);
        for (var count : List.of(3_000, 13_000, 20_000)) {
            assertThat(HostAnswer.observationResult(framed(keys(count)), OBSERVATION))
                    .as(count + " keys")
                    .isInstanceOfSatisfying(
                            ObservationResult.NotObserved.class,
                            not -> assertThat(not.reason().name()).isEqualTo("CACHE_TOO_LARGE"));
        }
    }

    private static String keys(int count) {
        var path = MsLicensing.STORE.value();
        var keys = IntStream.range(0, count)
                .mapToObj(number -> MsLicensing.STORE.child("LICENSE" + number))
                .toList();
        var tree = new KeyState.Present(
                MsLicensing.STORE,
                "O:SY",
                List.of(),
                keys.stream()
                        .map(key -> (KeyState) new KeyState.Present(key, "O:SY", List.of(), List.of(), 0))
                        .toList(),
                0);
        return """
                {"at":"2026-11-25T11:26:17Z","busy":false,
                 "host":{"name":"PC-0421","os":"Windows 11","build":"22631","x64":true,"culture":"de-DE"},
                 "client":{"programs":[],"events":[]},
                 "facts":[],"facets":[{"view":"Registry64","digest":"@","tree":{"path":"#","sddl":"O:SY","values":[],"keys":[$]}}]}""".replace("@", StateDigest.of(tree)).replace("#", path.replace("\\", "\\\\")).replace(
                "$",
                keys.stream()
                        .map(key -> "{\"path\":\"" + key.value().replace("\\", "\\\\")
                                + "\",\"sddl\":\"O:SY\",\"values\":[],\"deeper\":0}")
                        .collect(Collectors.joining(",")));
    }

    @Test
    void halfACharacterThatNoHonestHostSendsIsMalformed() {
        assertThat(reason(framed(OBSERVED.replace("PC-0421", "\\ud83d")))).isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("\"é\"", "\"\\ude00\"")))).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    @Test
    void sentenceInPlaceOfAnErrorsNameHidesNothingElse() {
        assertThat(HostAnswer.observationResult(
                        framed(OBSERVED.replace("NoMatchingLogsFound", "Das Ereignis fehlt")), OBSERVATION))
                .isInstanceOfSatisfying(
                        ObservationResult.Observed.class,
                        observed -> assertThat(observed.facts().eventsUnread()).isEqualTo("unknown"));
    }

    /** Windows notes by itself that rights may come from above whenever some are written. */
    @Test
    void descriptorsThatWindowsMarkedWhenTheyWereWrittenAreRestored() {
        assertThat(restored(
                                ENDED.replace("\"before\":\"O:SY\"", "\"before\":\"O:SYD:P(A;;KA;;;SY)\"")
                                        .replace("\"after\":\"O:SY\"", "\"after\":\"O:SYD:PAI(A;;KA;;;SY)\""),
                                CHANGE)
                        .error())
                .isNull();
    }

    @Test
    void treeWhoseDigestDoesNotAgreeIsNotBelieved() {
        assertThat(reason(framed(OBSERVED.replace("é", "e")))).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    /** Every deadline is reckoned from the host's clock: one that no Windows can show must not get that far. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59.999999999Z",
                "+999999999-01-01T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "1600-12-31T23:59:59Z",
                "0000-01-01T00:00:00Z"
            })
    void momentThatNoWindowsCanShowIsMalformed(String moment) {
        assertThat(reason(framed(OBSERVED.replace("2026-11-25T11:26:17.7903219Z", moment))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("2026-11-25T11:00:00Z", moment))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    /** A count below nothing would hide keys that were not observed from whoever asks whether a backup is whole. */
    @Test
    void numberOutsideItsBoundsIsMalformed() {
        assertThat(reason(framed(OBSERVED.replace("\"deeper\":2", "\"deeper\":-2"))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("\"id\":1026", "\"id\":-1"))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("\"id\":1026", "\"id\":70000"))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"at\":1}",
                "{\"at\":\"now\",\"trees\":[]}",
                "{\"at\":\"2026-11-25T11:26:17Z\",\"trees\":[{}]}",
                "{\"at\":\"2026-11-25T11:26:17Z\",\"trees\":[]} x",
                "\u0000",
                ""
            })
    void anythingElseIsMalformed(String json) {
        assertThat(reason(framed(json))).isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(HostAnswer.answer(framed(json), CHANGE))
                .isInstanceOfSatisfying(
                        Answer.OutcomeUnknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo(FailureReason.ANSWER_MALFORMED));
    }

    @Test
    void keyOutsideItsParentIsMalformed() {
        assertThat(reason(framed(OBSERVED.replace("Store\\\\LICENSE001", "Stor\\\\LICENSE001"))))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("LICENSE001", "a\\\\b")))).isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(OBSERVED.replace("LICENSE001", "")))).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    @Test
    void frameIsCheckedBeforeItIsOpened() {
        var base64 = Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(reason(output("CALMEND BEGIN 3\r\n" + base64 + "\r\nCALMEND END\r\n")))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(output("CALMEND BEGIN 2\r\n" + base64 + "\r\n"))).isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(output("CALMEND BEGIN 2\r\ne30\r\nCALMEND END\r\n")))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(output("CALMEND BEGIN 999999999\r\n$$\r\nCALMEND END")))
                .isEqualTo(FailureReason.ANSWER_MALFORMED);
        assertThat(reason(framed(new byte[] {'"', (byte) 0xff, '"'}))).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    @Test
    void deepNestingEndsInAReasonAndNotInAnError() {
        assertThat(reason(framed("[".repeat(100_000)))).isEqualTo(FailureReason.CACHE_TOO_LARGE);
        var deep = OBSERVED.replace("\"keys\":[", "\"keys\":[".repeat(3));
        assertThat(reason(framed(deep))).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    @Test
    void whyNothingCameBackIsReported() {
        assertThat(reason(new CommandOutput(new byte[0], new byte[0], true, -1)))
                .isEqualTo(FailureReason.ANSWER_TOO_LARGE);
        assertThat(reason(output("CALMEND LANGUAGE ConstrainedLanguage\r\n"))).isEqualTo(FailureReason.LANGUAGE_MODE);
        assertThat(HostAnswer.answer(output("CALMEND LANGUAGE ConstrainedLanguage\r\n"), CHANGE))
                .isEqualTo(new Answer.NeverSent(FailureReason.LANGUAGE_MODE, "ConstrainedLanguage"));
        assertThat(reason(failed("At line:1 char:1\r\n+ FullyQualifiedErrorId : ScriptContainedMaliciousContent")))
                .isEqualTo(FailureReason.SCRIPT_BLOCKED);
        assertThat(HostAnswer.observationResult(
                        failed("secret text\r\n + FullyQualifiedErrorId : NoSuchThing,x"), OBSERVATION))
                .isEqualTo(new ObservationResult.NotObserved(FailureReason.SCRIPT_FAILED, "exit code 1, NoSuchThing"));
        assertThat(HostAnswer.observationResult(failed(""), OBSERVATION))
                .isEqualTo(new ObservationResult.NotObserved(FailureReason.SCRIPT_FAILED, "exit code 1"));
    }

    @Test
    void endOfAChangeIsRead() {
        assertThat(HostAnswer.answer(framed(ENDED), CHANGE)).isInstanceOfSatisfying(Answer.Ended.class, ended -> {
            assertThat(ended.done()).extracting(Answer.Done::change).isEqualTo(CHANGE.changes());
            assertThat(ended.done()).extracting(Answer.Done::error).containsExactly(null, "SecurityException");
            assertThat(ended.restored()).singleElement().satisfies(back -> {
                assertThat(back.error()).isNull();
                assertThat(back.after()).isEqualTo("O:SY");
            });
            assertThat(ended.digests()).containsExactly(DIGEST);
        });
        assertThat(HostAnswer.answer(framed("{\"state\":\"DIFFERS\",\"now\":[\"" + DIGEST + "\"]}"), CHANGE))
                .isEqualTo(new Answer.Differs(List.of(DIGEST)));
        assertThat(HostAnswer.answer(framed("{\"state\":\"LATE\",\"now\":[]}"), CHANGE))
                .isEqualTo(new Answer.Late());
        assertThat(HostAnswer.answer(framed("{\"state\":\"BUSY\"}"), CHANGE)).isEqualTo(new Answer.Busy());
    }

    private static final WindowsService SERVICE = WindowsService.REMOTE_DESKTOP;
    private static final Facet SERVICE_RUN = new Facet.ServiceRun(SERVICE);
    private static final Action RESTART = new Action.RestartService(SERVICE);
    private static final HostCommand.Perform PERFORM = new HostCommand.Perform(
            new ExecutionId(1), Instant.EPOCH, RESTART, new Fact.Known(RESTART.confirmedBy(), "812"), List.of());

    private static ObservationResult service(String facet, String fact) {
        var observed =
                OBSERVED.replaceFirst("\"facts\":.*(?s:.)*", "\"facts\":[" + fact + "],\"facets\":[" + facet + "]}");
        return HostAnswer.observationResult(
                framed(observed),
                new Observation(List.of(SERVICE_RUN), List.of(new Fact.ServiceProcess(SERVICE)), true));
    }

    private static String digest(FacetState state) {
        return "\"digest\":\"" + state.digest() + "\"";
    }

    @Test
    void serviceAndItsProcessAreRead() {
        var state = new FacetState.ServiceRun(SERVICE, ServiceStatus.STOP_PENDING, StartMode.AUTOMATIC);
        assertThat(service(
                        "{\"service\":\"TermService\",\"status\":\"Stop Pending\",\"mode\":\"Auto\"," + digest(state)
                                + "}",
                        "\"812\""))
                .isInstanceOfSatisfying(ObservationResult.Observed.class, observed -> {
                    assertThat(observed.state().states()).containsExactly(state);
                    assertThat(observed.known())
                            .containsExactly(new Fact.Known(new Fact.ServiceProcess(SERVICE), "812"));
                });
        var refused = new FacetState.Unreadable(SERVICE_RUN, "CimException");
        assertThat(service(
                        "{\"service\":\"TermService\",\"denied\":\"CimException\"," + digest(refused) + "}", "\"0\""))
                .isInstanceOfSatisfying(
                        ObservationResult.Observed.class,
                        observed -> assertThat(observed.state().states()).containsExactly(refused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"service\":\"Spooler\",\"status\":\"Running\",\"mode\":\"Auto\",@} \"812\"",
                "{\"service\":\"TermService\",\"status\":\"Flying\",\"mode\":\"Auto\",@} \"812\"",
                "{\"service\":\"TermService\",\"status\":\"Running\",\"mode\":\"\",@} \"812\"",
                "{\"service\":\"TermService\",\"status\":\"Stopped\",\"mode\":\"Auto\",@} \"812\"",
                "{\"service\":\"TermService\",\"status\":\"Running\",\"mode\":\"Auto\",@} \"1e3\"",
                "{\"service\":\"TermService\",\"status\":\"Running\",\"mode\":\"Auto\",@} 812",
                "{\"service\":\"TermService\",\"denied\":\"two words\",@} \"812\""
            })
    void serviceThatCannotBeSoIsNotBelieved(String told) {
        var state = new FacetState.ServiceRun(SERVICE, ServiceStatus.RUNNING, StartMode.AUTOMATIC);
        var at = told.lastIndexOf(' ');
        assertThat(service(told.substring(0, at).replace("@", digest(state)), told.substring(at + 1)))
                .isInstanceOfSatisfying(
                        ObservationResult.NotObserved.class,
                        not -> assertThat(not.reason()).isEqualTo(FailureReason.ANSWER_MALFORMED));
    }

    @Test
    void whatAnActionCameToIsRead() {
        assertThat(HostAnswer.answer(framed("{\"state\":\"PERFORMED\",\"fact\":\"4711\"}"), PERFORM))
                .isEqualTo(new Answer.Performed(null, new Fact.Known(RESTART.confirmedBy(), "4711")));
        assertThat(HostAnswer.answer(
                        framed("{\"state\":\"PERFORMED\",\"error\":\"ServiceDisabled\",\"fact\":\"0\"}"), PERFORM))
                .isEqualTo(new Answer.Performed("ServiceDisabled", new Fact.Known(RESTART.confirmedBy(), "0")));
        assertThat(HostAnswer.answer(framed("{\"state\":\"DIFFERS\",\"fact\":\"813\"}"), PERFORM))
                .isEqualTo(new Answer.Differs(List.of()));
        assertThat(HostAnswer.answer(framed("{\"state\":\"LATE\"}"), PERFORM)).isEqualTo(new Answer.Late());
        assertThat(HostAnswer.answer(framed("{\"state\":\"BUSY\"}"), PERFORM)).isEqualTo(new Answer.Busy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":\"ENDED\",\"done\":[],\"now\":[],\"back\":[]}",
                "{\"state\":\"PERFORMED\"}",
                "{\"state\":\"PERFORMED\",\"fact\":\"-1\"}",
                "{\"state\":\"PERFORMED\",\"error\":\"two words\",\"fact\":\"0\"}"
            })
    void endOfAnActionThatCannotBeIsNotBelieved(String json) {
        assertThat(HostAnswer.answer(framed(json), PERFORM)).isInstanceOf(Answer.OutcomeUnknown.class);
        assertThat(HostAnswer.answer(framed("{\"state\":\"PERFORMED\",\"fact\":\"1\"}"), CHANGE))
                .isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void descriptorsThatCouldNotBeRestoredAreToldApartFromAKeyThatIsGone() {
        var gone = ENDED.replace("\"after\":\"O:SY\"", "\"error\":\"FileNotFoundException\"");
        assertThat(restored(gone, CHANGE)).satisfies(back -> {
            assertThat(back.error()).isNull();
            assertThat(back.after()).isNull();
        });
        var kept = OfRegistry.apply(
                CHANGE.execution(),
                CHANGE.until(),
                CHANGE.expected(),
                List.of(
                        new RegistryChange.TakeOwnership(
                                RegistryView.REGISTRY64, MsLicensing.STORE.child("LICENSE000")),
                        new RegistryChange.DeleteValue(
                                RegistryView.REGISTRY64, MsLicensing.STORE.child("LICENSE000"), "x")));
        assertThat(restored(gone, kept).error()).isEqualTo("FileNotFoundException");
        assertThat(restored(ENDED.replace("\"after\":\"O:SY\"", "\"error\":\"SecurityException\""), CHANGE)
                        .error())
                .isEqualTo("SecurityException");
        assertThat(restored(ENDED.replace("\"after\":\"O:SY\"", "\"after\":\"O:BA\""), CHANGE)
                        .error())
                .isEqualTo("different");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":\"DONE\"}",
                "{\"state\":\"ENDED\",\"done\":[{}],\"now\":[\"@\"],\"back\":[]}",
                "{\"state\":\"ENDED\",\"done\":[{},{},{}],\"now\":[\"@\"],\"back\":[]}",
                "{\"state\":\"ENDED\",\"done\":[{\"error\":\"E\"},{}],\"now\":[\"@\"],\"back\":[]}",
                "{\"state\":\"ENDED\",\"done\":[{},{}],\"now\":[],\"back\":[]}",
                "{\"state\":\"ENDED\",\"done\":[{},{}],\"now\":[\"x\"],\"back\":[]}",
                "{\"state\":\"ENDED\",\"done\":[{},{}],\"now\":[\"@\"],\"back\":[{\"at\":9,\"before\":\"x\",\"after\":\"x\"}]}",
                "{\"state\":\"ENDED\",\"done\":[{},{}],\"now\":[\"@\"],\"back\":[{\"at\":0,\"before\":\"x\"}]}",
                "{\"state\":\"DIFFERS\"}"
            })
    void endThatCannotBeIsNotBelieved(String json) {
        assertThat(HostAnswer.answer(framed(json.replace("@", DIGEST)), CHANGE))
                .isInstanceOf(Answer.OutcomeUnknown.class);
    }

    @Test
    void damagedAnswersNeverThrow() {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++) {
            for (var json : List.of(OBSERVED, ENDED)) {
                var bytes = json.getBytes(StandardCharsets.UTF_8);
                for (var i = 0; i <= random.nextInt(3); i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
                }
                HostAnswer.observationResult(framed(bytes), OBSERVATION);
                HostAnswer.answer(framed(bytes), CHANGE);
            }
        }
    }

    private static Answer.Restored restored(String json, HostCommand.Apply change) {
        return ((Answer.Ended) HostAnswer.answer(framed(json), change))
                .restored()
                .getFirst();
    }

    private static FailureReason reason(CommandOutput output) {
        return ((ObservationResult.NotObserved) HostAnswer.observationResult(output, OBSERVATION)).reason();
    }

    private static CommandOutput framed(String json) {
        return framed(json.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandOutput framed(byte[] json) {
        var lines = Base64.getMimeEncoder().encodeToString(json);
        return output("CALMEND BEGIN " + json.length + "\r\n" + lines + "\r\nCALMEND END\r\n");
    }

    private static CommandOutput output(String text) {
        return new CommandOutput(text.getBytes(StandardCharsets.ISO_8859_1), new byte[0], false, 0);
    }

    private static CommandOutput failed(String errors) {
        return new CommandOutput(new byte[0], errors.getBytes(StandardCharsets.ISO_8859_1), false, 1);
    }
}
