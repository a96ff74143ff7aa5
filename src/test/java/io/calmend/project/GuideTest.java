package io.calmend.project;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.project.Guide.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Whatever the manual gives to type or to write is used by a test; which test uses what stands here. */
class GuideTest {

    private static final String README = "../../README.md";

    /** The key is a page, of which the test uses every block; or a page, a chapter and a language, of which it uses the one. */
    private static final Map<String, String> USED_BY = Map.ofEntries(
            entry("install.md", "io.calmend.e2e.PilotIT"),
            entry("upkeep.md", "io.calmend.e2e.PilotIT"),
            entry("windows.md", "io.calmend.peers.GuidePowerShellIT"),
            entry("soc.md, Recompute the fingerprint of a script, powershell", "io.calmend.e2e.PilotIT"),
            entry("soc.md, Recompute the fingerprint of a script, sh", "io.calmend.e2e.PilotIT"),
            entry("soc.md, Recompute the hash of the rules, sh", "io.calmend.e2e.PilotIT"),
            entry("soc.md, A filter to start from, yaml", "io.calmend.project.GuideTest"),
            entry("metrics.md, Metrics and alarms, yaml", "io.calmend.architecture.MetricsGuideTest"),
            entry("operations.md, Database, sql", "io.calmend.database.SeparateOwnerTest"),
            entry("operations.md, Permissions, yaml", "io.calmend.project.GuideTest"),
            // these take from minutes to half an hour
            entry("performance.md", "io.calmend.project.GuideTest"),
            entry(README, "io.calmend.project.GuideTest"));

    private static List<Block> manual() throws IOException {
        var docs = Path.of("src", "docs");
        try (var files = Files.walk(docs)) {
            var pages = files.map(docs::relativize)
                    .map(Path::toString)
                    .filter(page -> page.endsWith(".md"))
                    .sorted();
            return Stream.concat(pages, Stream.of(README))
                    .flatMap(page -> Guide.blocks(page).stream())
                    .toList();
        }
    }

    @Test
    void everyBlockIsUsedByATest() throws Exception {
        var used = new TreeSet<String>();
        for (var block : manual()) {
            assertThat(block.language())
                    .as("what is %s:%n%s", block, block.text())
                    .isNotEmpty();
            if (block.language().equals("text")) {
                continue;
            }
            var key = USED_BY.containsKey(block.page()) ? block.page() : block.toString();
            assertThat(USED_BY).as("no test uses this:%n%s", block.text()).containsKey(key);
            assertThat(used.add(key) || key.equals(block.page()))
                    .as("there are two of %s", key)
                    .isTrue();
            Class.forName(USED_BY.get(key));
        }
        assertThat(used).isEqualTo(new TreeSet<>(USED_BY.keySet()));
    }

    /** Else the test that follows the guide does not know what to do with them. */
    @Test
    void blocksOfTheGuideAreCommandsOrFilesThatSayWhereTheyStand() {
        for (var page : List.of("install.md", "upkeep.md")) {
            assertThat(Guide.blocks(page))
                    .allMatch(block -> List.of("sh", "sql").contains(block.language())
                            != block.file().isPresent());
        }
    }

    @Test
    void filterForAlertsNamesTheGuidesAddressAndAccount() {
        Map<String, Map<String, Map<String, Object>>> rule =
                yaml(Guide.block("soc.md", "A filter to start from", "yaml"));
        var filter = rule.get("detection").get("filter_calmend");
        assertThat(filter).containsEntry("LogonType", 3);
        assertThat(Guide.blocks("windows.md"))
                .anyMatch(block -> block.text().contains("-RemoteAddress " + filter.get("IpAddress")));
        assertThat(settings("application.yaml"))
                .contains("account=" + filter.get("TargetUserName").toString() + "@");
    }

    @Test
    void ruleOfTheManualIsOneOfTheGuide() {
        var rule = yaml(Guide.block("operations.md", "Permissions", "yaml")).toString();
        // the guide's first rule has no end, and the end of its second
        assertThat(settings("delegation.yaml"))
                .contains(rule.substring(rule.indexOf("{name="), rule.indexOf(", until=")))
                .contains(rule.substring(rule.indexOf(", until="), rule.indexOf("}")));
    }

    @Test
    void whatIsTypedByDevelopersNamesProgramsThatThereAre() throws Exception {
        var mains = Stream.concat(Guide.blocks("performance.md").stream(), Guide.blocks(README).stream())
                .filter(block -> block.language().equals("sh"))
                .map(Block::text)
                .toList();
        var pom = Files.readString(Path.of("pom.xml"));
        for (var typed : mains) {
            var program = Path.of(typed.strip().split(" ")[0]);
            assertThat(Files.isExecutable(program)).as(typed).isTrue();
            var main = found("run\\.main-class=(\\S+)", typed);
            if (main.isPresent()) {
                Class.forName(main.get());
            }
            found(" -P(\\S+)", typed)
                    .ifPresent(profile -> assertThat(pom).contains("<id>" + profile.strip() + "</id>"));
        }
        assertThat(Files.readString(Path.of(".ci/run")))
                .contains("\nsrc/test/peers/install.sh\n")
                .containsPattern("\\./mvnw [^\n]*verify");
    }

    private static Optional<String> found(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String settings(String file) {
        var block = Guide.blocks("install.md").stream()
                .filter(found -> found.file().orElse("").endsWith("/" + file))
                .findFirst()
                .orElseThrow();
        return GuideTest.<Object>yaml(block).toString();
    }

    private static <T> T yaml(Block block) {
        return new Yaml().load(block.text());
    }
}
