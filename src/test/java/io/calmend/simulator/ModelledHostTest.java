package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the model says to the commands; that Windows says the same is for the laboratory to show. */
class ModelledHostTest {

    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
    private static final String ROOT = "SOFTWARE\\Microsoft\\MSLicensing";
    private static final String STORE = ROOT + "\\Store";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Faults faults = new Faults();

    private ModelledHost host(String name) {
        var member = Cast.members().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new ModelledHost(member, Clock.fixed(NOW, ZoneOffset.UTC), faults);
    }

    @Test
    void observationSaysWhatIsThereInBothViewsAndWhoTheHostIs() throws Exception {
        var answer = observe(host("PC-0421"));

        assertThat(answer.path("at").asString()).startsWith("2026-01-31T10:00:00");
        assertThat(answer.path("busy").asBoolean()).isFalse();
        assertThat(answer.path("host").path("name").asString()).isEqualTo("PC-0421");
        assertThat(answer.path("client").path("events").size()).isEqualTo(1);
        var native64 = answer.path("facets").path(0);
        assertThat(native64.path("view").asString()).isEqualTo("Registry64");
        assertThat(native64.path("tree").toString()).contains("LICENSE000", "ClientLicense", "ClientHWID");
        assertThat(answer.path("facets").path(1).path("tree").path("absent").asBoolean())
                .isTrue();
    }

    @Test
    void keyThatIsDeniedIsNamedAndNotLeftOut() throws Exception {
        assertThat(observe(host("PC-0427")).toString()).contains("LICENSE001\",\"denied\":\"SecurityException\"");
    }

    @Test
    void thirtyTwoBitWindowsShowsOneRegistryInBothViews() throws Exception {
        var answer = observe(host("PC-0439"));
        assertThat(answer.path("host").path("x64").asBoolean()).isFalse();
        assertThat(answer.path("facets").path(0).path("tree"))
                .isEqualTo(answer.path("facets").path(1).path("tree"));
        assertThat(answer.path("facets").path(0).path("tree").has("keys")).isTrue();
    }

    @Test
    void changeSentTwiceIsMadeOnce() throws Exception {
        var host = host("PC-0421");
        var line = change(digests(host), "[[~deleteKeys~,0,[~=LICENSE000~]]]");

        var first = answer(host, line);
        assertThat(first.path("state").asString()).isEqualTo("ENDED");
        assertThat(first.path("done").toString()).isEqualTo("[{}]");
        assertThat(first.path("now").path(0).asString()).isEqualTo(digests(host).getFirst());
        assertThat(first.path("now").path(0).asString())
                .isNotEqualTo(digests(host("PC-0421")).getFirst());
        assertThat(answer(host, line).path("state").asString()).isEqualTo("DIFFERS");
    }

    @Test
    void lateChangeChangesNothing() throws Exception {
        var host = host("PC-0421");
        var before = digests(host);
        faults.add(new Fault.ClockWrong(Duration.ofMinutes(5)), When.always());

        var answer = answer(host, change(before, "[[~deleteKeys~,0,[~=LICENSE000~]]]"));
        assertThat(answer.path("state").asString()).isEqualTo("LATE");
        assertThat(digests(host)).isEqualTo(before);
    }

    @Test
    void secondChangeAtTheSameTimeIsBusy() throws Exception {
        var host = host("PC-0421");
        var line = change(digests(host), "[[~deleteKeys~,0,[~=LICENSE000~]]]");
        var inside = new JsonNode[2];
        host.run(line, () -> {
            inside[0] = answer(host, line);
            inside[1] = observe(host);
        });
        assertThat(inside[0].path("state").asString()).isEqualTo("BUSY");
        assertThat(inside[1].path("busy").asBoolean()).isTrue();
    }

    @Test
    void everyKindOfValueArrivesAsItWasSent() throws Exception {
        var host = host("PC-0426");
        var answer = answer(
                host,
                change(
                        digests(host),
                        "[[~createKey~,0],[~setValue~,0,~=t~,1,~=%x%~],[~setValue~,0,~=e~,2,~=~],"
                                + "[~setValue~,0,~=b~,3,~=AQI=~],[~appendValue~,0,~=b~,~=Aw==~],"
                                + "[~setValue~,0,~=d~,4,~=-1~],[~setValue~,0,~=q~,11,~=-2~],"
                                + "[~setValue~,0,~=m~,7,[~=one~,~=~]],[~setValue~,0,~=n~,-1,~=AA==~],"
                                + "[~setValue~,0,~=gone~,1,~=x~],[~deleteValue~,0,~=gone~]]"));
        assertThat(answer.path("done").size()).isEqualTo(11);
        assertThat(answer.path("done").toString()).doesNotContain("error");
        var key = (KeyState.Present) host.registry()
                .observeAsSystem(new TreeTarget(RegistryView.REGISTRY64, MsLicensing.STORE, 0))
                .tree();
        assertThat(key.values())
                .containsExactlyInAnyOrder(
                        RegistryValue.text("t", "%x%"),
                        RegistryValue.of("e", RegistryContent.EXPAND_SZ, List.of("")),
                        RegistryValue.binary("b", new byte[] {1, 2, 3}),
                        RegistryValue.dword("d", 0xffff_ffffL),
                        RegistryValue.of("q", RegistryContent.QWORD, List.of("18446744073709551614")),
                        RegistryValue.of("m", RegistryContent.MULTI_SZ, List.of("one", "")),
                        RegistryValue.of("n", RegistryContent.NONE, List.of("AA==")));
        // a new key inherits
        assertThat(key.sddl())
                .isEqualTo("O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)(A;CIID;KA;;;CO)");
    }

    @Test
    void deniedKeyIsOwnedForATimeAndRestoredExactly() throws Exception {
        var host = host("PC-0434");
        var licence = MsLicensing.STORE.child("LICENSE000");
        var deleteValue = "[~deleteValue~,1,~=ProductID~]";

        var refused = answer(host, change(digests(host), "[" + deleteValue + "]"));
        assertThat(refused.path("done").toString()).isEqualTo("[{\"error\":\"SecurityException\"}]");

        var answer = answer(host, change(digests(host), "[[~takeOwnership~,1]," + deleteValue + "]"));
        assertThat(answer.path("done").toString()).isEqualTo("[{},{}]");
        var back = answer.path("back").path(0);
        assertThat(back.path("at").asInt()).isEqualTo(1);
        assertThat(back.path("before")).isEqualTo(back.path("after"));
        assertThat(sddl(host, licence)).isEqualTo(Cast.ADMINISTRATORS_READ);
    }

    @Test
    void withoutThePrivilegeNothingIsOwned() throws Exception {
        var host = host("PC-0434");
        faults.add(new Fault.OwnershipNotAllowed(), When.always());
        var answer = answer(host, change(digests(host), "[[~takeOwnership~,1],[~deleteValue~,1,~=ProductID~]]"));
        assertThat(answer.path("done").toString()).isEqualTo("[{\"error\":\"SecurityException\"}]");
        assertThat(sddl(host, MsLicensing.STORE.child("LICENSE000"))).isEqualTo(Cast.ADMINISTRATORS_READ);
    }

    @Test
    void changeStopsAtTheFirstThatFails() throws Exception {
        var host = host("PC-0426");
        var answer = answer(host, change(digests(host), "[[~deleteValue~,0,~=x~],[~createKey~,0]]"));
        assertThat(answer.path("done").toString()).isEqualTo("[{\"error\":\"FileNotFoundException\"}]");
    }

    @Test
    void securedKeyIsNotRestored() throws Exception {
        var host = host("PC-0434");
        var sddl = "O:BAG:SYD:PAI(A;;KA;;;BA)";
        var answer = answer(host, change(digests(host), "[[~takeOwnership~,1],[~secure~,1,~=" + sddl + "~]]"));
        assertThat(answer.path("back").size()).isZero();
        assertThat(sddl(host, MsLicensing.STORE.child("LICENSE000"))).isEqualTo(sddl);
    }

    @Test
    void constrainedLanguageIsSaidInPlainText() throws Exception {
        var output = host("PC-0421");
        faults.add(new Fault.ConstrainedLanguage(), When.always());
        var said = output.run(line("observe", "{}"), () -> {});
        assertThat(new String(said.stdout())).isEqualTo("CALMEND LANGUAGE ConstrainedLanguage\r\n");
        assertThat(said.exitCode()).isEqualTo(3);
    }

    @Test
    void lineThatCmdWouldNotTakeIsRefused() throws Exception {
        assertThat(host("PC-0421").run("echo " + "x".repeat(8191), () -> {}).exitCode())
                .isEqualTo(1);
    }

    private static String sddl(ModelledHost host, RegistryPath path) {
        return ((KeyState.Present) host.registry()
                        .observeAsSystem(new TreeTarget(RegistryView.REGISTRY64, path, 0))
                        .tree())
                .sddl();
    }

    @Test
    void serviceIsStoppedAndStartedAndThenRunsInAnotherProcess() throws Exception {
        var host = host("RDSH01");
        var facets = "[[~service~,~TermService~],[~service~,~UmRdpService~]]";
        var observing =
                line("observe", "{~facets~:" + facets + ",~facts~:[[~serviceProcess~,~TermService~]],~client~:false}");
        var before = answer(host, observing);
        assertThat(before.path("facets").path(0).path("status").asString()).isEqualTo("Running");

        var refused = answer(host, turning(before, facets, "[[~stopService~,~TermService~]]"));
        assertThat(refused.path("done").toString()).isEqualTo("[{\"error\":\"DependentServicesRunning\"}]");
        var stopped =
                answer(host, turning(before, facets, "[[~stopService~,~UmRdpService~],[~stopService~,~TermService~]]"));
        assertThat(stopped.path("done").toString()).isEqualTo("[{},{}]");
        var between = answer(host, observing);
        assertThat(between.path("facets").path(0).path("status").asString()).isEqualTo("Stopped");
        assertThat(between.path("facts").path(0).asString()).isEqualTo("0");
        answer(host, turning(between, facets, "[[~startService~,~UmRdpService~]]"));
        var after = answer(host, observing);
        assertThat(after.path("facets")).isEqualTo(before.path("facets"));
        assertThat(after.path("facts").path(0))
                .isNotEqualTo(before.path("facts").path(0));
    }

    @Test
    void restartThatArrivesTwiceIsDoneOnce() throws Exception {
        var host = host("RDSH01");
        var line = restart("812");
        assertThat(answer(host, restart("1")).path("state").asString()).isEqualTo("DIFFERS");
        var first = answer(host, line);
        assertThat(first.path("state").asString()).isEqualTo("PERFORMED");
        assertThat(first.has("error")).isFalse();
        assertThat(first.path("fact").asString()).isNotEqualTo("812");
        assertThat(answer(host, line).path("state").asString()).isEqualTo("DIFFERS");
    }

    @Test
    void serviceThatIsNotInstalledIsSaidSo() throws Exception {
        var facets = "[[~service~,~TermServLicensing~]]";
        var observing = line("observe", "{~facets~:" + facets + ",~facts~:[],~client~:false}");
        var host = host("RDSH01");
        var observed = answer(host, observing);
        assertThat(observed.path("facets").path(0).path("status").asString()).isEmpty();
        assertThat(answer(host, turning(observed, facets, "[[~startService~,~TermServLicensing~]]"))
                        .path("done")
                        .toString())
                .isEqualTo("[{\"error\":\"NotFound\"}]");
        assertThat(answer(host("RDLIC01"), observing)
                        .path("facets")
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("Running");
    }

    private static String turning(JsonNode observed, String facets, String changes) {
        var digests = java.util.stream.StreamSupport.stream(
                        observed.path("facets").spliterator(), false)
                .map(facet -> facet.path("digest").asString())
                .collect(java.util.stream.Collectors.joining("~,~", "[~", "~]"));
        return line(
                "change",
                "{~id~:~R-1~,~until~:~=2026-01-31T10:05:00~,~facets~:" + facets + ",~digests~:" + digests
                        + ",~changes~:" + changes + "}");
    }

    private static String restart(String planned) {
        return line(
                "perform",
                "{~id~:~R-1~,~until~:~=2026-01-31T10:05:00~,~fact~:[~serviceProcess~,~TermService~],~planned~:~="
                        + planned
                        + "~,~facets~:[],~digests~:[],~act~:[~restartService~,~TermService~,[~UmRdpService~]]}");
    }

    private static JsonNode observe(ModelledHost host) throws InterruptedException {
        return answer(host, line("observe", "{~facets~:" + facets() + ",~facts~:[],~client~:true}"));
    }

    private static List<String> digests(ModelledHost host) throws InterruptedException {
        return java.util.stream.StreamSupport.stream(
                        observe(host).path("facets").spliterator(), false)
                .map(tree -> tree.path("digest").asString())
                .toList();
    }

    private static String change(List<String> digests, String changes) {
        return line(
                "change",
                "{~id~:~R-1~,~until~:~=2026-01-31T10:05:00~,~facets~:" + facets() + ",~digests~:[~"
                        + String.join("~,~", digests) + "~],~keys~:[[~Registry64~,~" + escaped(STORE)
                        + "~],[~Registry64~,~" + escaped(STORE) + "\\\\LICENSE000~]],~changes~:" + changes + "}");
    }

    private static String facets() {
        return "[[~registry~,~Registry64~,~" + escaped(ROOT) + "~,6],[~registry~,~Registry32~,~" + escaped(ROOT)
                + "~,6]]";
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\");
    }

    /** With the outer quotes that a client puts around the line. */
    private static String line(String verb, String argument) {
        return "\"powershell.exe -NoProfile -NonInteractive -Command \"$Calmend='" + verb
                + " 2 registry';function Main($d){};Main '" + argument + "'\"\"";
    }

    private static JsonNode answer(ModelledHost host, String line) throws InterruptedException {
        var output = host.run(line, () -> {});
        assertThat(output.exitCode()).as(new String(output.stderr())).isZero();
        var text = new String(output.stdout());
        var json = ModelledHost.unframed(text);
        assertThat(text)
                .startsWith("CALMEND BEGIN " + json.getBytes(java.nio.charset.StandardCharsets.UTF_8).length + "\r\n");
        return JSON.readTree(json);
    }
}
