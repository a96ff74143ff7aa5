package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.RunCount;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.Measure;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Measures of runs that alarms are set on. */
@Configuration(proxyBeanMethods = false)
class RunMetrics {

    /** Each counter exists from the start, at zero: an alarm on its growth could not see the first run otherwise. */
    RunMetrics(OperationCatalog catalog) {
        for (var operation : catalog.all()) {
            for (var end : AuditEvent.EndState.values()) {
                var _ = RunCount.of(operation.key(), false, end);
                var _ = RunCount.of(operation.key(), true, end);
            }
        }
    }

    @Bean
    Measure openRuns(JdbcClient database) {
        return new Measure(
                "calmend.runs.open",
                "Runs that have not ended",
                () -> database.sql("select count(*) from execution where active_host is not null")
                        .query(Long.class)
                        .single());
    }

    @Bean
    Measure unknownRuns(JdbcClient database) {
        return new Measure(
                "calmend.runs.unknown",
                "Runs whose outcome is unknown: no answer came after sending, and no check has decided yet",
                () -> database.sql("select count(*) from execution where state = :state")
                        .param("state", ExecutionState.OUTCOME_UNKNOWN.name())
                        .query(Long.class)
                        .single());
    }
}
