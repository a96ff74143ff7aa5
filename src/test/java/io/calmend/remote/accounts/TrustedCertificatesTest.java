package io.calmend.remote.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.remote.transport.RecordingTrust;
import io.calmend.simulator.SimulatedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

class TrustedCertificatesTest {

    private static final String STORE = "javax.net.ssl.trustStore";

    @TempDir
    Path folder;

    private Properties before;

    @BeforeEach
    void remember() {
        before = (Properties) System.getProperties().clone();
        System.clearProperty(STORE);
    }

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void authoritiesOfTheFileAreTheOnlyOnesTrusted() throws Exception {
        try (var network = SimulatedNetwork.start(folder, Clock.systemUTC())) {
            start(network.authorityFile().toString());
            assertThat(new RecordingTrust(null).getAcceptedIssuers())
                    .singleElement()
                    .satisfies(authority -> assertThat(
                                    authority.getSubjectX500Principal().getName())
                            .contains("Calmend demonstration CA"));
        }
    }

    @Test
    void withoutTheSettingNothingIsChanged() {
        start("");
        assertThat(System.getProperty(STORE)).isNull();
    }

    @Test
    void fileThatHoldsNoCertificateStopsTheStart() throws Exception {
        assertThatThrownBy(() -> start(folder.resolve("missing.pem").toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("calmend.remote.trusted-certificates");
        var empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThatThrownBy(() -> start(empty.toString())).isInstanceOf(IllegalStateException.class);
        assertThat(System.getProperty(STORE)).isNull();
    }

    /** Directory and hosts both speak TLS: whoever comes first must find the trust in place. */
    @Test
    void runsBeforeEveryBean() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationContextInitializer.class))
                .anyMatch(TrustedCertificates.class::isInstance);
    }

    private static void start(String file) {
        try (var context = new GenericApplicationContext()) {
            TestPropertyValues.of("calmend.remote.trusted-certificates=" + file).applyTo(context);
            new TrustedCertificates().initialize(context);
        }
    }
}
