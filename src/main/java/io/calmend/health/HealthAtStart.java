package io.calmend.health;

import io.calmend.health.HealthCheck.Occasion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says in the log what the start found amiss, one line each; beside the work, and without signing any account in. */
@Component
class HealthAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(HealthAtStart.class);

    private final AllChecks checks;

    HealthAtStart(AllChecks checks) {
        this.checks = checks;
    }

    @EventListener(ApplicationReadyEvent.class)
    void check() {
        Thread.ofVirtual().name("health-at-start").start(() -> {
            for (var area : checks.run(Occasion.START).areas()) {
                for (var result : area.results()) {
                    if (result.outcome() == CheckOutcome.FAILED || result.outcome() == CheckOutcome.WARNING) {
                        LOG.warn("{}: {}: {}", area.name(), result.subject(), result.sentence());
                    }
                }
            }
        });
    }
}
