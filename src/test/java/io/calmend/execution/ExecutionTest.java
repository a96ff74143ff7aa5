package io.calmend.execution;

import static io.calmend.execution.Guards.ALICE;
import static io.calmend.execution.Guards.BOB;
import static io.calmend.execution.Guards.CLEAR;
import static io.calmend.execution.Guards.EXPORT;
import static io.calmend.execution.Guards.OWNERSHIP;
import static io.calmend.execution.Guards.REMOVE;
import static io.calmend.operation.Arguments.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditSearch;
import io.calmend.database.OnH2;
import io.calmend.delegation.Permits;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StepKind;
import io.calmend.execution.Executions.StepRun;
import io.calmend.execution.Executions.StepState;
import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.registry.KeyIndex;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnH2
class ExecutionTest extends ExecutionFixture {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;

    private static Optional<KeyState.Present> licence(List<ObservedTree> trees, String name) {
        return new KeyIndex(trees).find(VIEW, MsLicensing.STORE.child(name));
    }

    private RegistryChange[] licenceIsWritten(String name, String bytes) {
        var path = MsLicensing.STORE.child(name);
        var changes = new ArrayList<RegistryChange>();
        changes.add(new RegistryChange.CreateKey(VIEW, path));
        ModelHost.licence(name, bytes)
                .values()
                .forEach(value -> changes.add(new RegistryChange.SetValue(VIEW, path, value)));
        return changes.toArray(RegistryChange[]::new);
    }

    // ---- the good way

    @Test
    void repairCostsThreeCommandsAndIsProvenByAnObservation() {
        var before = host.trees();

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(execution.failure()).isNull();
        assertThat(host.observations()).isEqualTo(2);
        assertThat(host.sent).hasSize(1);
        assertThat(licence(host.trees(), "LICENSE000")).isEmpty();
        assertThat(execution.changed()).isNotEmpty();
        assertThat(backups.state(execution.backup()).trees()).isEqualTo(before);
        assertThat(execution.steps())
                .extracting(StepRun::kind)
                .containsExactly(
                        StepKind.OBSERVE, StepKind.SAVE, StepKind.CHECK_SAVED, StepKind.CHANGE, StepKind.VERIFY);
        assertThat(execution.steps()).extracting(StepRun::state).containsOnly(StepState.DONE);
        assertThat(execution.undoableUntil()).isEqualTo(execution.startedAt().plus(settings.undoOffered()));
        assertThat(execution.allowedBy()).isEqualTo("Helpdesk – workstations");
        assertHostFree();
    }

    @Test
    void auditLogTellsWhatTheJournalTellsInTheSameOrder() {
        var execution = run(CLEAR);

        assertThat(journalOf(execution.id()))
                .containsExactly("Intended", "BackupSaved", "ChangeSent", "Answered", "HostObserved", "Ended");
        assertThat(logOf(execution.id()))
                .containsExactly("Intended", "BackupSaved", "ChangeSent", "StepEnded", "StepEnded", "Ended");
        assertThat(search.verify(Actor.PORTAL).broken()).isNull();
    }

    @Test
    void deadlineStandsInTheHostsOwnTime() {
        run(CLEAR);

        assertThat(host.sent.getFirst().until())
                .isEqualTo(clock.instant().plus(host.clockAhead).plus(settings.changeDeadline()));
    }

    @Test
    void operationThatOnlySavesSendsNoChange() {
        var execution = run(EXPORT);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.observations()).isEqualTo(1);
        assertThat(host.sent).isEmpty();
        assertThat(backups.state(execution.backup()).trees()).isEqualTo(host.trees());
        assertThat(execution.steps())
                .extracting(StepRun::kind)
                .containsExactly(StepKind.OBSERVE, StepKind.SAVE, StepKind.CHECK_SAVED);
        assertThat(execution.steps()).extracting(StepRun::state).containsOnly(StepState.DONE);
        assertThat(execution.undoableUntil()).isNull();
    }

    @Test
    void changeThatNeedsSeveralCommandsExpectsWhatTheAnswerBeforeGave() {
        host.fitsInACommand(1);

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(2);
        assertThat(host.sent.get(1).expected()).isNotEqualTo(host.sent.get(0).expected());
        assertThat(host.observations()).isEqualTo(2);
    }

    @Test
    void licenceThatTheClientGotAgainIsASuccess() {
        host.then(change -> {
            var answer = host.obey(change);
            host.meddle(licenceIsWritten("LICENSE000", "third"));
            return answer;
        });

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(execution.steps().getLast().log()).anyMatch(line -> line.contains("LICENSE000"));
    }

    /** The person was told to start Remote Desktop once, and did before a late observation: nothing of that may be taken away again. */
    @Test
    void licenceAndHardwareIdThatTheClientGotAnewBeforeALateObservationAreASuccess() {
        host.then(change -> {
            host.obey(change);
            return new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "");
        });
        var execution = run(REMOVE);
        host.meddle(new RegistryChange.SetValue(
                VIEW, MsLicensing.HARDWARE_ID, RegistryValue.binary(MsLicensing.HARDWARE_ID_VALUE, new byte[] {9, 8})));
        host.meddle(licenceIsWritten("LICENSE000", "third"));
        var anew = host.trees();

        passDeadline();
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertHostIsAs(anew);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void oldLicenceUnderAnotherNameIsNoSuccess() {
        host.then(change -> {
            var answer = host.obey(change);
            host.meddle(licenceIsWritten("LICENSE002", "first"));
            return answer;
        });

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.undoableUntil()).isNotNull();
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void listenersHearOfEachCommitAndAFailingOneHarmsNobody() {
        var heard = Collections.synchronizedList(new ArrayList<ExecutionId>());
        try (var _ = executions.listen(_ -> {
                    throw new IllegalStateException("broken");
                });
                var _ = executions.listen(heard::add)) {
            var execution = run(CLEAR);
            assertThat(heard).hasSizeGreaterThanOrEqualTo(5).containsOnly(execution.id());
        }
        heard.clear();
        run(EXPORT);
        assertThat(heard).isEmpty();
    }

    // ---- guards

    @Test
    void nothingRunsWhenTheAuditLogCannotBeWritten() {
        var plan = plan(ALICE, CLEAR);
        auditLog.refuses = _ -> true;

        assertRefused(start(ALICE, plan), FailureReason.AUDIT_LOG_UNAVAILABLE);

        assertThat(host.sent).isEmpty();
        assertThat(executions.running(ALICE)).isEmpty();
        assertHostFree();
    }

    @Test
    void nothingRunsWhenTheIntentCannotBeWritten() {
        var plan = plan(ALICE, CLEAR);
        auditLog.refuses = AuditEvent.Intended.class::isInstance;

        assertRefused(start(ALICE, plan), FailureReason.AUDIT_LOG_UNAVAILABLE);

        assertThat(host.sent).isEmpty();
        assertHostFree();
    }

    @Test
    void nothingBeginsWithAPermitForSomethingElse() {
        var plan = plan(ALICE, CLEAR);
        var document = reader.plan(plan.id()).orElseThrow().read();
        var request = new ExecutionRequest(ALICE, plan.id(), plan.digest(), "user cannot connect", "INC-4711");

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        journal.begin(plan.id(), document, request, Permits.of("rule", ALICE, EXPORT, Guards.PC)));

        assertHostFree();
        assertThat(executions.ofHost(ALICE, Guards.PC.objectId())).isEmpty();
    }

    @Test
    void eachGestureAsksTheDirectoryForItsHostOnce() {
        var plan = plan(ALICE, CLEAR);
        assertThat(guards.lookups).as("planning").hasValue(1);
        assertThat(guards.asked).as("planning").isEqualTo(1);

        guards.open();
        var id = started(ALICE, plan);
        untilNothingIsAtWork();
        assertThat(guards.lookups).as("starting").hasValue(1);
        assertThat(guards.asked).as("starting, and before sending").isEqualTo(2);

        guards.open();
        planned(executions.planUndo(ALICE, id));
        assertThat(guards.lookups).as("planning the undo").hasValue(1);
        assertThat(guards.asked).as("planning the undo").isEqualTo(1);

        guards.open();
        assertThat(executions.checkAgain(ALICE, id)).isEmpty();
        assertThat(guards.lookups).as("checking again").hasValue(1);
        assertThat(guards.asked).as("checking again").isEqualTo(1);
    }

    @Test
    void nothingIsPlannedWhenTheAuditLogCannotBeWritten() {
        auditLog.refuses = _ -> true;

        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.AUDIT_LOG_UNAVAILABLE, List.of()));
    }

    @Test
    void nothingIsSentWhenSendingIsNotInTheAuditLog() {
        auditLog.refuses = AuditEvent.ChangeSent.class::isInstance;

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.AUDIT_LOG_UNAVAILABLE);
        assertThat(host.sent).isEmpty();
        assertThat(backups.ofHost(ALICE, Guards.PC.objectId())).isEmpty();
        assertHostFree();
    }

    @Test
    void executionThatCannotEvenEndInTheAuditLogIsEndedWhenTheAuditLogIsBack() {
        auditLog.refuses = event -> !(event instanceof AuditEvent.Intended);
        var id = started(ALICE, plannedBeforeTheLogBroke());
        untilNothingIsAtWork();
        assertThat(find(id).state()).isEqualTo(ExecutionState.INTENDED);
        assertHostTaken();

        auditLog.refuses = _ -> false;
        pass(settings.lease().plusSeconds(1));
        sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(host.sent).isEmpty();
        assertHostFree();
    }

    private Plan plannedBeforeTheLogBroke() {
        var refuses = auditLog.refuses;
        auditLog.refuses = _ -> false;
        var plan = plan(ALICE, CLEAR);
        auditLog.refuses = refuses;
        return plan;
    }

    @Test
    void nothingRunsWhenTheBackupIsNotVerified() {
        backups.damaged = true;

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.BACKUP_NOT_VERIFIED);
        assertThat(host.sent).isEmpty();
        assertHostFree();
    }

    @Test
    void permissionThatEndedBetweenPlanAndStartRefusesTheStart() {
        guards.denies = asked -> asked > 1;
        guards.denial = FailureReason.PERMISSION_ENDED;

        assertRefused(start(ALICE, plan(ALICE, CLEAR)), FailureReason.PERMISSION_ENDED);

        assertThat(host.sent).isEmpty();
    }

    @Test
    void permissionThatEndedBetweenPlanAndSendStopsTheChange() {
        guards.denies = asked -> asked > 2;
        guards.denial = FailureReason.PERMISSION_ENDED;

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.PERMISSION_ENDED);
        assertThat(host.sent).isEmpty();
        assertHostFree();
    }

    @Test
    void stoppedChangesAreRefusedWhilePlanningAndStartingButSavingGoesOn() {
        var plan = plan(ALICE, CLEAR);
        changeSwitch.stop(BOB, "maintenance");

        assertRefused(start(ALICE, plan), FailureReason.CHANGES_STOPPED);
        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.CHANGES_STOPPED, List.of()));
        assertThat(run(EXPORT).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).isEmpty();
    }

    @Test
    void switchTurnedBetweenStartAndSendStopsTheChange() {
        guards.denies = asked -> {
            if (asked == 2) {
                changeSwitch.stop(BOB, "maintenance");
            }
            return false;
        };
        // the second question is the start's: the switch is asked after it
        assertRefused(start(ALICE, plan(ALICE, CLEAR)), FailureReason.CHANGES_STOPPED);

        guards.open();
        var plan = plan(ALICE, CLEAR);
        auditLog.refuses = event -> {
            if (event instanceof AuditEvent.Intended) {
                changeSwitch.stop(BOB, "maintenance");
            }
            return false;
        };
        var id = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(id).failure()).isEqualTo(FailureReason.CHANGES_STOPPED);
        assertThat(host.sent).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"HOST_UNKNOWN", "HOST_DISABLED", "DOMAIN_CONTROLLER", "DIRECTORY_UNAVAILABLE"})
    void hostThatTheDirectoryDoesNotGiveIsRefusedAndInTheAuditLog(FailureReason reason) {
        guards.hostRefused = Optional.of(reason);

        assertThat(executions.plan(ALICE, CLEAR, new HostName("pc-0421"), null, NONE))
                .isEqualTo(new PlanDecision.Refused(reason, List.of()));

        var entry = search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 1).getFirst();
        assertThat(entry.kind()).isEqualTo("Refused");
        assertThat(entry.document()).contains(reason.name()).contains("pc-0421");
        assertThat(host.observations()).isZero();
    }

    @Test
    void whoMayNotIsRefusedBeforeTheHostIsAsked() {
        guards.denies = _ -> true;

        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOT_PERMITTED, List.of()));

        assertThat(host.observations()).isZero();
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 1)
                        .getFirst()
                        .kind())
                .isEqualTo("Refused");
    }

    @Test
    void unknownOperationIsRefused() {
        assertThat(executions.plan(ALICE, new OperationKey("NO-SUCH"), Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.OPERATION_UNKNOWN, List.of()));
    }

    @Test
    void hostThatCannotBeObservedIsRefusedWithItsReason() {
        host.thenObserveNothing(FailureReason.TLS_WRONG_NAME);

        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.TLS_WRONG_NAME, List.of()));
    }

    @Test
    void hostThatIsAlreadyRightIsLeftAlone() {
        run(CLEAR);

        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_DO, List.of()));
    }

    @Test
    void whatCouldNotBeRolledBackIsNotTakenAway() {
        host.meddle(new RegistryChange.SetValue(
                VIEW,
                MsLicensing.STORE.child("LICENSE000"),
                RegistryValue.text("CompanyName", "x".repeat(ModelHost.LONGEST_TEXT + 1))));

        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.CHANGE_TOO_LARGE, List.of()));
    }

    @Test
    void whatCannotBeReadIsNamedAndNothingIsPlanned() {
        var unreadable = MsLicensing.STORE.child("LICENSE000");
        host.thenObserve(observationResult -> {
            var observed = (ObservationResult.Observed) observationResult;
            return new ObservationResult.Observed(
                    observed.at(),
                    observed.changeAtWork(),
                    observed.facts(),
                    HostState.of(observed.state().trees().stream()
                            .map(tree -> new ObservedTree(
                                    tree.target(),
                                    new KeyState.Present(
                                            MsLicensing.ROOT,
                                            ModelHost.RIGHTS,
                                            List.of(),
                                            List.of(new KeyState.Unreadable(unreadable, "SecurityException")),
                                            0),
                                    tree.digest()))
                            .toList()),
                    observed.known());
        });

        var decision = executions.plan(ALICE, EXPORT, Guards.PC.dnsName(), null, NONE);

        assertThat(decision).isInstanceOfSatisfying(PlanDecision.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(FailureReason.BACKUP_INCOMPLETE);
            assertThat(refused.where()).anyMatch(where -> where.contains("LICENSE000"));
        });
    }

    // ---- the plan

    @Test
    void planIsReadByWhomItWasMadeForOnly() {
        var plan = plan(ALICE, CLEAR);

        assertThat(executions.plan(ALICE, plan.id())).contains(plan);
        assertThat(executions.plan(BOB, plan.id())).isEmpty();
        assertRefused(start(BOB, plan), FailureReason.PLAN_UNKNOWN);
    }

    @Test
    void planIsNotStartedAfterItsTime() {
        var plan = plan(ALICE, CLEAR);
        pass(settings.planValid().plusSeconds(1));

        assertRefused(start(ALICE, plan), FailureReason.PLAN_EXPIRED);
    }

    @Test
    void planIsStartedOnce() {
        var plan = plan(ALICE, CLEAR);
        started(ALICE, plan);
        untilNothingIsAtWork();

        assertRefused(start(ALICE, plan), FailureReason.PLAN_EXPIRED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void planThatIsNotTheOneThatWasReadIsRefused() {
        var plan = plan(ALICE, CLEAR);

        assertRefused(
                executions.start(
                        new ExecutionRequest(ALICE, plan.id(), "0".repeat(64), "user cannot connect", "INC-1")),
                FailureReason.PLAN_CHANGED);
    }

    @Test
    void startWithoutAProperReasonOrTicketIsRefusedAndTheTicketIsNotKept() {
        var plan = plan(ALICE, CLEAR);

        assertRefused(
                executions.start(new ExecutionRequest(ALICE, plan.id(), plan.digest(), "", "INC-1")),
                FailureReason.REASON_MISSING);
        assertRefused(
                executions.start(new ExecutionRequest(ALICE, plan.id(), plan.digest(), "reason", "INC\u202e1")),
                FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 1)
                        .getFirst()
                        .ticket())
                .isNull();
    }

    // ---- one at a time

    @Test
    void hostThatIsTakenIsNotPlannedForEither() {
        var release = new CountDownLatch(1);
        host.then(change -> {
            awaitQuietly(release);
            return host.obey(change);
        });
        started(ALICE, plan(ALICE, CLEAR));

        assertThat(executions.plan(BOB, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.HOST_BUSY, List.of()));
        release.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- answers that say that nothing was changed

    static Stream<Arguments> declines() {
        return Stream.of(
                Arguments.of(new Answer.Differs(List.of("a", "b")), FailureReason.HOST_CHANGED),
                Arguments.of(new Answer.Late(), FailureReason.CHANGE_LATE),
                Arguments.of(new Answer.Busy(), FailureReason.HOST_BUSY),
                Arguments.of(
                        new Answer.NeverSent(FailureReason.SIGN_IN_REJECTED, "401"), FailureReason.SIGN_IN_REJECTED));
    }

    @ParameterizedTest
    @MethodSource("declines")
    void answerThatNothingWasChangedEndsWithItsReason(Answer answer, FailureReason reason) {
        host.then(_ -> answer);

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(reason);
        assertThat(execution.changed()).isEmpty();
        assertThat(execution.undoableUntil()).isNull();
        assertThat(execution.steps().getLast().state()).isEqualTo(StepState.SKIPPED);
        assertHostFree();
    }

    @Test
    void stopHoldsBackACommandThatWaitsForItsTurn() {
        host.thenWait(() -> changeSwitch.stop(BOB, "too many faults"));

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGES_STOPPED);
        assertThat(host.sent).isEmpty();
    }

    @Test
    void hostThatChangedSinceThePlanIsLeftAlone() {
        var plan = plan(ALICE, CLEAR);
        host.meddle(new RegistryChange.SetValue(VIEW, MsLicensing.ROOT, RegistryValue.text("new", "value")));
        var before = host.trees();

        var id = started(ALICE, plan);
        untilNothingIsAtWork();

        assertThat(find(id).failure()).isEqualTo(FailureReason.HOST_CHANGED);
        assertHostIsAs(before);
    }

    @ParameterizedTest
    @MethodSource("declines")
    void laterCommandThatIsDeclinedRollsBackWhatTheFirstDid(Answer answer, FailureReason reason) {
        var before = host.trees();
        host.fitsInACommand(1);
        host.then(host::obey);
        host.then(_ -> answer);

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.ROLLED_BACK);
        assertThat(execution.failure()).isEqualTo(reason);
        assertHostIsAs(before);
        assertHostFree();
    }

    @Test
    void whatSomebodyDidBetweenTwoCommandsIsNotWrittenOver() {
        host.fitsInACommand(1);
        host.then(change -> {
            var answer = host.obey(change);
            host.meddle(new RegistryChange.SetValue(VIEW, MsLicensing.ROOT, RegistryValue.text("new", "value")));
            return answer;
        });

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.HOST_CHANGED);
        assertThat(host.sent).hasSize(2);
        assertThat(new KeyIndex(host.trees())
                        .find(VIEW, MsLicensing.ROOT)
                        .orElseThrow()
                        .values())
                .contains(RegistryValue.text("new", "value"));
        assertHostFree();
    }

    // ---- failures on the way

    @Test
    void changeThatFailsOnTheWayIsRolledBack() {
        var before = host.trees();
        host.then(change -> host.obey(change, 1));

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.ROLLED_BACK);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_FAILED);
        assertHostIsAs(before);
        assertThat(execution.changed()).isEmpty();
        assertThat(journalOf(execution.id()))
                .containsSubsequence(
                        "Answered",
                        "HostObserved",
                        "RollbackBegun",
                        "RollbackSent",
                        "Answered",
                        "HostObserved",
                        "Ended");
        assertHostFree();
    }

    @Test
    void changeThatFailsAtOnceChangedNothing() {
        host.then(change -> host.obey(change, 0));

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_FAILED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void changeThatDoesNotHoldIsLeftToAPerson() {
        host.then(change -> {
            var answer = host.obey(change);
            host.meddle(licenceIsWritten("LICENSE000", "first"));
            return answer;
        });

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_NOT_VERIFIED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void changeThatVanishedAltogetherLeftNothingToRollBack() {
        var before = host.trees();
        host.then(change -> {
            var answer = host.obey(change);
            host.restore(before);
            return answer;
        });

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_NOT_VERIFIED);
        assertThat(host.sent).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("declines")
    void rollbackThatIsDeclinedNeedsAttention(Answer answer, FailureReason ignored) {
        host.then(change -> host.obey(change, 1));
        host.then(_ -> answer);

        var execution = run(CLEAR);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.CHANGE_FAILED);
        assertThat(execution.changed()).isNotEmpty();
        assertThat(execution.undoableUntil()).isNotNull();
        assertHostFree();
    }

    @Test
    void rollbackThatFailsHalfWayNeedsAttention() {
        host.then(change -> host.obey(change, 1));
        host.then(change -> host.obey(change, 1));

        assertThat(run(CLEAR).state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
    }

    @Test
    void rollbackWhoseAnswerIsLostIsDecidedByAnObservation() {
        var before = host.trees();
        host.then(change -> host.obey(change, 1));
        host.then(change -> {
            host.obey(change);
            return new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "");
        });

        var execution = run(CLEAR);
        assertThat(execution.state()).isEqualTo(ExecutionState.ROLLING_BACK);
        assertHostTaken();
        passDeadline();
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.ROLLED_BACK);
        assertHostIsAs(before);
        assertThat(host.sent).hasSize(2);
    }

    // ---- temporary ownership

    @Test
    void descriptorsThatWereNotRestoredAreRestoredOnceMore() {
        var before = host.trees();
        host.then(change -> {
            host.obey(change);
            host.rights(VIEW, MsLicensing.STORE, ModelHost.OWNED);
            return notRestored(change);
        });

        var execution = run(OWNERSHIP);

        assertThat(execution.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(2);
        assertThat(host.sent.get(1).changes())
                .containsExactlyElementsOf(
                        OfRegistry.changes(new RegistryChange.Secure(VIEW, MsLicensing.STORE, ModelHost.RIGHTS)));
        assertThat(new KeyIndex(host.trees())
                        .find(VIEW, MsLicensing.STORE)
                        .orElseThrow()
                        .sddl())
                .isEqualTo(new KeyIndex(before)
                        .find(VIEW, MsLicensing.STORE)
                        .orElseThrow()
                        .sddl());
        assertThat(journalOf(execution.id())).contains("DescriptorsSent");
    }

    private Answer notRestored(HostCommand.Apply change) {
        return new Answer.Ended(
                change.changes().stream().map(one -> new Answer.Done(one, null)).toList(),
                List.of(new Answer.Restored(
                        VIEW, MsLicensing.STORE, ModelHost.RIGHTS, ModelHost.OWNED, "UnauthorizedAccessException")),
                host.trees().stream().map(ObservedTree::digest).toList());
    }

    @Test
    void descriptorsThatCannotBeRestoredNeedAttention() {
        host.then(change -> {
            host.obey(change);
            host.rights(VIEW, MsLicensing.STORE, ModelHost.OWNED);
            return notRestored(change);
        });
        host.then(change -> host.obey(change, 0));

        var execution = run(OWNERSHIP);

        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(execution.failure()).isEqualTo(FailureReason.DESCRIPTOR_NOT_RESTORED);
        assertHostFree();
    }

    // ---- clocks

    /** The furthest clocks that are believed. */
    @ParameterizedTest
    @ValueSource(strings = {"1601-01-01T00:00:00Z", "9998-12-31T23:59:59.9999999Z"})
    void deadlineOfAHostWhoseClockIsCenturiesAwayStandsInItsTime(String clockOfTheHost) {
        var at = Instant.parse(clockOfTheHost);
        host.thenObserve(observationResult -> at(at, observationResult));

        var execution = run(CLEAR);

        assertThat(execution.state()).isIn(ExecutionState.SUCCEEDED, ExecutionState.NOT_CHANGED);
        assertThat(host.sent.getFirst().until()).isBetween(at, at.plus(Duration.ofDays(1)));
    }

    private static ObservationResult at(Instant clock, ObservationResult observationResult) {
        var observed = (ObservationResult.Observed) observationResult;
        return new ObservationResult.Observed(
                clock, observed.changeAtWork(), observed.facts(), observed.state(), observed.known());
    }

    // ---- answers that got lost

    private void answerIsLost(boolean obeyed) {
        host.then(change -> {
            if (obeyed) {
                host.obey(change);
            }
            return new Answer.OutcomeUnknown(FailureReason.CONNECTION_LOST, "reset by peer");
        });
    }

    @Test
    void connectionLostAfterSendingKeepsTheHostTakenUntilTheDeadlineIsOver() {
        answerIsLost(true);
        var execution = run(CLEAR);
        assertThat(execution.state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        assertThat(execution.steps())
                .filteredOn(step -> step.kind() == StepKind.CHANGE)
                .extracting(StepRun::state)
                .containsExactly(StepState.UNKNOWN);

        pass(settings.changeDeadline().minusSeconds(1));
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        assertThat(host.observations()).isEqualTo(1);
        assertHostTaken();
        assertRefusedBusy();
    }

    private void assertRefusedBusy() {
        assertThat(executions.plan(BOB, CLEAR, Guards.PC.dnsName(), null, NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.HOST_BUSY, List.of()));
    }

    @Test
    void lostAnswerOfAChangeThatIsInPlaceIsASuccessAndNothingIsSentTwice() {
        answerIsLost(true);
        var execution = run(CLEAR);
        passDeadline();
        sweep();

        var ended = find(execution.id());
        assertThat(ended.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(ended.changed()).isNotEmpty();
        assertThat(ended.steps()).extracting(StepRun::state).containsOnly(StepState.DONE);
        assertThat(host.sent).hasSize(1);
        assertHostFree();
    }

    @Test
    void lostAnswerOfAChangeThatNeverCameThroughChangedNothing() {
        answerIsLost(false);
        var execution = run(CLEAR);
        passDeadline();
        sweep();

        var ended = find(execution.id());
        assertThat(ended.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(ended.failure()).isEqualTo(FailureReason.CONNECTION_LOST);
        assertThat(host.sent).hasSize(1);
        // and what is delivered after all changes nothing any more
        assertThat(host.obey(host.sent.getFirst())).isInstanceOf(Answer.Late.class);
    }

    @Test
    void lostAnswerOfAChangeThatIsHalfInPlaceIsLeftToAPerson() {
        host.then(change -> {
            host.obey(change, 1);
            return new Answer.OutcomeUnknown(FailureReason.TIMED_OUT, "");
        });
        var execution = run(CLEAR);
        passDeadline();
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(find(execution.id()).failure()).isEqualTo(FailureReason.TIMED_OUT);
        assertThat(find(execution.id()).undoableUntil()).isNotNull();
        assertThat(host.sent).hasSize(1);
        assertHostFree();
    }

    @Test
    void nothingIsDecidedWhileAChangeIsAtWorkOnTheHost() {
        answerIsLost(false);
        var execution = run(CLEAR);
        passDeadline();
        host.thenObserve(observationResult -> {
            var observed = (ObservationResult.Observed) observationResult;
            return new ObservationResult.Observed(
                    observed.at(), true, observed.facts(), observed.state(), observed.known());
        });
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        assertHostTaken();
        pass(settings.pauses().getFirst());
        sweep();
        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NOT_CHANGED);
    }

    @Test
    void nothingIsDecidedBeforeTheDeadlineIsOverByTheHostsOwnClock() {
        answerIsLost(false);
        var execution = run(CLEAR);
        passDeadline();
        host.thenObserve(observationResult -> {
            var observed = (ObservationResult.Observed) observationResult;
            return new ObservationResult.Observed(
                    host.sent.getFirst().until(), false, observed.facts(), observed.state(), observed.known());
        });
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
    }

    @Test
    void hostThatCannotBeReachedIsAskedAgainAfterGrowingPauses() {
        answerIsLost(true);
        var execution = run(CLEAR);
        for (var index = 0; index < 8; index++) {
            host.thenObserveNothing(FailureReason.HOST_UNREACHABLE);
        }
        passDeadline();
        sweep();
        assertThat(host.observations()).isEqualTo(2);

        for (var pause : settings.pauses()) {
            var observations = host.observations();
            pass(pause.minusSeconds(1));
            sweep();
            assertThat(host.observations()).as("before " + pause).isEqualTo(observations);
            pass(Duration.ofSeconds(1));
            sweep();
            assertThat(host.observations()).as("after " + pause).isEqualTo(observations + 1);
        }

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        assertThat(journalOf(execution.id())).containsOnlyOnce("ObservationFailed");
        assertHostTaken();
        for (var index = 0; index < 3; index++) {
            pass(settings.pauses().getLast());
            sweep();
        }
        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void hostThatIsGoneAfterItAnsweredIsVerifiedLater() {
        host.thenObserveUsual();
        host.thenObserveNothing(FailureReason.HOST_UNREACHABLE);

        var execution = run(CLEAR);
        assertThat(execution.state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
        pass(settings.pauses().getFirst());
        sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
    }

    @Test
    void personObservesAgainWithoutWaitingForTheNextRound() {
        answerIsLost(true);
        var execution = run(CLEAR);
        host.thenObserveNothing(FailureReason.HOST_UNREACHABLE);
        passDeadline();
        sweep();

        assertThat(executions.checkAgain(BOB, execution.id())).isEmpty();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.SUCCEEDED);
        var entry = search.ofExecution(Actor.PORTAL, execution.id()).getLast();
        assertThat(entry.actorAccount()).isEqualTo("bob");
    }

    @Test
    void lookingAgainBeforeTheDeadlineSaysThatItIsTooEarly() {
        answerIsLost(true);
        var execution = run(CLEAR);

        assertThat(executions.checkAgain(ALICE, execution.id())).contains(FailureReason.OUTCOME_UNKNOWN);

        assertThat(host.observations()).isEqualTo(1);
    }

    @Test
    void lookingAgainIsRefusedToWhoMayNotWorkOnTheHost() {
        answerIsLost(true);
        var execution = run(CLEAR);
        passDeadline();
        guards.denies = _ -> true;

        assertThat(executions.checkAgain(BOB, execution.id())).contains(FailureReason.NOT_PERMITTED);

        assertThat(host.observations()).isEqualTo(1);
    }

    @Test
    void lookingAgainChangesNothingOnTheHostEvenWhereItIsHalfDone() {
        host.then(change -> {
            host.obey(change, 1);
            return new Answer.OutcomeUnknown(FailureReason.TIMED_OUT, "");
        });
        var execution = run(CLEAR);
        passDeadline();

        assertThat(executions.checkAgain(ALICE, execution.id())).isEmpty();
        assertThat(host.sent).hasSize(1);
        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
    }

    @Test
    void observationOfAnExecutionThatNeedsAttentionPutsItsRecordRight() {
        var before = host.trees();
        host.then(change -> host.obey(change, 1));
        host.then(_ -> new Answer.Busy());
        var execution = run(CLEAR);
        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);

        assertThat(executions.checkAgain(ALICE, execution.id())).isEmpty();
        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);

        host.restore(before);
        assertThat(executions.checkAgain(ALICE, execution.id())).isEmpty();
        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.ROLLED_BACK);
    }

    // ---- undo

    @Test
    void undoRestoresEverythingAndVerifiesIt() {
        var before = host.trees();
        var execution = run(CLEAR);

        var plan = planned(executions.planUndo(ALICE, execution.id()));
        assertThat(plan.drift()).isEmpty();
        assertThat(plan.undoOf()).isEqualTo(execution.id());
        assertThat(plan.operation()).isEqualTo(CLEAR);
        assertThat(plan.caseId()).isEqualTo(execution.caseId());
        var undo = find(startedAndDone(plan));

        assertThat(undo.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(undo.undoOf()).isEqualTo(execution.id());
        assertThat(undo.backup()).isNotNull().isNotEqualTo(execution.backup());
        assertHostIsAs(before);
        var undone = find(execution.id());
        assertThat(undone.undoneBy()).isEqualTo(undo.id());
        assertThat(undone.undoableUntil()).isNull();
        assertThat(executions.planUndo(ALICE, execution.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));
    }

    private ExecutionId startedAndDone(Plan plan) {
        var id = started(ALICE, plan);
        untilNothingIsAtWork();
        return id;
    }

    @Test
    void runThatChangedNothingHasNothingToUndo() {
        host.then(_ -> new Answer.Busy());
        var execution = run(CLEAR);
        assertThat(execution.state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(execution.backup()).isNotNull();
        host.meddle(licenceIsWritten("LICENSE000", "third"));

        assertThat(executions.planUndo(ALICE, execution.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));
    }

    @Test
    void planIsCarriedOutOnce() {
        var plan = plan(ALICE, EXPORT);
        startedAndDone(plan);

        assertRefused(start(ALICE, plan), FailureReason.PLAN_EXPIRED);
    }

    @Test
    void undoCanBeUndone() {
        var execution = run(CLEAR);
        var after = host.trees();
        var undo = startedAndDone(planned(executions.planUndo(ALICE, execution.id())));

        var again = find(startedAndDone(planned(executions.planUndo(ALICE, undo))));

        assertThat(again.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertHostIsAs(after);
    }

    @Test
    void whoseUndoWasUndoneStandsAgainAndCanBeUndone() {
        var before = host.trees();
        var execution = run(CLEAR);
        var undo = startedAndDone(planned(executions.planUndo(ALICE, execution.id())));
        var again = startedAndDone(planned(executions.planUndo(ALICE, undo)));

        assertThat(find(execution.id()).undoneBy()).isNull();
        assertThat(find(undo).undoneBy()).isEqualTo(again);

        var last = startedAndDone(planned(executions.planUndo(ALICE, execution.id())));

        assertThat(find(execution.id()).undoneBy()).isEqualTo(last);
        assertThat(find(last).undoneBy()).isNull();
        assertHostIsAs(before);
    }

    @Test
    void driftIsShownSavedAndWrittenOver() {
        var before = host.trees();
        var execution = run(CLEAR);
        host.meddle(licenceIsWritten("LICENSE000", "third"));
        var drifted = host.trees();

        var plan = planned(executions.planUndo(ALICE, execution.id()));
        assertThat(OfRegistry.differences(plan.drift()))
                .isNotEmpty()
                .allMatch(one -> one.path().isAtOrBelow(MsLicensing.STORE));
        var undo = find(startedAndDone(plan));

        assertThat(undo.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertHostIsAs(before);
        assertThat(backups.state(undo.backup()).trees()).isEqualTo(drifted);
    }

    @Test
    void undoThatWasCutShortIsPlannedAgainAndEndsRight() {
        var before = host.trees();
        var execution = run(CLEAR);
        // half of the undo comes through, then everything goes wrong
        host.then(change -> host.obey(change, 1));
        host.then(_ -> new Answer.Busy());
        var cut = find(startedAndDone(planned(executions.planUndo(ALICE, execution.id()))));
        assertThat(cut.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);

        var undo = find(startedAndDone(planned(executions.planUndo(ALICE, execution.id()))));

        assertThat(undo.state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertHostIsAs(before);
    }

    @Test
    void undoAsksForTheSamePermission() {
        var execution = run(CLEAR);
        guards.denies = _ -> true;

        assertThat(executions.planUndo(BOB, execution.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOT_PERMITTED, List.of()));
    }

    @Test
    void undoIsNotOfferedForEver() {
        var execution = run(CLEAR);
        pass(settings.undoOffered().plusSeconds(1));

        assertThat(find(execution.id()).undoableUntil()).isNull();
        assertThat(executions.planUndo(ALICE, execution.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.BACKUP_UNKNOWN, List.of()));
    }

    @Test
    void savingAndWhatChangedNothingCannotBeUndone() {
        var saved = run(EXPORT);
        assertThat(executions.planUndo(ALICE, saved.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));

        host.then(_ -> new Answer.Busy());
        var unchanged = run(CLEAR);
        assertThat(executions.planUndo(ALICE, unchanged.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.NOTHING_TO_UNDO, List.of()));
    }

    // ---- a process that is gone

    /** What a kill looks like from the database: the thread is gone, nothing more is written. */
    private static final class Killed extends RuntimeException {}

    private ExecutionId killedWhileChanging(boolean obeyed) {
        host.then(change -> {
            if (obeyed) {
                host.obey(change);
            }
            throw new Killed();
        });
        var id = started(ALICE, plan(ALICE, CLEAR));
        untilNothingIsAtWork();
        assertThat(find(id).state()).isEqualTo(ExecutionState.SENT);
        return id;
    }

    @Test
    void executionIsTakenOverOnlyWhenItsLeaseIsOver() {
        var id = killedWhileChanging(true);
        var other = new OtherProcess();

        other.sweep();
        assertThat(journalOf(id)).doesNotContain("TakenOver");

        pass(settings.lease().plusSeconds(1));
        other.sweep();
        assertThat(journalOf(id)).contains("TakenOver");
        assertThat(logOf(id)).contains("TakenOver");
        assertThat(find(id).state()).isEqualTo(ExecutionState.OUTCOME_UNKNOWN);
    }

    @Test
    void killAfterSendingIsDecidedByAnObservationAndNothingIsRepeated() {
        var id = killedWhileChanging(true);
        var other = new OtherProcess();
        pass(settings.lease().plusSeconds(1));
        other.sweep();
        passDeadline();
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
        assertThat(find(id).backup()).isNotNull();
        assertHostFree();
    }

    @Test
    void killBeforeTheCommandLeftChangedNothing() {
        var id = killedWhileChanging(false);
        var other = new OtherProcess();
        pass(settings.lease().plusSeconds(1));
        other.sweep();
        passDeadline();
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.NOT_CHANGED);
        assertThat(find(id).failure()).isEqualTo(FailureReason.PORTAL_RESTARTED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void killHalfWayNeedsAttentionWithTheUndoOnOffer() {
        var before = host.trees();
        host.then(change -> {
            host.obey(change, 1);
            throw new Killed();
        });
        var id = started(ALICE, plan(ALICE, CLEAR));
        untilNothingIsAtWork();
        var other = new OtherProcess();
        pass(settings.lease().plusSeconds(1));
        other.sweep();
        passDeadline();
        other.sweep();

        var found = find(id);
        assertThat(found.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(found.undoableUntil()).isNotNull();
        assertThat(host.sent).hasSize(1);
        assertHostFree();

        startedAndDone(planned(executions.planUndo(ALICE, id)));
        assertHostIsAs(before);
    }

    @Test
    void killAfterTheAnswerIsVerifiedByAnObservation() {
        auditLog.refuses = event -> event instanceof AuditEvent.StepEnded;
        var id = started(ALICE, plan(ALICE, CLEAR));
        untilNothingIsAtWork();
        auditLog.refuses = _ -> false;
        assertThat(find(id).state()).isEqualTo(ExecutionState.SENT);

        var other = new OtherProcess();
        pass(settings.lease().plusSeconds(1));
        other.sweep();
        passDeadline();
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void killWhileRollingBackIsDecidedByAnObservation() {
        var before = host.trees();
        host.then(change -> host.obey(change, 1));
        host.then(change -> {
            host.obey(change);
            throw new Killed();
        });
        var id = started(ALICE, plan(ALICE, CLEAR));
        untilNothingIsAtWork();
        assertThat(find(id).state()).isEqualTo(ExecutionState.ROLLING_BACK);

        var other = new OtherProcess();
        pass(settings.lease().plus(settings.changeDeadline()).plusSeconds(2));
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.ROLLED_BACK);
        assertHostIsAs(before);
        assertThat(host.sent).hasSize(2);
    }

    @Test
    void descriptorsThatADeadProcessLeftChangedAreRestored() {
        host.then(change -> {
            host.obey(change);
            host.rights(VIEW, MsLicensing.STORE, ModelHost.OWNED);
            throw new Killed();
        });
        var id = started(ALICE, plan(ALICE, OWNERSHIP));
        untilNothingIsAtWork();
        var other = new OtherProcess();
        pass(settings.lease().plus(settings.changeDeadline()).plusSeconds(2));
        other.sweep();

        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(new KeyIndex(host.trees())
                        .find(VIEW, MsLicensing.STORE)
                        .orElseThrow()
                        .sddl())
                .isEqualTo(ModelHost.RIGHTS);
    }

    @Test
    void processThatLostItsExecutionWritesNothingMore() {
        var release = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        host.then(change -> {
            var answer = host.obey(change);
            arrived.countDown();
            awaitQuietly(release);
            return answer;
        });
        var id = started(ALICE, plan(ALICE, CLEAR));
        awaitQuietly(arrived);
        var other = new OtherProcess();
        pass(settings.lease().plus(settings.changeDeadline()).plusSeconds(2));
        other.sweep();
        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        var journal = journalOf(id);

        release.countDown();
        untilNothingIsAtWork();

        assertThat(journalOf(id)).isEqualTo(journal);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void processThatIsAliveKeepsItsExecution() {
        var release = new CountDownLatch(1);
        host.then(change -> {
            awaitQuietly(release);
            return host.obey(change);
        });
        var id = started(ALICE, plan(ALICE, CLEAR));
        var other = new OtherProcess();
        for (var round = 0; round < 4; round++) {
            pass(settings.lease().dividedBy(2));
            new ExecutionRecovery(store, journal, reader, engine, directory, workers, settings).sweep();
            other.sweep();
        }
        assertThat(journalOf(id)).doesNotContain("TakenOver");
        release.countDown();
    }

    @Test
    void executionThatWaitsForAnObservationWhenThePortalRestartsIsOnlyObserved() {
        host.then(change -> {
            host.obey(change, 1);
            return new Answer.OutcomeUnknown(FailureReason.TIMED_OUT, "");
        });
        var execution = run(CLEAR);
        var restarted = new OtherProcess();
        passDeadline();
        restarted.sweep();

        assertThat(find(execution.id()).state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(host.sent).hasSize(1);
    }

    @Test
    void stoppingPortalLeavesWhatIsUnderWayToTheNextOne() throws Exception {
        var release = new CountDownLatch(1);
        host.then(change -> {
            var answer = host.obey(change);
            awaitQuietly(release);
            return answer;
        });
        var own = new Workers();
        var plan = plan(ALICE, CLEAR);
        var id = ((ExecutionJournal.Begun) begin(ALICE, plan)).execution();
        own.start(
                id,
                () -> engine.run(new ExecutionEngine.Assignment(
                        id, Guards.PC, reader.plan(plan.id()).orElseThrow().read(), ALICE, true)));
        var impatient = new ExecutionSettings(
                settings.planValid(),
                settings.changeDeadline(),
                settings.undoOffered(),
                settings.node(),
                settings.lease(),
                Duration.ofMinutes(1),
                settings.pauses(),
                Duration.ofMillis(10));
        await().until(() -> !host.sent.isEmpty());
        new ExecutionRecovery(store, journal, reader, engine, directory, own, impatient).stop();

        // at once, without waiting for the lease
        var restarted = new OtherProcess();
        restarted.sweep();
        assertThat(journalOf(id)).contains("TakenOver");
        release.countDown();
        await().until(() -> own.atWork().isEmpty());
        passDeadline();
        restarted.sweep();
        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(own.start(new ExecutionId(1), () -> {})).isFalse();
    }

    // ---- reading

    @Test
    void peopleSeeTheirOwnRunningOnesFirst() {
        var first = run(EXPORT);
        answerIsLost(false);
        var open = run(CLEAR);

        assertThat(executions.recentOf(ALICE, 10))
                .extracting(Executions.Execution::id)
                .containsExactly(open.id(), first.id());
        assertThat(executions.recentOf(ALICE, 1))
                .extracting(Executions.Execution::id)
                .containsExactly(open.id());
        assertThat(executions.recentOf(BOB, 10)).isEmpty();
        assertThat(executions.running(ALICE))
                .extracting(Executions.Execution::id)
                .containsExactly(open.id());
        assertThat(executions.ofHost(ALICE, Guards.PC.objectId()))
                .extracting(Executions.Execution::id)
                .containsExactly(open.id(), first.id());
    }

    @Test
    void whoMayNotCheckAComputerSeesNothingOfItsRunsAndThatIsInTheAuditLog() {
        answerIsLost(false);
        var open = run(CLEAR);
        guards.blind.add(BOB);

        assertThat(executions.running(BOB)).isEmpty();
        assertThat(executions.find(BOB, open.id())).isEmpty();
        assertThat(executions.ofHost(BOB, Guards.PC.objectId())).isEmpty();
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 2))
                .extracting(
                        AuditSearch.AuditEntry::actorAccount,
                        entry -> entry.facts().get("asked"))
                .containsExactly(tuple("bob", "history"), tuple("bob", "page"));
        guards.blind.add(ALICE);
        assertThat(executions.running(ALICE)).as("her own").hasSize(1);
        assertThat(executions.find(ALICE, open.id())).as("her own").isPresent();
    }

    @Test
    void planOfSomebodyElseIsNotShownAndThatIsInTheAuditLog() {
        var plan = plan(ALICE, CLEAR);

        assertThat(executions.plan(BOB, plan.id())).isEmpty();
        assertThat(executions.planAgain(BOB, plan.id()))
                .isEqualTo(new PlanDecision.Refused(FailureReason.PLAN_UNKNOWN, List.of()));
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 2))
                .extracting(AuditSearch.AuditEntry::kind, AuditSearch.AuditEntry::actorAccount)
                .containsOnly(tuple("Refused", "bob"));
    }

    @Test
    void caseThatIsNotAboutTheComputerIsRefused() {
        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), new CaseId(4711), NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.CASE_UNKNOWN, List.of("C-4711")));
        var own = run(CLEAR).caseId();
        host.reset();
        assertThat(executions.plan(ALICE, CLEAR, Guards.PC.dnsName(), own, NONE))
                .isInstanceOf(PlanDecision.Planned.class);
    }

    @Test
    void plansThatNobodyStartedAreForgottenAndStartedOnesKept() {
        var kept = plan(ALICE, CLEAR);
        started(ALICE, kept);
        untilNothingIsAtWork();
        var forgotten = plan(ALICE, EXPORT);
        pass(Duration.ofDays(2));
        sweep();

        assertThat(executions.plan(ALICE, kept.id())).isPresent();
        assertThat(executions.plan(ALICE, forgotten.id())).isEmpty();
    }
}
