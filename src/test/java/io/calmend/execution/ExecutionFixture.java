package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditSearch;
import io.calmend.database.DatabaseTest;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Permits;
import io.calmend.directory.Directory;
import io.calmend.execution.Executions.Execution;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.operation.Arguments;
import io.calmend.operation.OperationCatalog;
import io.calmend.registry.ObservedTree;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * This module with the real journal, audit log and backups on a real database; the gateway, the directory and the rules are the
 * test's. The clock stands until a test moves it, and recovery runs when a test says so.
 */
@DatabaseTest
@Import(ExecutionFixture.Beans.class)
abstract class ExecutionFixture {

    // not marked as a configuration, or a whole portal on this class path would find it
    @EnableConfigurationProperties(ExecutionSettings.class)
    @ComponentScan({"io.calmend.audit", "io.calmend.cases"})
    @Import({
        ExecutionStore.class,
        ExecutionReader.class,
        ExecutionJournal.class,
        CommandSender.class,
        Saving.class,
        ExecutionEngine.class,
        Planning.class,
        PlanWriter.class,
        Starting.class,
        Settling.class,
        ExecutionQueries.class,
        Preconditions.class,
        Refusals.class,
        ExecutionService.class,
        ExecutionListeners.class,
        Workers.class
    })
    static class Beans {
        @Bean
        @Primary
        SettableClock settableClock() {
            return new SettableClock();
        }

        @Bean
        ModelHost host(SettableClock clock) {
            return new ModelHost(clock);
        }

        @Bean
        Guards guards() {
            return new Guards();
        }

        @Bean
        Directory directory(Guards guards) {
            return guards.directory();
        }

        @Bean
        Delegations delegations(Guards guards) {
            return guards.delegations();
        }

        @Bean
        ChangeSwitch changeSwitch(Guards guards) {
            return guards.changeSwitch();
        }

        @Bean
        OperationCatalog catalog(Guards guards) {
            return guards.catalog();
        }

        @Bean
        @Primary
        BreakableLog breakableLog(@Qualifier("chainedLog") AuditLog real) {
            return new BreakableLog(real);
        }

        @Bean
        @Primary
        KeptBackups keptBackups() {
            return new KeptBackups();
        }
    }

    @Autowired
    Executions executions;

    @Autowired
    ModelHost host;

    @Autowired
    Guards guards;

    @Autowired
    SettableClock clock;

    @Autowired
    BreakableLog auditLog;

    @Autowired
    KeptBackups backups;

    @Autowired
    AuditSearch search;

    @Autowired
    ExecutionStore store;

    @Autowired
    ExecutionReader reader;

    @Autowired
    ExecutionJournal journal;

    @Autowired
    ExecutionEngine engine;

    @Autowired
    ExecutionListeners listeners;

    @Autowired
    Directory directory;

    @Autowired
    Delegations delegations;

    @Autowired
    ChangeSwitch changeSwitch;

    @Autowired
    Workers workers;

    @Autowired
    ExecutionSettings settings;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void beginAgain() {
        host.reset();
        guards.open();
        // the log counts refusals of one person within a minute
        clock.advance(Duration.ofMinutes(1));
        auditLog.refuses = _ -> false;
        backups.forget();
    }

    @AfterEach
    void leaveNothingAtWork() {
        untilNothingIsAtWork();
    }

    // ---- gestures

    Plan plan(Actor actor, OperationKey operation) {
        return planned(executions.plan(actor, operation, Guards.PC.dnsName(), null, Arguments.NONE));
    }

    static Plan planned(PlanDecision decision) {
        assertThat(decision).isInstanceOf(PlanDecision.Planned.class);
        return ((PlanDecision.Planned) decision).plan();
    }

    StartDecision start(Actor actor, Plan plan) {
        return executions.start(
                new ExecutionRequest(actor, plan.id(), plan.digest(), "user cannot connect", "INC-4711"));
    }

    ExecutionId started(Actor actor, Plan plan) {
        var decision = start(actor, plan);
        assertThat(decision).isInstanceOf(StartDecision.Started.class);
        return ((StartDecision.Started) decision).execution();
    }

    /** Past every check, and no thread goes to work on it. */
    ExecutionJournal.Beginning begin(Actor actor, Plan plan) {
        return journal.begin(
                plan.id(),
                reader.plan(plan.id()).orElseThrow().read(),
                new ExecutionRequest(actor, plan.id(), plan.digest(), "reason", "INC-1"),
                Permits.of("rule", actor, plan.operation(), Guards.PC));
    }

    /** Plans and starts, and waits until no thread works on it any more. */
    Execution run(OperationKey operation) {
        var id = started(Guards.ALICE, plan(Guards.ALICE, operation));
        untilNothingIsAtWork();
        return find(id);
    }

    Execution find(ExecutionId id) {
        return executions.find(Actor.PORTAL, id).orElseThrow();
    }

    void untilNothingIsAtWork() {
        await().atMost(Duration.ofSeconds(30)).until(() -> workers.atWork().isEmpty());
    }

    /** Recovery's next round in this process. */
    void sweep() {
        new ExecutionRecovery(store, journal, reader, engine, directory, workers, settings).sweep();
        untilNothingIsAtWork();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    /** Until after the deadline of what was sent last. */
    void passDeadline() {
        pass(settings.changeDeadline().plusSeconds(2));
    }

    /** Another portal process on the same database, with the same host before it. */
    final class OtherProcess {
        final Workers workers = new Workers();
        final ExecutionJournal journal =
                new ExecutionJournal(store, auditLog, transactions, clock, settings, listeners);
        final ExecutionEngine engine = new ExecutionEngine(
                host,
                new CommandSender(host, journal, settings),
                new Saving(backups, journal),
                delegations,
                changeSwitch,
                journal,
                reader,
                settings);

        void sweep() {
            new ExecutionRecovery(store, journal, reader, engine, directory, workers, settings).sweep();
            await().atMost(Duration.ofSeconds(30)).until(() -> workers.atWork().isEmpty());
        }
    }

    // ---- what must be

    void assertRefused(StartDecision decision, FailureReason reason) {
        assertThat(decision).isEqualTo(new StartDecision.Refused(reason));
    }

    void assertHostFree() {
        assertThat(journal.inTransaction(() -> store.isTaken(Guards.PC.objectId())))
                .as("host is taken")
                .isFalse();
    }

    void assertHostTaken() {
        assertThat(journal.inTransaction(() -> store.isTaken(Guards.PC.objectId())))
                .as("host is taken")
                .isTrue();
    }

    void assertHostIsAs(List<ObservedTree> before) {
        assertThat(host.trees().stream().map(ObservedTree::digest).toList())
                .isEqualTo(before.stream().map(ObservedTree::digest).toList());
    }

    List<String> journalOf(ExecutionId id) {
        return reader.entries(id).stream()
                .map(entry -> JournalEvent.kind(entry.event()))
                .toList();
    }

    List<String> logOf(ExecutionId id) {
        return search.ofExecution(Actor.PORTAL, id).stream()
                .map(AuditSearch.AuditEntry::kind)
                .toList();
    }
}
