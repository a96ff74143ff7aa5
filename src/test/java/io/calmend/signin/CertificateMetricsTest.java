package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.Measure;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The certificate that browsers are shown is the one whose days are counted. */
class CertificateMetricsTest {

    @TempDir
    private Path folder;

    private final ApplicationContextRunner portal = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withUserConfiguration(CertificateMetrics.class)
            .withBean(Clock.class, Clock::systemUTC);

    private static String[] named(String place, String keyName, PemFiles files, Duration left) throws Exception {
        var keys = PemFiles.keys();
        return new String[] {
            place + "certificate=file:" + files.certificate(keys, left), place + keyName + "=file:" + files.key(keys)
        };
    }

    @Test
    void certificateNamedWithoutABundleCountsAndABundleForSomethingElseDoesNot() throws Exception {
        var files = new PemFiles(folder);
        portal.withPropertyValues(
                        named("server.ssl.", "certificate-private-key", files, Duration.ofHours(40 * 24 + 12)))
                .withPropertyValues(
                        named("spring.ssl.bundle.pem.other.keystore.", "private-key", files, Duration.ofDays(3)))
                .run(started -> assertThat(started.getBean(Measure.class).read().getAsDouble())
                        .isEqualTo(40));
    }

    @Test
    void bundleOfTheServerCounts() throws Exception {
        portal.withPropertyValues("server.ssl.bundle=portal")
                .withPropertyValues(named(
                        "spring.ssl.bundle.pem.portal.keystore.",
                        "private-key",
                        new PemFiles(folder),
                        Duration.ofHours(40 * 24 + 12)))
                .run(started -> assertThat(started.getBean(Measure.class).read().getAsDouble())
                        .isEqualTo(40));
    }

    @Test
    void withoutTlsThereIsNone() {
        portal.run(started ->
                assertThat(started.getBean(Measure.class).read().getAsDouble()).isNaN());
    }
}
