package io.calmend.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calmend.registry.SampleStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BackupDocumentTest {

    private static final Path SAMPLE = Path.of("src/test/resources/formats/backup-1.json");

    @Test
    void backupOfEachFormatIsReadAndTheNewestIsWritten() throws IOException {
        var stored = Files.readAllBytes(SAMPLE);

        assertThat(BackupDocument.trees(stored)).isEqualTo(SampleStates.client().trees());
        assertThat(BackupDocument.of(SampleStates.client().trees()).bytes()).isEqualTo(stored);
    }

    @Test
    void formatThatOnlyALaterVersionKnowsIsRefused() throws IOException {
        var later = Files.readString(SAMPLE).replace("\"format\":1", "\"format\":2");

        assertThatIllegalStateException()
                .isThrownBy(() -> BackupDocument.trees(later.getBytes(StandardCharsets.UTF_8)));
    }
}
