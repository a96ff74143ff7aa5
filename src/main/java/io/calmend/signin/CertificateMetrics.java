package io.calmend.signin;

import io.calmend.vocabulary.Measure;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reports to monitoring when the portal's own certificate expires. */
@Configuration(proxyBeanMethods = false)
class CertificateMetrics {

    @Bean
    Measure portalCertificate(Environment environment, SslBundles bundles, Clock clock) {
        return new Measure(
                "calmend.certificates.portal.days",
                "Days until Calmend's own certificate expires; unknown without TLS",
                () -> OwnCertificate.read(
                                Binder.get(environment)
                                        .bind("server.ssl", Ssl.class)
                                        .orElse(null),
                                bundles)
                        .map(certificate -> (double) Duration.between(
                                        clock.instant(),
                                        certificate.getNotAfter().toInstant())
                                .toDays())
                        .orElse(Double.NaN));
    }
}
