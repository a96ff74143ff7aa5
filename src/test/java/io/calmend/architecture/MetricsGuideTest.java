package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code metrics.md} tells of is what the portal counts, and its alarms ask for nothing else. */
class MetricsGuideTest {

    private static final Pattern NAME = Pattern.compile("\\bcalmend_[a-z_]+");

    private static String guide() throws IOException {
        return Files.readString(Path.of("src/docs/metrics.md"));
    }

    /** As Prometheus writes the names of the code. */
    private static Set<String> counted() {
        var names = new TreeSet<String>();
        for (var source : Sources.of("src/main/java")) {
            Pattern.compile("new Measure\\(\\s*\"(calmend[a-z.]+)\"")
                    .matcher(source.text())
                    .results()
                    .forEach(name -> names.add(name.group(1).replace('.', '_')));
            Pattern.compile("Metrics\\.counter\\(\\s*\"(calmend[a-z.]+)\"")
                    .matcher(source.text())
                    .results()
                    .forEach(name -> names.add(name.group(1).replace('.', '_') + "_total"));
        }
        return names;
    }

    @Test
    void everyMetricIsInTheTableAndNoOtherOne() throws IOException {
        var told = Pattern.compile("^\\| `(calmend_[a-z_]+)` \\|", Pattern.MULTILINE)
                .matcher(guide())
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(told).isEqualTo(counted()).isNotEmpty();
    }

    @Test
    void alarmsAreRulesOfPrometheusAboutMetricsThatThereAre() throws IOException {
        var known = counted();
        var used = new TreeSet<String>();
        Map<String, List<Map<String, Object>>> file =
                new Yaml().load(guide().split("```yaml\n")[1].split("```")[0]);
        for (var group : file.get("groups")) {
            assertThat(group).containsOnlyKeys("name", "rules");
            for (var rule : rules(group)) {
                assertThat(rule.keySet())
                        .isSubsetOf("alert", "expr", "for", "annotations")
                        .contains("alert", "expr");
                assertThat(rule.get("alert").toString()).matches("Calmend[A-Za-z]+");
                if (rule.containsKey("for")) {
                    assertThat(rule.get("for").toString()).matches("[0-9]+[smh]");
                }
                var expression = rule.get("expr").toString();
                for (var pair : List.of("()", "[]", "{}")) {
                    assertThat(expression
                                    .chars()
                                    .filter(c -> c == pair.charAt(0))
                                    .count())
                            .as(expression)
                            .isEqualTo(expression
                                    .chars()
                                    .filter(c -> c == pair.charAt(1))
                                    .count());
                }
                NAME.matcher(expression).results().forEach(name -> used.add(name.group()));
            }
        }
        assertThat(used).isSubsetOf(known);
        assertThat(used).as("each has an alarm").containsAll(known);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules(Map<String, Object> group) {
        return (List<Map<String, Object>>) group.get("rules");
    }
}
