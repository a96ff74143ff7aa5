package io.calmend.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryContentTest {

    private static final List<RegistryContent> ONE_OF_EACH = List.of(
            new RegistryContent.Text("a"),
            new RegistryContent.ExpandText("%a%"),
            new RegistryContent.Lines(List.of()),
            new RegistryContent.Lines(List.of("a", "", "b")),
            new RegistryContent.Dword(-1),
            new RegistryContent.Qword(-1),
            new RegistryContent.Binary(new byte[] {0, -1}),
            new RegistryContent.Untyped(new byte[0]));

    @Test
    void textsSayAllOfIt() {
        assertThat(ONE_OF_EACH)
                .allSatisfy(data -> assertThat(RegistryContent.of(data.kind(), data.texts()))
                        .isEqualTo(data));
        assertThat(ONE_OF_EACH).extracting(RegistryContent::kindName).doesNotContain("REG_0");
    }

    @Test
    void numbersAreUnsigned() {
        assertThat(new RegistryContent.Dword(-1).texts()).containsExactly("4294967295");
        assertThat(new RegistryContent.Qword(-2).texts()).containsExactly("18446744073709551614");
    }

    @Test
    void bytesOfOneKindAreNotThoseOfAnother() {
        var bytes = new byte[] {1};
        assertThat(new RegistryContent.Binary(bytes))
                .isEqualTo(new RegistryContent.Binary(new byte[] {1}))
                .isNotEqualTo(new RegistryContent.Untyped(bytes));
    }

    /** One value must have one text, or two digests could stand for one state. */
    @ParameterizedTest
    @CsvSource({
        "4, 007",
        "4, -1",
        "4, 4294967296",
        "11, +1",
        "3, AQ",
        "3, AR==",
        "3, not base64!",
        "-1, AQ=",
        "8, a",
        "0, a"
    })
    void textThatIsNotTheOneFormIsRefused(int kind, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RegistryContent.of(kind, List.of(text)));
    }

    @Test
    void onlyLinesHaveAnyNumberOfTexts() {
        assertThatIllegalArgumentException().isThrownBy(() -> RegistryContent.of(RegistryContent.SZ, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegistryContent.of(RegistryContent.SZ, List.of("a", "b")));
    }
}
