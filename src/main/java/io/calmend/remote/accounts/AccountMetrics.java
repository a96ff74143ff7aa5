package io.calmend.remote.accounts;

import io.calmend.vocabulary.Measure;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Metrics of the accounts that are worth an alarm. */
@Configuration(proxyBeanMethods = false)
class AccountMetrics {

    @Bean
    Measure stoppedAccounts(JdbcClient database) {
        return new Measure(
                "calmend.accounts.stopped",
                "Service accounts that are paused because a password was rejected",
                () -> database.sql("select count(*) from stopped_account")
                        .query(Long.class)
                        .single());
    }

    @Bean
    Measure trustedCertificates(Clock clock) {
        return new Measure(
                "calmend.certificates.trusted.days",
                "Days until the first of the trusted authorities' certificates expires; unknown where Java's own are trusted",
                () -> TrustedCertificates.firstEnd()
                        .map(end ->
                                (double) Duration.between(clock.instant(), end).toDays())
                        .orElse(Double.NaN));
    }
}
