package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownFaultsTest {

    @Test
    void projectsOwnListIsReadAndKnowsWhatWasFixed() throws Exception {
        var known = KnownFaults.read(Path.of(".ci/known-faults.txt"));

        assertThat(known.of("org.apache.tomcat.embed", "tomcat-embed-core", "11.0.24"))
                .hasSizeGreaterThan(1);
        assertThat(known.of("org.apache.tomcat.embed", "tomcat-embed-core", "11.0.29"))
                .isEmpty();
        assertThat(known.of("org.apache.httpcomponents.core5", "httpcore5", "5.3.6"))
                .containsExactly("org.apache.httpcomponents.core5:httpcore5:5.3.6 has CVE-2026-54399, fixed in 5.4.3");
    }

    @ParameterizedTest
    @CsvSource({
        "1.9.9, false",
        "2.0.0-M1, true",
        "2.0.0, true",
        "2.0.9.Final, true",
        "2.0.10, false",
        "2.0.10.Final, false",
        "3.0, false"
    })
    void versionsAreComparedByTheirNumbers(String version, boolean affected) {
        var known = KnownFaults.of(List.of("a.b:c | 2.0.0-M1 | 2.0.10 | CVE-2026-1 | not shipped"));

        assertThat(known.of("a.b", "c", version)).hasSize(affected ? 1 : 0);
        assertThat(known.of("a.b", "d", version)).isEmpty();
    }

    @Test
    void acceptedFaultIsNone() {
        var known = KnownFaults.of(List.of("a:b | 1 | - | GHSA-x | accepted: that code is never reached"));

        assertThat(known.of("a", "b", "2")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b | 1 | 2 | CVE-2026-1",
                "a | 1 | 2 | CVE-2026-1 | not shipped",
                "a:b | 1 | 2 | something | not shipped",
                "a:b | one | 2 | CVE-2026-1 | not shipped",
                "a:b | 1 | 2 | CVE-2026-1 | accepted: ",
                "a:b | 1 | 2 | CVE-2026-1 | whatever"
            })
    void lineThatIsNoneIsSaid(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> KnownFaults.of(List.of(line)));
    }
}
