package io.calmend.execution;

import static io.calmend.execution.Guards.ALICE;
import static io.calmend.execution.Guards.BOB;
import static io.calmend.execution.Guards.CLEAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.Answer;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What has to hold on each database that the portal runs on. */
abstract class ExecutionStorageTest extends ExecutionFixture {

    @Test
    void twoPeopleStartingOnOneHostOneIsRefused() throws Exception {
        var release = new CountDownLatch(1);
        host.then(change -> {
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return host.obey(change);
        });
        var ofAlice = plan(ALICE, CLEAR);
        var ofBob = plan(BOB, CLEAR);

        List<StartDecision> decisions;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            decisions =
                    threads
                            .invokeAll(List.<Callable<StartDecision>>of(
                                    () -> start(ALICE, ofAlice), () -> start(BOB, ofBob)))
                            .stream()
                            .map(future -> future.resultNow())
                            .toList();
        } finally {
            release.countDown();
        }
        untilNothingIsAtWork();

        assertThat(decisions)
                .hasAtLeastOneElementOfType(StartDecision.Started.class)
                .contains(new StartDecision.Refused(FailureReason.HOST_BUSY));
        assertThat(host.sent).hasSize(1);
    }

    /** Past the check that asks first: the database itself lets one row hold a host. */
    @Test
    void databaseLetsOneExecutionHoldAHost() throws Exception {
        var plans = new ArrayList<Plan>();
        for (var index = 0; index < 6; index++) {
            plans.add(plan(ALICE, CLEAR));
        }

        List<Object> outcomes;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outcomes =
                    threads
                            .invokeAll(plans.stream()
                                    .<Callable<Object>>map(plan -> () -> begun(plan))
                                    .toList())
                            .stream()
                            .map(future -> future.resultNow())
                            .toList();
        }

        assertThat(outcomes).filteredOn(ExecutionId.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn("taken"::equals).hasSize(5);
        assertThat(executions.ofHost(ALICE, Guards.PC.objectId())).hasSize(1);
    }

    private Object begun(Plan plan) {
        return switch (begin(ALICE, plan)) {
            case ExecutionJournal.Begun(var id) -> id;
            case ExecutionJournal.NotBegun(var reason) -> reason == FailureReason.HOST_BUSY ? "taken" : reason;
        };
    }

    @Test
    void whatAHostHoldsIsKeptCharacterForCharacter() {
        var hostile = "two  blanks \"quotes' & %PATH% ^ ` $() \u202e \ud83d\ude42 \n";
        host.meddle(
                new RegistryChange.SetValue(
                        RegistryView.REGISTRY64, MsLicensing.ROOT, RegistryValue.text("text", hostile)),
                new RegistryChange.SetValue(
                        RegistryView.REGISTRY64, MsLicensing.ROOT, RegistryValue.text(hostile, "name")));
        var before = host.trees();

        var plan = plan(ALICE, CLEAR);

        assertThat(reader.plan(plan.id()).orElseThrow().read().observed().trees())
                .isEqualTo(before);
        var id = started(ALICE, plan);
        untilNothingIsAtWork();
        assertThat(reader.reading(id).after()).isEqualTo(host.state());
    }

    @Test
    void repairAndUndoAreKept() {
        var before = host.trees();
        var repair = run(CLEAR);
        var undo = started(ALICE, planned(executions.planUndo(ALICE, repair.id())));
        untilNothingIsAtWork();

        assertThat(find(undo).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(find(repair.id()).undoneBy()).isEqualTo(undo);
        assertHostIsAs(before);
        assertThat(executions.ofHost(ALICE, Guards.PC.objectId()))
                .extracting(Executions.Execution::id)
                .containsExactly(undo, repair.id());
        assertThat(search.verify(Actor.PORTAL).broken()).isNull();
    }

    @Test
    void lostAnswerIsSettledAfterARestart() {
        host.then(change -> {
            host.obey(change);
            return new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "");
        });
        var execution = run(CLEAR);
        passDeadline();
        new OtherProcess().sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
    }
}

@OnH2
class ExecutionStorageOnH2Test extends ExecutionStorageTest {}

@OnPostgres
class ExecutionStorageOnPostgresTest extends ExecutionStorageTest {}
