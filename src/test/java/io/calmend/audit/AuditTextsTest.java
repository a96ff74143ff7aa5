package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.audit.AuditSearch.Flaw;
import io.calmend.audit.AuditSearch.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AuditTextsTest {

    @Test
    void everyKindFactOutcomeAndFlawHasItsWords() throws IOException {
        var needed = new TreeSet<String>();
        for (var event : SampleEvents.ofEveryKind()) {
            var entry = ChainedEntry.of(1, Instant.EPOCH, ChainedEntry.NO_PREVIOUS, event)
                    .entry();
            needed.add("audit." + entry.kind());
            entry.facts().keySet().forEach(fact -> needed.add("audit.fact." + fact));
        }
        for (var outcome : Outcome.values()) {
            needed.add("audit.outcome." + outcome);
        }
        for (var flaw : Flaw.values()) {
            needed.add("audit.flaw." + flaw);
        }

        assertThat(texts().stringPropertyNames()).containsAll(needed);
    }

    private static Properties texts() throws IOException {
        var texts = new Properties();
        try (var file = new InputStreamReader(
                Objects.requireNonNull(
                        AuditTextsTest.class.getResourceAsStream("/vaadin-i18n/translations.properties")),
                StandardCharsets.UTF_8)) {
            texts.load(file);
        }
        return texts;
    }
}
