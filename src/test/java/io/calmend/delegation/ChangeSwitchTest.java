package io.calmend.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.database.PortalLock;
import io.calmend.signin.Guarded;
import io.calmend.signin.SignedIn;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@DatabaseTest
@Import({StoredChangeSwitch.class, ChangeSwitchTest.Log.class})
abstract class ChangeSwitchTest {

    private static final Actor CAROL = new Actor("S-1-5-21-1-2-3-1107", "carol", "Carol Costa");

    private static final Lock ALONE = new Lock();

    /** A lock that the test takes away and gives back. */
    private static final class Lock implements PortalLock {
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean held = true;
        private volatile boolean askedInTransaction;

        @Override
        public boolean held() {
            askedInTransaction |= TransactionSynchronizationManager.isActualTransactionActive();
            return held;
        }

        @Override
        public void listen(Runnable turned) {
            listeners.add(turned);
        }

        void turn(boolean now) {
            held = now;
            listeners.forEach(Runnable::run);
        }
    }

    @Autowired
    private ChangeSwitch changes;

    @Autowired
    private AuditSearch auditLog;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void signIn() {
        SignedIn.as(CAROL, Role.ADMINISTRATOR);
    }

    @AfterEach
    void signOut() {
        SignedIn.nobody();
    }

    private List<String> kinds() {
        return auditLog.find(Actor.PORTAL, Filter.ALL, 0, 50).stream()
                .map(AuditEntry::kind)
                .toList();
    }

    @Test
    void changesAreAllowedUntilSomebodyStopsThem() {
        assertThat(changes.stopped()).isEmpty();
        changes.stop(CAROL, " Something smells in the licence servers ");

        assertThat(changes.stopped()).hasValueSatisfying(stop -> {
            assertThat(stop.by()).isEqualTo("Carol Costa");
            assertThat(stop.byPortal()).isFalse();
            assertThat(stop.reason()).isEqualTo("Something smells in the licence servers");
            assertThat(stop.at()).isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
        });

        changes.allow(CAROL);
        assertThat(changes.stopped()).isEmpty();
        assertThat(kinds()).containsExactly("ChangesAllowed", "ChangesStopped");
    }

    @Test
    void secondTurnInTheSameDirectionChangesNothingAndIsRecordedAsRefused() {
        assertThat(changes.allow(CAROL)).contains(FailureReason.CHANGES_NOT_STOPPED);
        assertThat(changes.stop(CAROL, "first")).isEmpty();
        assertThat(changes.stop(CAROL, "second")).contains(FailureReason.CHANGES_STOPPED);

        assertThat(changes.stopped())
                .hasValueSatisfying(stop -> assertThat(stop.reason()).isEqualTo("first"));
        assertThat(kinds()).containsExactly("Refused", "ChangesStopped", "Refused");
    }

    @Test
    void turnAndItsEntryAreCommittedTogetherOrNotAtAll() {
        transaction.executeWithoutResult(status -> {
            changes.stop(CAROL, "never mind");
            status.setRollbackOnly();
        });

        assertThat(changes.stopped()).isEmpty();
        assertThat(kinds()).isEmpty();
    }

    @Test
    void onlyAdministratorsTurnTheSwitchAndEverybodyMayReadIt() {
        SignedIn.as(CAROL, Role.HELPDESK, Role.MANAGER);

        assertThatThrownBy(() -> changes.stop(CAROL, "reason")).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> changes.allow(CAROL)).isInstanceOf(NotPermittedException.class);
        SignedIn.nobody();
        assertThat(changes.stopped()).isEmpty();
        assertThat(auditLog.find(Actor.PORTAL, Filter.ALL, 0, 50))
                .extracting(AuditEntry::kind, entry -> entry.facts().get("asked"))
                .containsExactly(tuple("Refused", "allow"), tuple("Refused", "stop"));
    }

    @Test
    void changesAreStoppedWhileAnotherPortalMayWorkOnTheDatabase() {
        ALONE.turn(false);
        try {
            assertThat(changes.stopped()).hasValueSatisfying(stop -> {
                assertThat(stop.reason()).contains("another Calmend");
                assertThat(stop.byPortal()).isTrue();
            });
        } finally {
            ALONE.turn(true);
        }
        assertThat(changes.stopped()).isEmpty();
    }

    @Test
    void openPagesAreToldThatThePortalLostItsDatabaseAndHasItAgain() throws Exception {
        var told = new LinkedBlockingQueue<Optional<ChangeSwitch.Stop>>();
        var subscription = changes.listen(() -> told.add(changes.stopped()));
        try {
            ALONE.turn(false);
            assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull().isPresent();
        } finally {
            ALONE.turn(true);
        }
        assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull().isEmpty();
        subscription.close();
    }

    @Test
    void lockIsAskedBeforeTheDatabaseIsWaitedFor() {
        ALONE.askedInTransaction = false;
        changes.stopped();
        assertThat(ALONE.askedInTransaction).isFalse();
    }

    @Test
    void reasonThatCouldNotBeShownAsItIsIsRefused() {
        for (var reason : List.of("  ", "no", "x".repeat(501), "a reason\u202Ehere", "a reason\u0000here")) {
            changes.stop(CAROL, reason);
        }
        assertThat(changes.stopped()).isEmpty();
        assertThat(auditLog.find(Actor.PORTAL, Filter.ALL, 0, 50))
                .extracting(AuditEntry::kind, AuditEntry::failure)
                .containsExactly(
                        tuple("Refused", FailureReason.TEXT_WITH_CONTROL_CHARACTERS),
                        tuple("Refused", FailureReason.TEXT_WITH_CONTROL_CHARACTERS),
                        tuple("Refused", FailureReason.TEXT_TOO_LONG),
                        tuple("Refused", FailureReason.REASON_MISSING),
                        tuple("Refused", FailureReason.REASON_MISSING));
    }

    /** The real audit log, and the rights that the portal checks. */
    @Configuration(proxyBeanMethods = false)
    @Import(Guarded.class)
    @ComponentScan("io.calmend.audit")
    static class Log {
        @Bean
        PortalLock alone() {
            return ALONE;
        }
    }
}

@OnH2
class ChangeSwitchOnH2Test extends ChangeSwitchTest {}

@OnPostgres
class ChangeSwitchOnPostgresTest extends ChangeSwitchTest {}
