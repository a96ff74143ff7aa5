package io.calmend.audit;

import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Measure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import jakarta.annotation.PostConstruct;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts log entries for monitoring, once they are committed. Every label comes from a short fixed list (kind, state,
 * reason, operation key), never the name of a person or computer, because whoever reads the metrics would see it.
 */
@Configuration(proxyBeanMethods = false)
class LogMetrics {

    @Bean
    Measure newestEntry(JdbcClient database) {
        return new Measure(
                "calmend.log.newest",
                "Number of the newest entry of the audit log",
                () -> database.sql("select number from audit_head")
                        .query(Long.class)
                        .single());
    }

    static void countOnceCommitted(ChainedEntry entry, AuditEvent event) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count(entry, event);
            }
        });
    }

    /**
     * Registers at zero the counters that have an alarm: a series that first appears with one cannot be seen to have
     * grown.
     */
    @PostConstruct
    void beginAtNothing() {
        var _ = entries("SignInRefused", Outcome.REFUSED);
        var _ = checks(null);
        for (var reason : FailureReason.values()) {
            var _ = checks(reason);
            var _ = refusals(reason);
        }
    }

    private static void count(ChainedEntry entry, AuditEvent event) {
        entries(entry.kind(), entry.outcome()).increment();
        switch (event) {
            case AuditEvent.Ended ended ->
                RunCount.of(ended.operation(), ended.undoOf() != null, ended.state())
                        .increment();
            case AuditEvent.Diagnosed checked -> checks(checked.failure()).increment();
            case AuditEvent.Refused refused -> refusals(refused.reason()).increment();
            case AuditEvent.SignedIn _,
                    AuditEvent.SignInRefused _,
                    AuditEvent.SignedOut _,
                    AuditEvent.HostOpened _,
                    AuditEvent.RefusedMore _,
                    AuditEvent.Planned _,
                    AuditEvent.Intended _,
                    AuditEvent.BackupSaved _,
                    AuditEvent.ChangeSent _,
                    AuditEvent.StepEnded _,
                    AuditEvent.TakenOver _,
                    AuditEvent.Downloaded _,
                    AuditEvent.LogVerified _,
                    AuditEvent.LogRead _,
                    AuditEvent.PermissionsExplained _,
                    AuditEvent.ChangesStopped _,
                    AuditEvent.ChangesAllowed _,
                    AuditEvent.AccountStopped _,
                    AuditEvent.AccountReleased _,
                    AuditEvent.RulesRead _ -> {
                // counted by kind alone
            }
        }
    }

    private static Counter entries(String kind, Outcome outcome) {
        return Metrics.counter(
                "calmend.log.entries", "kind", kind, "outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    private static Counter checks(@Nullable FailureReason failure) {
        return Metrics.counter("calmend.checks", "outcome", failure == null ? "read" : word(failure));
    }

    private static Counter refusals(FailureReason reason) {
        return Metrics.counter("calmend.refusals", "reason", word(reason));
    }

    private static String word(FailureReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
