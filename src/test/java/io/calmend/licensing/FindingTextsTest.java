package io.calmend.licensing;

import static io.calmend.licensing.Licences.HARDWARE;
import static io.calmend.licensing.Licences.MACHINE;
import static io.calmend.licensing.Licences.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Event;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.FaultReport.CodeField;
import io.calmend.licensing.FaultReport.Others;
import io.calmend.licensing.FaultReport.Platform;
import io.calmend.licensing.FaultReport.Program;
import io.calmend.licensing.FaultReport.RecentChange;
import io.calmend.licensing.LicenceDecoding.Decoded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever the rules can say has its words, and every word has its fact. */
class FindingTextsTest {

    private static final Path ENGLISH = Path.of("src/main/resources/vaadin-i18n/translations.properties");

    private static Properties texts() throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(ENGLISH)) {
            texts.load(reader);
        }
        return texts;
    }

    private static List<View> views() {
        return List.of(
                Licences.absent(),
                Licences.holding(),
                Licences.holding(Licences.expiredTemporary()),
                Licences.holding(Licences.expiredPermanent()),
                Licences.holding(Licences.validTemporary()),
                Licences.holding(Licences.validPermanent()),
                Licences.holding(Licences.dueForRenewal()),
                Licences.holding(Licences.ofOtherMachine()),
                Licences.holding(Licences.licence(false, MACHINE, -20, 60)),
                Licences.holding(Licences.validPermanent(), Licences.validPermanent()),
                Licences.holding(Licences.validPermanent(), Licences.issuedBy("RDLIC02", false, MACHINE, 3, 60)),
                Licences.holding(List.of(Licences.unreadable())),
                new View(true, false, HARDWARE, List.of(), List.of(), Set.of()),
                new View(
                        true,
                        true,
                        null,
                        List.of(new CachedLicence("LICENSE000", new Decoded(Licences.validPermanent()))),
                        List.of(),
                        Set.of()),
                new View(
                        true,
                        null,
                        null,
                        List.of(),
                        List.of("SOFTWARE\\Microsoft\\MSLicensing\\Store: SecurityException"),
                        Set.of(ClientStore.Part.values())));
    }

    private static List<FaultReport> questions() {
        var all = new ArrayList<FaultReport>();
        all.add(FaultReport.NOTHING);
        for (int code = 1; code <= 4200; code++) {
            if (code < 270 || code > 500) {
                for (var field : CodeField.values()) {
                    all.add(asked(code, field, null, null, null, null, Set.of()));
                }
            }
        }
        for (var field : CodeField.values()) {
            all.add(asked(50282, field, null, null, null, null, Set.of()));
        }
        for (var program : Program.values()) {
            all.add(asked(null, null, program, 32, null, null, Set.of()));
        }
        for (var platform : Platform.values()) {
            all.add(asked(null, null, null, 64, platform, null, Set.of()));
        }
        for (var others : Others.values()) {
            all.add(asked(2056, null, null, null, null, others, Set.of()));
        }
        for (var change : RecentChange.values()) {
            all.add(asked(null, null, null, null, null, null, Set.of(change)));
        }
        for (var path : FaultReport.ConnectionPath.values()) {
            all.add(new FaultReport(
                    null,
                    null,
                    null,
                    null,
                    null,
                    true,
                    null,
                    true,
                    true,
                    false,
                    false,
                    FaultReport.Account.LOCAL,
                    null,
                    path,
                    false,
                    5,
                    FaultReport.Protocol.CITRIX,
                    120,
                    Set.of(RecentChange.STORE_DELETED),
                    2));
        }
        all.add(new FaultReport(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                null,
                null,
                FaultReport.SessionKind.ADMIN,
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                5));
        return all;
    }

    private static FaultReport asked(
            Integer code,
            CodeField field,
            Program program,
            Integer bits,
            Platform platform,
            Others others,
            Set<RecentChange> changes) {
        return new FaultReport(
                code, field, program, bits, platform, null, others, null, null, null, null, null, null, null, null,
                null, null, null, changes, null);
    }

    private static ClientStore server(View view64) {
        return new ClientStore(
                true,
                "Windows Server 2022 Standard 20348",
                "RDSH01",
                null,
                view64,
                Licences.absent(),
                null,
                List.of(),
                List.of());
    }

    private static Set<Finding> everything() {
        var found = new LinkedHashSet<Finding>();
        for (var cleared : new Integer[] {null, 30}) {
            for (var view64 : views()) {
                for (var view32 : views()) {
                    found.addAll(ClientRules.judge(Licences.client(view64, view32, cleared), NOW));
                }
                found.addAll(ClientRules.judge(
                        Licences.client(view64, Licences.absent(), cleared),
                        asked(null, null, Program.IAPDESKTOP, 32, null, null, Set.of()),
                        NOW));
            }
        }
        for (var asked : questions()) {
            found.addAll(ClientRules.judge(ClientStore.UNKNOWN, asked, NOW));
            found.addAll(ClientRules.judge(Licences.client(Licences.absent(), Licences.absent(), 30), asked, NOW));
        }
        var event =
                new Event(NOW, "log", "Microsoft-Windows-TerminalServices-ClientActiveXCore", 1026, "(Reason= 263)");
        found.addAll(ClientRules.judge(
                new ClientStore(null, null, null, false, null, null, null, List.of(), List.of()), NOW));
        found.addAll(ClientRules.judge(
                new ClientStore(null, null, null, null, null, null, null, List.of(event), List.of()), NOW));
        for (var view64 : views()) {
            found.addAll(ClientRules.judge(server(view64), NOW));
        }
        return found;
    }

    @Test
    void everyFindingHasATitleAndAReasonWithNoGapLeft() throws IOException {
        var texts = texts();
        var variants = new TreeSet<String>();
        for (var finding : everything()) {
            variants.add(finding.cause() + "." + finding.variant());
            for (var which : List.of("title", "why")) {
                var text = texts.getProperty(
                        "finding." + finding.cause() + "." + finding.variant() + "." + which,
                        texts.getProperty("finding." + finding.cause() + "." + which));
                assertThat(text)
                        .as("%s %s %s", finding.cause(), finding.variant(), which)
                        .isNotBlank();
                for (var fact : finding.facts().entrySet()) {
                    text = text.replace("{" + fact.getKey() + "}", fact.getValue());
                }
                assertThat(text).as("%s %s", finding.cause(), finding.variant()).doesNotContain("{");
            }
        }
        assertThat(variants)
                .as("the inputs reach most of what can be said")
                .hasSizeGreaterThan(50)
                .contains(
                        "client.store-damaged.unreadable-again",
                        "client.licence-expired.permanent-again",
                        "client.hardware-id.other-machine-again",
                        "client.hardware-id.code-again",
                        "client.store-not-writable.deleted",
                        "client.store-not-writable.only-64-bit",
                        "other.harmless.normal-end");
    }

    @Test
    void everyQuestionHasItsWords() throws IOException {
        var texts = texts();
        for (var finding : everything()) {
            for (var field : finding.askFirst()) {
                assertThat(texts.getProperty("finding.ask." + field)).as(field).isNotBlank();
            }
        }
    }

    @Test
    void everyCauseHasItsWords() throws IOException {
        var texts = texts();
        for (var cause : Cause.values()) {
            assertThat(texts.getProperty("finding." + cause.code() + ".title"))
                    .as(cause.code())
                    .isNotBlank();
            assertThat(texts.getProperty("finding." + cause.code() + ".why"))
                    .as(cause.code())
                    .isNotBlank();
        }
    }

    /** A text with a placeholder is only reached through its variant; the plain one must do without facts. */
    @Test
    void noTextIsThereThatNoFindingUses() throws IOException {
        var used = new TreeSet<String>();
        for (var finding : everything()) {
            used.add("finding." + finding.cause() + "." + finding.variant());
        }
        var plain = new TreeSet<String>();
        for (var cause : Cause.values()) {
            plain.add("finding." + cause.code());
        }
        assertThat(texts().stringPropertyNames().stream()
                        .filter(key -> key.startsWith("finding.") && !key.startsWith("finding.ask."))
                        .map(key -> key.substring(0, key.lastIndexOf('.')))
                        .filter(key -> !plain.contains(key)))
                .allSatisfy(key -> assertThat(used).contains(key));
    }
}
