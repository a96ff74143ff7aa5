package io.calmend.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.execution.Executions.StepKind;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.operation.Risk;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.ui.parts.RunOutcome;
import io.calmend.ui.parts.Severity;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No screen lacks a word, and none is kept that no screen says. */
class WordsTest {

    private static final Path TEXTS = Path.of("src/main/resources/vaadin-i18n/translations.properties");
    private static final Pattern KEY = Pattern.compile("\"(ui\\.[a-z][A-Za-z0-9.-]*[A-Za-z0-9])\"");
    private static final Pattern BEGINNING = Pattern.compile("\"(ui\\.[a-z][A-Za-z0-9.]*\\.)\"");

    @Test
    void everyKeyInTheScreensHasItsWords() throws IOException {
        var sources = sources();
        var needed = new TreeSet<String>();
        KEY.matcher(sources).results().forEach(found -> needed.add(found.group(1)));

        assertThat(texts().stringPropertyNames()).containsAll(needed);
    }

    @Test
    void everyStateHasItsWords() throws IOException {
        var needed = new TreeSet<String>();
        for (var severity : Severity.values()) {
            needed.add("ui.severity." + severity);
        }
        for (var layer : Layer.values()) {
            needed.add("ui.layer." + layer);
            needed.add("ui.layer." + layer + ".done");
        }
        for (var step : StepKind.values()) {
            needed.add("ui.step." + step);
            needed.add("ui.step." + step + ".doing");
        }
        for (var outcome : RunOutcome.values()) {
            needed.add("ui.outcome." + outcome);
        }
        for (var likelihood : Likelihood.values()) {
            needed.add("ui.likelihood." + likelihood);
        }
        for (var view : RegistryView.values()) {
            needed.add("ui.view." + view);
        }
        for (var risk : Risk.values()) {
            if (risk != Risk.NONE) {
                needed.add("ui.risk." + risk);
            }
        }

        assertThat(texts().stringPropertyNames()).containsAll(needed);
    }

    @Test
    void noWordsAreKeptThatNoScreenSays() throws IOException {
        var sources = sources();
        var said = new TreeSet<String>();
        KEY.matcher(sources).results().forEach(found -> said.add(found.group(1)));
        var beginnings = new TreeSet<String>();
        BEGINNING.matcher(sources).results().forEach(found -> beginnings.add(found.group(1)));

        assertThat(texts().stringPropertyNames().stream()
                        .filter(key -> key.startsWith("ui."))
                        .filter(key -> !said.contains(key))
                        .filter(key -> beginnings.stream().noneMatch(key::startsWith))
                        .filter(key -> said.stream().noneMatch(one -> key.equals(one + ".undo"))))
                .isEmpty();
    }

    /** An apostrophe of ASCII begins a quotation in a message with arguments, and would eat the rest. */
    @Test
    void messagesWithArgumentsCanBeRead() throws IOException {
        var texts = texts();
        for (var key : texts.stringPropertyNames()) {
            var text = texts.getProperty(key);
            if (key.startsWith("ui.") && text.contains("{")) {
                assertThat(text).as(key).doesNotContain("'");
                assertThat(new MessageFormat(text, Locale.ENGLISH).format(new Object[] {1, 2, 3, 4, 5, 6, 7}))
                        .as(key)
                        .isNotBlank();
            }
        }
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(Path.of("src/main/java/io/calmend/ui"))) {
            for (var file : files.filter(one -> one.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        return all.toString();
    }

    private static Properties texts() throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(TEXTS)) {
            texts.load(reader);
        }
        return texts;
    }
}
