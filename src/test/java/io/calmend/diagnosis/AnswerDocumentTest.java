package io.calmend.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerDocumentTest {

    private static final Path FORMATS = Path.of("src/test/resources/formats");

    /** Those of 0.1 had no number. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3"})
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

    @Test
    void answerThatUnpacksToMoreThanIsEverStoredIsRefused() throws IOException {
        var stored = AnswerDocument.FORMAT.write(SampleAnswers.read());

        assertThatIllegalStateException()
                .isThrownBy(() -> AnswerDocument.read(packed(stored, 65)))
                .withMessage("a stored answer of more than 64 MB");
    }

    /** It breaks off later: whoever read to the end would have found that instead. */
    @Test
    void noMoreIsUnpackedThanIsRefused() throws IOException {
        var large = packed("", 80);

        assertThatIllegalStateException()
                .isThrownBy(() -> AnswerDocument.read(Arrays.copyOf(large, large.length - 1)))
                .withMessage("a stored answer of more than 64 MB");
    }

    @Test
    void answerThatWasDamagedIsRefused() throws IOException {
        var sound = packed(AnswerDocument.FORMAT.write(SampleAnswers.read()), 0);
        assertThat(AnswerDocument.read(sound)).isEqualTo(SampleAnswers.read());
        var otherSum = sound.clone();
        otherSum[sound.length - 8] ^= 1;

        assertThat(List.of(
                        new byte[0],
                        "no gzip".getBytes(StandardCharsets.US_ASCII),
                        Arrays.copyOf(sound, 5),
                        Arrays.copyOf(sound, sound.length / 2),
                        Arrays.copyOf(sound, sound.length - 1),
                        otherSum))
                .allSatisfy(damaged -> assertThatIllegalStateException()
                        .isThrownBy(() -> AnswerDocument.read(damaged))
                        .withMessage("a stored answer cannot be read"));
    }

    /** {@code text} and so many megabytes of blanks, which change nothing in JSON. */
    private static byte[] packed(String text, int megabytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            var blanks = new byte[1_024 * 1_024];
            Arrays.fill(blanks, (byte) ' ');
            for (var megabyte = 0; megabyte < megabytes; megabyte++) {
                out.write(blanks);
            }
        }
        return packed.toByteArray();
    }
}
