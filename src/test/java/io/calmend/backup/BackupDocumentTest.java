package io.calmend.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calmend.host.FacetState;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.registry.SampleStates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupDocumentTest {

    private static final Path FORMATS = Path.of("src/test/resources/formats");
    private static final HostState OF_KEYS = HostState.of(SampleStates.client().trees());
    private static final HostState OF_BOTH = new HostState(List.of(
            OF_KEYS.states().getFirst(),
            new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.MANUAL)));

    @Test
    void backupOfTheFirstFormatIsRead() throws IOException {
        assertThat(BackupDocument.state(Files.readAllBytes(FORMATS.resolve("backup-1.json"))))
                .isEqualTo(OF_KEYS);
    }

    @Test
    void backupOfTheNewestFormatIsReadAndWritten() throws IOException {
        var stored = Files.readAllBytes(FORMATS.resolve("backup-2.json"));

        assertThat(BackupDocument.state(stored)).isEqualTo(OF_BOTH);
        assertThat(BackupDocument.of(OF_BOTH).bytes()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3"})
    void formatThatOnlyALaterVersionKnowsIsRefused(String format) throws IOException {
        var later = Files.readString(FORMATS.resolve("backup-2.json")).replace("\"format\":2", "\"format\":" + format);

        assertThatIllegalStateException()
                .isThrownBy(() -> BackupDocument.state(later.getBytes(StandardCharsets.UTF_8)));
    }
}
