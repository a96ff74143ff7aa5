package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionTemplate;

/** The numbers that are counted, as a registry that was just added sees them. */
@DatabaseTest
@OnH2
@Import({LogMetrics.class, ChainedLog.class, ChainReader.class})
class LogMetricsTest {

    @Autowired
    AuditLog auditLog;

    @Autowired
    TransactionTemplate transaction;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void add() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void remove() {
        Metrics.removeRegistry(registry);
    }

    /** -1 where there is none. */
    private double count(String name, String... tags) {
        var counter = registry.find(name).tags(tags).counter();
        return counter == null ? -1 : counter.count();
    }

    @Test
    void firstOfAKindIsSeenToGrowBecauseItBeganAtNothing() {
        for (var reason : FailureReason.values()) {
            var word = reason.name().toLowerCase(Locale.ROOT);
            assertThat(count("calmend.refusals", "reason", word)).as(word).isZero();
            assertThat(count("calmend.checks", "outcome", word)).as(word).isZero();
        }
        assertThat(count("calmend.checks", "outcome", "read")).isZero();
        assertThat(count("calmend.log.entries", "kind", "SignInRefused", "outcome", "refused"))
                .isZero();
    }

    @Test
    void eachIsCountedOnceCommitted() {
        transaction.executeWithoutResult(status -> {
            auditLog.record(SampleEvents.ended("NEEDS_ATTENTION", FailureReason.HOST_UNREACHABLE));
            status.setRollbackOnly();
        });
        assertThat(count("calmend.runs", "operation", "CL-STORE", "undo", "false", "outcome", "needs_attention"))
                .isNotPositive();

        SampleEvents.ofEveryKind().forEach(auditLog::recordAlone);
        auditLog.recordAlone(SampleEvents.ended("NEEDS_ATTENTION", FailureReason.HOST_UNREACHABLE));
        auditLog.recordAlone(new AuditEvent.SignInRefused(Actor.PORTAL, "dave", "192.0.2.7", "DISABLED"));

        assertThat(count("calmend.runs", "operation", "CL-STORE", "undo", "false", "outcome", "needs_attention"))
                .isOne();
        assertThat(count("calmend.runs", "operation", "CL-STORE", "undo", "false", "outcome", "succeeded"))
                .isOne();
        assertThat(count("calmend.refusals", "reason", "domain_controller")).isOne();
        assertThat(count("calmend.checks", "outcome", "read")).isOne();
        assertThat(count("calmend.log.entries", "kind", "SignInRefused", "outcome", "refused"))
                .isEqualTo(2);
    }
}
