package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPathTest {

    private static final RegistryPath STORE = RegistryPath.of("SOFTWARE\\Microsoft\\MSLicensing\\Store");

    @ParameterizedTest
    @CsvSource({
        "LICENSE000, license000, true",
        "\u00dcber, \u00fcBER, true",
        "\u0416, \u0436, true",
        // two keys to Windows, one to Java's own comparison
        "LICENSE\u0131, LICENSEI, false",
        "\u212aey, Key, false",
        "\u017ftore, Store, false",
        "stra\u00dfe, STRASSE, false"
    })
    void namesAreTheSameWhereWindowsSaysSo(String name, String other, boolean same) {
        assertThat(STORE.child(name).equals(STORE.child(other))).isEqualTo(same);
        assertThat(STORE.child(name).compareTo(STORE.child(other)) == 0).isEqualTo(same);
        assertThat(STORE.child(name).isAtOrBelow(STORE.child(other))).isEqualTo(same);
        assertThat(STORE.child(name).child("x").isAtOrBelow(STORE.child(other))).isEqualTo(same);
        if (same) {
            assertThat(STORE.child(name)).hasSameHashCodeAs(STORE.child(other));
        }
    }

    @Test
    void keyIsNotBelowOneWhoseNameItOnlyBeginsWith() {
        assertThat(RegistryPath.of("SOFTWARE\\Microsoft\\MSLicensing\\Store2").isAtOrBelow(STORE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\\SOFTWARE",
                "SOFTWARE\\",
                "SOFTWARE\\\\Microsoft",
                "SOFTWARE\\..\\SAM",
                "SOFTWARE\\.",
                "SOFTWARE\\Wow6432Node\\Microsoft",
                "HKLM\\SOFTWARE",
                "HKEY_LOCAL_MACHINE\\SOFTWARE",
                "HKLM:\\SOFTWARE",
                "SOFTWARE\\a\u0000b"
            })
    void pathThatIsNotCanonicalIsRefused(String text) {
        assertThatThrownBy(() -> RegistryPath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
