package io.calmend.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerDocumentTest {

    private static final Path FORMATS = Path.of("src/test/resources/formats");

    /** Those of 0.1 had no number. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void answerOfEachFormatIsRead(String format) throws IOException {
        assertThat(AnswerDocument.read(Files.readAllBytes(FORMATS.resolve("answer-" + format + ".gz"))))
                .isEqualTo(SampleAnswers.read());
        assertThat(AnswerDocument.read(Files.readAllBytes(FORMATS.resolve("answer-failed-" + format + ".gz"))))
                .isEqualTo(SampleAnswers.failed());
    }

    /** Whoever changes what is stored makes a new format, keeps the samples of the others and adds one of the new. */
    @Test
    void whatIsWrittenIsOfTheNewestFormatThatThereIsASampleOf() throws IOException {
        assertThat(AnswerDocument.write(SampleAnswers.read(), 4_000_000))
                .hasValue(Files.readAllBytes(FORMATS.resolve("answer-" + AnswerDocument.FORMAT.newest() + ".gz")));
    }
}
