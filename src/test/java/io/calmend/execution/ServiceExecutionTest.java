package io.calmend.execution;

import static io.calmend.execution.Guards.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.calmend.database.OnH2;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StepKind;
import io.calmend.execution.Executions.StepRun;
import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.Fact;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.operation.Arguments;
import io.calmend.remote.Answer;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds of keys holds of services; and an action, which nothing undoes, is never sent twice. */
@OnH2
class ServiceExecutionTest extends ExecutionFixture {

    private static final WindowsService SERVICE = WindowsService.REMOTE_DESKTOP;
    private static final OperationKey START = new OperationKey("SH-SVC-START");
    private static final OperationKey STOP = new OperationKey("SH-SVC-STOP");
    private static final OperationKey RESTART = new OperationKey("SH-SVC");

    private static final class Killed extends RuntimeException {}

    // ---- changes

    @Test
    void serviceIsStoppedAfterThoseThatNeedItAndProvenByAnObservation() {
        var plan = plan(ALICE, STOP);
        assertThat(plan.changes())
                .containsExactly(
                        new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));
        assertThat(plan.differences())
                .extracting(Difference::where, Difference::before, Difference::after)
                .containsExactly(
                        tuple("Service TermService", "Running", "Stopped"),
                        tuple("Service UmRdpService", "Running", "Stopped"));
        assertThat(plan.saved()).isEqualTo(new StateSize(0, 0, 2));

        var execution = run(STOP);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.services().runs(SERVICE)).isFalse();
        assertThat(host.sent).hasSize(1);
        assertThat(execution.undoableUntil()).isEqualTo(execution.startedAt().plus(settings.undoOffered()));
        assertThat(execution.steps()).extracting(StepRun::result).noneMatch(result -> result.contains("key"));
    }

    @Test
    void stoppedServiceRunsAgainAfterTheUndo() {
        var before = host.services();
        var execution = run(STOP);

        var plan = planned(executions.planUndo(ALICE, execution.id()));
        assertThat(plan.changes())
                .containsExactly(
                        new Change.StartService(SERVICE), new Change.StartService(WindowsService.PORT_REDIRECTOR));
        var undo = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(undo).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.services()).isEqualTo(before);
        assertThat(find(execution.id()).undoneBy()).isEqualTo(undo);
    }

    @Test
    void halfOfWhatStopsIsStartedAgain() {
        var before = host.services();
        host.then(change -> host.obey(change, 1));

        var execution = run(STOP);

        assertThat(execution.state()).isEqualTo(ExecutionState.ROLLED_BACK);
        assertThat(host.services()).isEqualTo(before);
    }

    @Test
    void serviceThatRunsNeedsNoStart() {
        assertThat(executions.plan(ALICE, START, Guards.PC.dnsName(), null, Arguments.NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_DO, List.of()));
    }

    @Test
    void somebodyWhoStartedTheServiceMeanwhileIsNotOverruled() {
        host.meddle(new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));
        var plan = plan(ALICE, START);
        host.meddle(new Change.StartService(SERVICE));

        var execution = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(execution).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(find(execution).failure()).isEqualTo(FailureReason.HOST_CHANGED);
    }

    // ---- actions

    @Test
    void restartIsConfirmedByItsProcessAndCannotBeUndone() {
        var plan = plan(ALICE, RESTART);
        assertThat(plan.act())
                .isEqualTo(new PlannedAction(
                        new Action.RestartService(SERVICE), new Fact.Known(new Fact.ServiceProcess(SERVICE), "812")));
        assertThat(plan.changes()).isEmpty();

        var id = started(ALICE, plan);
        untilNothingIsAtWork();

        var execution = find(id);
        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.process()).isEqualTo(813);
        assertThat(host.performed).hasSize(1);
        assertThat(host.sent).isEmpty();
        assertThat(journalOf(id))
                .containsExactly("Intended", "BackupSaved", "ActionSent", "ActionAnswered", "HostObserved", "Ended");
        assertThat(execution.undoableUntil()).isNull();
        assertThat(executions.planUndo(ALICE, id))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));
        assertHostFree();
    }

    @Test
    void whoStartsARestartIsInTheLogWithTheServiceBeforeItLeaves() {
        var execution = run(RESTART);

        var log = search.ofExecution(Actor.PORTAL, execution.id());
        assertThat(log).extracting(entry -> entry.kind()).containsSequence("Intended", "BackupSaved", "ChangeSent");
        assertThat(log.getFirst().changes()).singleElement().satisfies(change -> {
            assertThat(change.where()).isEqualTo("Service TermService");
            assertThat(change.after()).isEqualTo("restartService");
        });
    }

    @Test
    void serviceThatWasRestartedMeanwhileIsNotRestartedAgain() {
        var plan = plan(ALICE, RESTART);
        host.meddle(new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));
        host.meddle(new Change.StartService(SERVICE), new Change.StartService(WindowsService.PORT_REDIRECTOR));

        var id = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(id).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(find(id).failure()).isEqualTo(FailureReason.HOST_CHANGED);
        assertThat(host.process()).isEqualTo(4711);
    }

    @Test
    void lostAnswerOfARestartThatWasDoneIsASuccessAndIsNotSentTwice() {
        host.thenAct(perform -> {
            host.obey(perform);
            return new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "reset by peer");
        });
        var execution = run(RESTART);
        assertThat(execution.state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        assertHostTaken();
        passDeadline();
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.performed).hasSize(1);
        assertHostFree();
    }

    @Test
    void lostAnswerOfARestartThatNeverCameThroughChangedNothing() {
        host.thenAct(_ -> new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "reset by peer"));
        var execution = run(RESTART);
        passDeadline();
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(find(execution.id()).failure()).isEqualTo(FailureReason.CONNECTION_LOST);
        assertThat(host.performed).hasSize(1);
        // and what is delivered after all does nothing any more
        assertThat(host.obey(host.performed.getFirst())).isInstanceOf(Answer.Late.class);
    }

    @Test
    void killedPortalDoesNotRestartAgain() {
        host.thenAct(perform -> {
            host.obey(perform);
            throw new Killed();
        });
        var id = started(ALICE, plan(ALICE, RESTART));
        untilNothingIsAtWork();
        var other = new OtherProcess();
        pass(settings.lease().plusSeconds(1));
        other.sweep();
        passDeadline();
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.performed).hasSize(1);
    }

    @Test
    void restartThatEndsHalfWayNeedsAttentionAndItsStateCanBeRestored() {
        host.thenAct(perform -> {
            host.meddle(new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));
            return new Answer.Performed(
                    "ServiceRequestTimeout", new Fact.Known(perform.planned().fact(), "0"));
        });

        var execution = run(RESTART);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_FAILED);
        assertThat(execution.steps())
                .filteredOn(step -> step.kind() == StepKind.ACT)
                .extracting(StepRun::result)
                .first()
                .asString()
                .contains("ServiceRequestTimeout");
        assertThat(planned(executions.planUndo(ALICE, execution.id())).changes())
                .containsExactly(
                        new Change.StartService(SERVICE), new Change.StartService(WindowsService.PORT_REDIRECTOR));
    }

    @Test
    void serviceThatDoesNotRunIsNotRestarted() {
        host.meddle(new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));

        assertThat(executions.plan(ALICE, RESTART, Guards.PC.dnsName(), null, Arguments.NONE))
                .isEqualTo(new PlanDecision.Refused(
                        FailureReason.SERVICE_UNSUITABLE, List.of("Service TermService: Stopped")));
    }

    /** It would stay down: neither an undo nor a rollback could start it. */
    @Test
    void serviceThatCouldNotStartAgainIsNeitherStoppedNorRestarted() {
        host.runs(ServiceStatus.RUNNING, StartMode.DISABLED);

        for (var operation : List.of(STOP, RESTART)) {
            assertThat(executions.plan(ALICE, operation, Guards.PC.dnsName(), null, Arguments.NONE))
                    .as("%s", operation)
                    .isInstanceOfSatisfying(PlanDecision.Refused.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(FailureReason.SERVICE_UNSUITABLE);
                        assertThat(refused.where()).singleElement().asString().contains("ServiceDisabled");
                    });
        }
    }

    @Test
    void serviceThatWasDisabledAfterThePlanIsNotRestarted() {
        host.runs(ServiceStatus.RUNNING, StartMode.MANUAL);
        var plan = plan(ALICE, RESTART);
        host.runs(ServiceStatus.RUNNING, StartMode.DISABLED);

        var id = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(id).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(find(id).failure()).isEqualTo(FailureReason.HOST_CHANGED);
        assertThat(host.process()).isEqualTo(812);
    }

    /** Windows starts the port redirector as soon as somebody connects; rolling back would disconnect them. */
    @Test
    void serviceThatWindowsStartsForWhoConnectsIsNoFault() {
        host.runs(ServiceStatus.STOPPED, StartMode.MANUAL);
        host.then(change -> {
            host.obey(change);
            host.meddle(new Change.StartService(WindowsService.PORT_REDIRECTOR));
            return host.answer(change);
        });

        var execution = run(START);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
        assertThat(execution.steps().getLast().log()).anyMatch(line -> line.contains("UmRdpService"));
    }

    @Test
    void restartThatWasDoneIsNotUndoneEvenIfTheServiceStoppedSince() {
        var execution = run(RESTART);
        host.meddle(new Change.StopService(WindowsService.PORT_REDIRECTOR), new Change.StopService(SERVICE));

        assertThat(executions.planUndo(ALICE, execution.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));
    }

    /** Where several services share a process it proves nothing. */
    @Test
    void restartThatTheHostReportsAndNothingShowsNeedsAttention() {
        host.thenAct(perform -> new Answer.Performed(null, perform.planned()));

        var execution = run(RESTART);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_NOT_VERIFIED);
        assertThat(host.performed).hasSize(1);
    }
}
