package io.calmend.audit;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Writes the counts of repeated refusals to the log every minute and on shutdown, even if nobody is refused any more.
 */
@Component
class RepetitionRounds {

    private static final Logger LOG = LoggerFactory.getLogger(RepetitionRounds.class);

    private final ChainedLog auditLog;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-counts").daemon().factory());

    RepetitionRounds(ChainedLog auditLog) {
        this.auditLog = auditLog;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var _ = rounds.scheduleWithFixedDelay(() -> safely(auditLog::writeCounts), 1, 1, TimeUnit.MINUTES);
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
        safely(auditLog::writeAllCounts);
    }

    private static void safely(Runnable writing) {
        try {
            writing.run();
        } catch (RuntimeException e) {
            // the next round starts from new counts
            LOG.error("The number of further refused requests could not be written to the audit log.", e);
        }
    }
}
