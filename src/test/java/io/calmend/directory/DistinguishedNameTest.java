package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A right or an account holds for an organisational unit and all below it: text alone must not widen or narrow that. */
class DistinguishedNameTest {

    private static DistinguishedName name(String text) {
        return DistinguishedName.read(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OU=PCs,DC=corp,DC=example | OU=PCs,DC=corp,DC=example",
                "CN=PC-1,OU=PCs,DC=corp,DC=example | OU=PCs,DC=corp,DC=example",
                "CN=PC-1,OU=B,OU=PCs,DC=corp,DC=example | ou=pcs, dc=CORP, dc=Example",
                "CN=PC-1,OU=A\\,B,DC=corp,DC=example | OU=A\\2CB,DC=corp,DC=example",
                "CN=PC-1,OU=Büro,DC=corp,DC=example | OU=B\\C3\\BCro,DC=corp,DC=example"
            })
    void whatLiesBelowIsWithin(String below, String above) {
        assertThat(name(below).isWithin(name(above))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the end of a text is not the end of a name
                "OU=Other PCs,DC=corp,DC=example | OU=PCs,DC=corp,DC=example",
                "CN=PC-1,OU=PCs\\,DC=corp,DC=example | DC=corp,DC=example",
                "CN=PC-1\\,OU=PCs,DC=corp,DC=example | OU=PCs,DC=corp,DC=example",
                "OU=PCs,DC=corp,DC=example | CN=PC-1,OU=PCs,DC=corp,DC=example",
                "CN=PC-1,OU=PCs,DC=corp,DC=example,DC=org | DC=corp,DC=example"
            })
    void whatOnlyLooksSoIsNot(String below, String above) {
        assertThat(name(below).isWithin(name(above))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "no name", "OU=", "=PCs"})
    void textThatIsNoNameIsNone(String text) {
        if (text.equals("OU=")) {
            // an attribute may be empty: it is a name that nothing lies below
            assertThat(DistinguishedName.read(text)).isPresent();
            return;
        }
        assertThat(DistinguishedName.read(text)).isEmpty();
    }

    @Test
    void nameIsBounded() {
        assertThat(DistinguishedName.read("CN=" + "x".repeat(5_000))).isEmpty();
    }
}
