package io.calmend.metrics;

import io.calmend.vocabulary.Measure;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.DoubleStream;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long the portal's own certificate is good. */
@Configuration(proxyBeanMethods = false)
class CertificateMetrics {

    @Bean
    Measure portalCertificate(SslBundles bundles, Clock clock) {
        return new Measure(
                "calmend.certificates.portal.days",
                "Days until the portal's own certificate ends; unknown without TLS",
                () -> bundles.getBundleNames().stream()
                        .flatMapToDouble(name -> days(bundles, name, clock.instant()))
                        .min()
                        .orElse(Double.NaN));
    }

    private static DoubleStream days(SslBundles bundles, String name, Instant now) {
        var store = bundles.getBundle(name).getStores().getKeyStore();
        if (store == null) {
            return DoubleStream.empty();
        }
        try {
            var days = DoubleStream.builder();
            for (var alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    days.add(Duration.between(now, certificate.getNotAfter().toInstant())
                            .toDays());
                }
            }
            return days.build();
        } catch (KeyStoreException notLoaded) {
            throw new IllegalStateException(notLoaded);
        }
    }
}
