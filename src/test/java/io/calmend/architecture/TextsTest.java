package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that people may meet lacks its words. */
class TextsTest {

    private static final Path ENGLISH = Path.of("src/main/resources/vaadin-i18n/translations.properties");

    @Test
    void everyFailureReasonSaysWhatHappenedAndWhatToDo() throws IOException {
        var needed = new ArrayList<String>();
        for (var reason : FailureReason.values()) {
            needed.add("reason." + reason + ".what");
            needed.add("reason." + reason + ".advice");
        }
        assertAllThere(needed);
    }

    /** A text that is left behind when a reason gets another name would never be shown again, and nobody would miss it. */
    @Test
    void everyTextOfAReasonBelongsToOne() throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(ENGLISH)) {
            texts.load(reader);
        }
        var reasons = Stream.of(FailureReason.values()).map(FailureReason::name).collect(Collectors.joining("|"));
        assertThat(texts.stringPropertyNames())
                .filteredOn(key -> key.startsWith("reason."))
                .isNotEmpty()
                .allMatch(key -> key.matches("reason\\.(" + reasons + ")\\.(what|advice|untouched)"));
    }

    /** A run may have changed something before it ended so. */
    @Test
    void noFailureReasonSaysThatNothingWasDoneExceptOfWhatNeverBegan() throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(ENGLISH)) {
            texts.load(reader);
        }
        assertThat(texts.stringPropertyNames().stream()
                        .filter(key -> key.startsWith("reason.") && !key.endsWith(".untouched"))
                        .filter(key -> Pattern.compile("(?i)nothing (is|was) (changed|sent|done|read|decided)")
                                .matcher(texts.getProperty(key))
                                .find()))
                .isEmpty();
    }

    @Test
    void everyFailureReasonIsInTheManual() throws IOException {
        var manual = Files.readString(Path.of("src/docs/operations.md"));
        for (var reason : FailureReason.values()) {
            assertThat(manual).contains("`" + reason + "`");
        }
    }

    @Test
    void noKeyStandsTwice() throws IOException {
        var seen = new TreeSet<String>();
        var twice = new TreeSet<String>();
        var key = Pattern.compile("^([A-Za-z][^=\\s]*)\\s*=");
        for (var line : Files.readAllLines(ENGLISH)) {
            var match = key.matcher(line);
            if (match.find() && !seen.add(match.group(1))) {
                twice.add(match.group(1));
            }
        }
        assertThat(twice).isEmpty();
    }

    /** Every key written out in the code is there; keys that are put together are checked by the modules' own tests. */
    @Test
    void everyKeyInTheCodeHasItsText() throws IOException {
        var call = Pattern.compile("getTranslation\\(\\s*\"([^\"]+)\"\\s*[,)]");
        var needed = new TreeSet<String>();
        for (var source : Sources.of("src/main/java")) {
            call.matcher(source.text()).results().forEach(result -> needed.add(result.group(1)));
        }
        assertAllThere(needed);
    }

    private static void assertAllThere(Iterable<String> needed) throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(ENGLISH)) {
            texts.load(reader);
        }
        assertThat(texts.stringPropertyNames()).containsAll(needed);
        for (var key : needed) {
            assertThat(texts.getProperty(key)).as(key).isNotBlank();
        }
    }
}
