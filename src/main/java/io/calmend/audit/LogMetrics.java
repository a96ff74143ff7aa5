package io.calmend.audit;

import io.calmend.vocabulary.Measure;
import io.micrometer.core.instrument.Metrics;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what is on the log, once it is committed. Every label is a word of a short list: a kind, a state, a reason, a key of the
 * catalogue; no name of anybody or anything, which would be told to whoever reads metrics.
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

    static void countOnceCommitted(TrailRecord record, AuditEvent event) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count(record, event);
            }
        });
    }

    private static void count(TrailRecord record, AuditEvent event) {
        Metrics.counter(
                        "calmend.log.entries",
                        "kind",
                        record.kind(),
                        "outcome",
                        record.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
        switch (event) {
            case AuditEvent.Ended ended ->
                Metrics.counter(
                                "calmend.runs",
                                "operation",
                                ended.operation().value(),
                                "undo",
                                Boolean.toString(ended.undoOf() != null),
                                "outcome",
                                ended.state().toLowerCase(Locale.ROOT))
                        .increment();
            case AuditEvent.Diagnosed checked ->
                Metrics.counter("calmend.checks", "outcome", word(checked.failure()))
                        .increment();
            case AuditEvent.Refused refused ->
                Metrics.counter("calmend.refusals", "reason", word(refused.reason()))
                        .increment();
            default -> {
                // counted by kind alone
            }
        }
    }

    private static String word(@Nullable Enum<?> reason) {
        return reason == null ? "read" : reason.name().toLowerCase(Locale.ROOT);
    }
}
