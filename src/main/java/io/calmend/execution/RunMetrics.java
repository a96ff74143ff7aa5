package io.calmend.execution;

import io.calmend.vocabulary.Measure;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of this room is worth an alarm. */
@Configuration(proxyBeanMethods = false)
class RunMetrics {

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
                "Runs whose outcome is unknown: no answer came after sending, and no look has decided yet",
                () -> database.sql("select count(*) from execution where state = :state")
                        .param("state", ExecutionState.OUTCOME_UNKNOWN.name())
                        .query(Long.class)
                        .single());
    }
}
