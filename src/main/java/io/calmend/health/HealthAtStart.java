package io.calmend.health;

import io.calmend.health.HealthCheck.Occasion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs at start what the checks find wrong, one line each. Runs in the background, and signs in no account. */
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
