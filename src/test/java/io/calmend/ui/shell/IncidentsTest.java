package io.calmend.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.vaadin.flow.server.ErrorEvent;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever provokes exceptions fills neither memory nor disk with them. */
class IncidentsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Incidents.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicBoolean signedIn = new AtomicBoolean();
    private final Incidents incidents = new Incidents(new Somebody(), Clock.fixed(NOW, ZoneOffset.UTC));

    private final class Somebody implements CurrentActor {

        @Override
        public Actor get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSomebody() {
            return signedIn.get();
        }

        @Override
        public boolean has(Role role) {
            return false;
        }
    }

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    private List<ILoggingEvent> withStack() {
        return log.list.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .toList();
    }

    @Test
    void pageBeforeSignInCausesNoStackAndFewLines() {
        for (var i = 0; i < 2_000; i++) {
            incidents.error(new ErrorEvent(new IllegalStateException("node 1 does not exist")));
        }

        assertThat(withStack()).isEmpty();
        assertThat(log.list).hasSizeBetween(1, 120);
    }

    @Test
    void firstIncidentsHaveTheirStackAndAFloodIsCut() {
        signedIn.set(true);
        for (var i = 0; i < 2_000; i++) {
            assertThat(incidents.report(new IllegalStateException("broken"))).startsWith("E-");
        }

        assertThat(withStack()).hasSize(30);
        assertThat(log.list).hasSize(30 + 120);
    }
}
