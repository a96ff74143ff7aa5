package io.calmend.licensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calmend.licensing.Finding.Likelihood;
import io.calmend.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The rules against faults that people really reported. The folder of reports is named by the environment variable
 * {@code CALMEND_CASES}; without it, {@code ../shared/cases} is tried, and where neither is there this test is left out and
 * says so.
 */
class ReportsTest {

    /** A thin client's write filter loses the licence at each start: nothing that the rules are told of points there. */
    private static final Set<String> NOT_FOUND_YET = Set.of("401");

    private static List<Report> reports() throws IOException {
        var folder = Path.of(Optional.ofNullable(System.getenv("CALMEND_CASES")).orElse("../shared/cases"));
        if (!Files.isDirectory(folder)) {
            Peers.leaveOut(
                    ReportsTest.class,
                    "no fault reports in " + folder.toAbsolutePath().normalize()
                            + "; name their folder by CALMEND_CASES");
        }
        var reports = Report.readAll(folder);
        assertThat(reports).isNotEmpty();
        return reports;
    }

    private static List<Finding> judge(Report report) {
        return ClientRules.judge(report.client(), report.asked(), Licences.NOW);
    }

    private static List<String> firstThree(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.likelihood() != Likelihood.RULED_OUT)
                .map(Finding::cause)
                .limit(3)
                .toList();
    }

    /** What a report calls harmful is never recommended; with the reserve of a question it is, if the question is the right one. */
    @Test
    void nothingHarmfulIsRecommended() throws IOException {
        for (var report : reports()) {
            for (var finding : judge(report)) {
                if (finding.repair() == null
                        || !report.expected().never().contains(finding.repair().value())) {
                    continue;
                }
                assertThat(finding.recommendsWithoutReserve())
                        .as("report %s: %s for %s", report.id(), finding.repair(), finding.cause())
                        .isFalse();
                assertThat(Collections.disjoint(
                                finding.askFirst(), report.expected().ask()))
                        .as("report %s: asks %s before %s", report.id(), finding.askFirst(), finding.repair())
                        .isFalse();
            }
        }
    }

    @Test
    void whereTheCauseIsOpenTheRightThingIsAskedAndNothingChanged() throws IOException {
        for (var report : reports()) {
            if (!report.expected().cause().isEmpty()) {
                continue;
            }
            var findings = judge(report);
            assertThat(findings).as("report %s", report.id()).allMatch(finding -> finding.repair() == null);
            assertThat(findings.stream().flatMap(finding -> finding.askFirst().stream()))
                    .as("report %s", report.id())
                    .containsAnyElementsOf(report.expected().ask());
        }
    }

    @Test
    void aFaultOfTheClientIsAmongTheFirstThree() throws IOException {
        for (var report : reports()) {
            var causes = report.expected().cause();
            if (report.tellsOfTheClient()
                    && !NOT_FOUND_YET.contains(report.id())
                    && !causes.isEmpty()
                    && causes.stream().allMatch(cause -> cause.startsWith("client."))) {
                assertThat(firstThree(judge(report)))
                        .as("report %s", report.id())
                        .containsAnyElementsOf(causes);
            }
        }
    }

    @Test
    void theScoreIsPrinted() throws IOException {
        int told = 0;
        int first = 0;
        int inThree = 0;
        var missed = new StringBuilder();
        for (var report : reports()) {
            var causes = report.expected().cause();
            if (!report.tellsOfTheClient() || causes.isEmpty()) {
                continue;
            }
            told++;
            var three = firstThree(judge(report));
            if (causes.contains(three.getFirst())) {
                first++;
            }
            if (!Collections.disjoint(three, causes)) {
                inThree++;
            } else {
                missed.append(' ').append(report.id());
            }
        }
        System.out.printf(
                "Fault reports that tell of the client: %d; cause named first in %d, among the first three in %d; missed:%s%n",
                told, first, inThree, missed);
        assertThat(first).isGreaterThanOrEqualTo(told / 2);
        assertThat(inThree).isGreaterThanOrEqualTo(told * 2 / 3);
    }

    @Test
    void anUnknownNameIsAnError() {
        var expect =
                Map.of("cause", List.of(), "first", List.of(), "owner", "nobody", "never", List.of(), "ask", List.of());
        for (var observed : List.of(
                Map.of("asked", Map.of("kode", 1)),
                Map.of("asked", Map.of("program", "solitaire")),
                Map.of("client", Map.of("view16", Map.of())),
                Map.of("client", Map.of("view64", Map.of("rights", 1))),
                Map.of("session_host", Map.of("moon", "full")),
                Map.of("moon", Map.of()))) {
            Map<String, Object> document = Map.of("id", "x", "observed", observed, "expect", expect);

            assertThat(catchThrowable(() -> Report.of(document)))
                    .as("%s", observed)
                    .isNotNull();
        }
    }

    /** The causes of the rules are those of the page, in its order. */
    @Test
    void thePageNamesEveryCause() throws IOException {
        var row = Pattern.compile("^\\| `([a-z-]+(\\.[a-z-]+)?)` \\|");
        var page = Files.readString(Path.of("src/docs/reports.md"));
        var listed = page.substring(page.indexOf("## Causes"))
                .lines()
                .map(row::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .toList();

        assertThat(listed)
                .isEqualTo(Arrays.stream(Cause.values()).map(Cause::code).toList());
    }

    /** So are the fields that a person can be asked for. */
    @Test
    void pageNamesEveryFieldOfAFaultReport() throws IOException {
        var page = Files.readString(Path.of("src/docs/reports.md"));

        for (var component : FaultReport.class.getRecordComponents()) {
            assertThat(page)
                    .contains("`"
                            + component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) + "`");
        }
    }
}
