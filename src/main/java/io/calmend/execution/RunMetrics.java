package io.calmend.execution;

import io.calmend.audit.RunCount;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.Measure;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of this module is worth an alarm. */
@Configuration(proxyBeanMethods = false)
class RunMetrics {

    /** The first run that needs attention is only seen by whoever watches the count grow if the count was there before. */
    RunMetrics(OperationCatalog catalog) {
        for (var operation : catalog.all()) {
            for (var state : ExecutionState.values()) {
                if (state.ended()) {
                    var _ = RunCount.of(operation.key(), false, state.name());
                    var _ = RunCount.of(operation.key(), true, state.name());
                }
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
