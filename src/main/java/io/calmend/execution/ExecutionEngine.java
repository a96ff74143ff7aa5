package io.calmend.execution;

import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.directory.ManagedHost;
import io.calmend.execution.CommandSender.Completed;
import io.calmend.execution.CommandSender.Lost;
import io.calmend.execution.CommandSender.NotDone;
import io.calmend.execution.CommandSender.Stopped;
import io.calmend.execution.JournalEvent.ActionSent;
import io.calmend.execution.JournalEvent.ChangeSent;
import io.calmend.execution.JournalEvent.DescriptorsSent;
import io.calmend.execution.JournalEvent.Ended;
import io.calmend.execution.JournalEvent.HostObserved;
import io.calmend.execution.JournalEvent.ObservationFailed;
import io.calmend.execution.JournalEvent.RollbackBegun;
import io.calmend.execution.JournalEvent.RollbackSent;
import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.HostState;
import io.calmend.registry.RegistryChange;
import io.calmend.remote.HostObserver;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries out what was started: save, change, verify; rolled back where it does not hold; decide by an observation where the outcome is
 * unknown. Blocks while a host works; no transaction is open then.
 *
 * <p>Nothing leaves before it is in the journal and in the audit log. A change is never sent twice: where no answer came, only
 * looking goes on.
 */
@Component
class ExecutionEngine {

    private final HostObserver observer;
    private final CommandSender sender;
    private final Saving saving;
    private final Delegations delegations;
    private final ChangeSwitch changes;
    private final ExecutionJournal journal;
    private final ExecutionReader reader;
    private final ExecutionSettings settings;

    ExecutionEngine(
            HostObserver observer,
            CommandSender sender,
            Saving saving,
            Delegations delegations,
            ChangeSwitch changes,
            ExecutionJournal journal,
            ExecutionReader reader,
            ExecutionSettings settings) {
        this.observer = observer;
        this.sender = sender;
        this.saving = saving;
        this.delegations = delegations;
        this.changes = changes;
        this.journal = journal;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * An execution that this process holds.
     *
     * @param by whose gesture this is in the audit log: the person who started it, who observes again, or the portal
     * @param mayTouch whether the host may be changed; false where only an observation was asked for
     */
    record Assignment(ExecutionId id, ManagedHost host, PlanDocument plan, Actor by, boolean mayTouch) {

        /** A second later than the host's: a deadline is over only after it. */
        Instant inPortalTime(Instant hostTime) {
            return hostTime.minus(plan.clockOffset()).plus(Duration.ofSeconds(1));
        }
    }

    /** Runs an execution that was just started, to its end or until only a later look can tell how it ended. */
    void run(Assignment run) {
        var plan = run.plan();
        if (plan.onlySaves()) {
            saveAnd(run, new Ended(ExecutionState.SUCCEEDED, null, List.of()));
            return;
        }
        var refusal = refusalBeforeSending(run);
        if (refusal.isPresent()) {
            end(run, ExecutionState.NOT_CHANGED, refusal.get(), List.of());
            return;
        }
        var act = plan.act();
        if (act != null) {
            perform(run, act);
            return;
        }
        var commands = sender.commands(plan, plan.changes()).orElseThrow();
        var expected = plan.observed().expectations();
        // a list that was begun is carried through, or rolled back: half of it would be worse than either
        for (var number = 1; number <= commands.size(); number++) {
            var first = number == 1;
            var until = sender.deadline(run);
            var sent = new ChangeSent(number, commands.size(), until);
            if (!first) {
                journal.append(run.id(), plan, run.by(), sent);
            } else if (!saveAnd(run, sent)) {
                return;
            }
            // a stop also holds back what waits for its turn, but not the rest of what was begun
            BooleanSupplier stillWanted = () -> !first || changes.stopped().isEmpty();
            switch (sender.send(run, until, expected, commands.get(number - 1), stillWanted)) {
                case Completed completed -> expected = completed.left(plan.facets());
                case NotDone(var reason)
                when first -> {
                    end(run, ExecutionState.NOT_CHANGED, reason, List.of());
                    return;
                }
                case NotDone _, Stopped _ -> {
                    verify(run);
                    return;
                }
                case Lost _ -> {
                    return;
                }
            }
        }
        verify(run);
    }

    /** Sends an action, once: whatever comes back, or does not, an observation decides. */
    private void perform(Assignment run, PlannedAction act) {
        var until = sender.deadline(run);
        if (!saveAnd(run, new ActionSent(act.action(), act.planned(), until))) {
            return;
        }
        switch (sender.perform(run, until, act, () -> changes.stopped().isEmpty())) {
            case Completed _, Stopped _ -> verify(run);
            case NotDone(var reason) -> end(run, ExecutionState.NOT_CHANGED, reason, List.of());
            case Lost _ -> {}
        }
    }

    /**
     * Goes on where only an observation can tell: after a lost answer, a host that could not be observed, or a process that is
     * gone. Waits for nothing: if it is too early, the execution rests until it is not.
     *
     * @return why nothing was decided; empty if something was
     */
    Optional<FailureReason> settle(Assignment run) {
        var row = reader.row(run.id());
        if (row.state == ExecutionState.INTENDED) {
            abandon(run.id(), run.plan());
            return Optional.empty();
        }
        var open = reader.reading(run.id()).openDeadline();
        if (open != null && journal.now().isBefore(run.inPortalTime(open))) {
            journal.release(run.id(), run.inPortalTime(open));
            return Optional.of(FailureReason.OUTCOME_UNKNOWN);
        }
        return switch (observer.observe(run.host(), run.plan().observation())) {
            case ObservationResult.NotObserved notObserved -> {
                observationFailed(run.id(), run.plan(), run.by(), notObserved.reason(), notObserved.detail());
                yield Optional.of(notObserved.reason());
            }
            case ObservationResult.Observed observed -> {
                if (observed.changeAtWork() || open != null && !observed.at().isAfter(open)) {
                    journal.release(run.id(), journal.now().plus(settings.pauseAfter(0)));
                    yield Optional.of(FailureReason.OUTCOME_UNKNOWN);
                }
                conclude(run, observed);
                yield Optional.empty();
            }
        };
    }

    /** Ends an execution that never sent anything; the process that began it is gone. */
    void abandon(ExecutionId id, PlanDocument plan) {
        journal.append(
                id,
                plan,
                Actor.PORTAL,
                new Ended(ExecutionState.NOT_CHANGED, FailureReason.PORTAL_RESTARTED, List.of()));
    }

    /** Ends an execution whose stored plan is not the one that was begun: nothing of it may reach the host. */
    void distrust(ExecutionId id, PlanDocument plan, ExecutionState found, FailureReason why) {
        var state = found == ExecutionState.INTENDED ? ExecutionState.NOT_CHANGED : ExecutionState.NEEDS_ATTENTION;
        journal.append(id, plan, Actor.PORTAL, new Ended(state, why, List.of()));
    }

    /** Writes down that the host could not be observed, and leaves the execution for a while. */
    void observationFailed(ExecutionId id, PlanDocument plan, Actor by, FailureReason reason, String detail) {
        int observations;
        if (reason == reader.reading(id).lastObservationFailure()) {
            // the same again is counted, not written: a host may be away for weeks
            observations = journal.countObservation(id);
        } else {
            observations = journal.append(id, plan, by, new ObservationFailed(reason, JournalEvent.bounded(detail)))
                    .observations;
        }
        journal.release(id, journal.now().plus(settings.pauseAfter(observations - 1)));
    }

    /**
     * Observes a host whose execution ended as needing attention; changes nothing there. Where the observation proves how it stands,
     * and nothing else has run on the host since, the record is put right.
     *
     * @return why the host could not be observed; empty if it was
     */
    Optional<FailureReason> observeAgain(Assignment run) {
        return switch (observer.observe(run.host(), run.plan().observation())) {
            case ObservationResult.NotObserved notObserved -> {
                journal.appendEnded(
                        run.id(),
                        run.plan(),
                        run.by(),
                        new ObservationFailed(notObserved.reason(), JournalEvent.bounded(notObserved.detail())));
                yield Optional.of(notObserved.reason());
            }
            case ObservationResult.Observed observed -> {
                var assessment = assess(run, observed);
                var reading = reader.reading(run.id());
                var events = new ArrayList<JournalEvent>();
                events.add(new HostObserved(
                        observed.state(), observed.known(), assessment.wrong(), assessment.accepted()));
                if (!reader.hasSuccessor(run.id()) && !observed.changeAtWork()) {
                    if (assessment.asExpected() && assessment.descriptors().isEmpty()) {
                        events.add(new Ended(ExecutionState.SUCCEEDED, null, assessment.changed()));
                    } else if (assessment.asBefore() && !reading.acted()) {
                        events.add(new Ended(
                                reading.rollingBack() ? ExecutionState.ROLLED_BACK : ExecutionState.NOT_CHANGED,
                                reading.why(),
                                List.of()));
                    }
                }
                journal.appendEnded(run.id(), run.plan(), run.by(), events.toArray(JournalEvent[]::new));
                yield Optional.empty();
            }
        };
    }

    private Optional<FailureReason> refusalBeforeSending(Assignment run) {
        if (changes.stopped().isPresent()) {
            return Optional.of(FailureReason.CHANGES_STOPPED);
        }
        return switch (delegations.decide(run.by(), run.plan().operation(), run.host())) {
            case Delegations.Decision.Allowed _ -> Optional.empty();
            case Delegations.Decision.Denied denied -> Optional.of(denied.reason());
        };
    }

    /** @return whether the backup and {@code next} are in force; else the execution has ended */
    private boolean saveAnd(Assignment run, JournalEvent next) {
        var failure = saving.saveAnd(run, next);
        failure.ifPresent(reason -> end(run, ExecutionState.NOT_CHANGED, reason, List.of()));
        return failure.isEmpty();
    }

    private void verify(Assignment run) {
        switch (observer.observe(run.host(), run.plan().observation())) {
            case ObservationResult.NotObserved notObserved ->
                observationFailed(run.id(), run.plan(), run.by(), notObserved.reason(), notObserved.detail());
            case ObservationResult.Observed observed -> conclude(run, observed);
        }
    }

    private Assessment assess(Assignment run, ObservationResult.Observed observed) {
        return Computing.compute(
                () -> Assessment.of(run.plan(), observed.state(), observed.known(), reader.tolerance(run.plan())));
    }

    private void conclude(Assignment run, ObservationResult.Observed observed) {
        var assessment = assess(run, observed);
        var found = observed.state();
        var reading = reader.reading(run.id());
        var rollingBack = reading.rollingBack();
        journal.append(
                run.id(),
                run.plan(),
                run.by(),
                new HostObserved(
                        found,
                        observed.known(),
                        rollingBack ? assessment.changed() : assessment.wrong(),
                        assessment.accepted()));
        if (!assessment.descriptors().isEmpty() && !reading.descriptorsTried()) {
            if (run.mayTouch()) {
                restoreDescriptors(run, assessment.descriptors(), found);
            } else {
                journal.release(run.id(), journal.now());
            }
        } else if (rollingBack) {
            end(
                    run,
                    assessment.asBefore() ? ExecutionState.ROLLED_BACK : ExecutionState.NEEDS_ATTENTION,
                    reading.why(),
                    assessment.changed());
        } else if (assessment.asExpected() && assessment.descriptors().isEmpty()) {
            end(run, ExecutionState.SUCCEEDED, null, assessment.changed());
        } else if (assessment.asBefore() && !reading.acted()) {
            end(run, ExecutionState.NOT_CHANGED, reading.why(), List.of());
        } else if (!assessment.descriptors().isEmpty()
                && (assessment.asExpected() || assessment.onlyDescriptorsDiffer())) {
            end(run, ExecutionState.NEEDS_ATTENTION, FailureReason.DESCRIPTOR_NOT_RESTORED, assessment.changed());
        } else if (reading.takenOver() || !isAsOursWasLeft(reading, found)) {
            end(run, ExecutionState.NEEDS_ATTENTION, reading.why(), assessment.changed());
        } else if (run.mayTouch()) {
            rollBack(run, reading.why(), found);
        } else {
            journal.release(run.id(), journal.now());
        }
    }

    /**
     * Whether the host is exactly as our last command left it. Else somebody, the client itself perhaps, has written there
     * since, or no answer says what we left: rolling back could destroy what no backup holds, so a person decides.
     */
    private static boolean isAsOursWasLeft(JournalReading reading, HostState found) {
        return reading.lastDigests().equals(found.digests());
    }

    private void restoreDescriptors(Assignment run, List<RegistryChange> descriptors, HostState found) {
        var until = sender.deadline(run);
        var changes = descriptors.stream().<Change>map(Change.Registry::new).toList();
        var keys = changes.stream().map(Change::where).toList();
        journal.append(run.id(), run.plan(), run.by(), new DescriptorsSent(until, keys));
        switch (sender.send(run, until, found.expectations(), changes)) {
            case Completed _, Stopped _, NotDone _ -> verify(run);
            case Lost _ -> {}
        }
    }

    /** Back to what was saved: the difference from what is there now, whatever led to it, so nothing is undone twice. */
    private void rollBack(Assignment run, FailureReason why, HostState found) {
        var plan = run.plan();
        // planning saw to it that all fits; what grew since is left to a person, as the observation that follows says
        var restoration = Computing.compute(() -> plan.restorationFrom(found));
        var commands = sender.commands(plan, restoration).orElse(List.of());
        var expected = found.expectations();
        journal.append(run.id(), plan, run.by(), new RollbackBegun(why, commands.size()));
        for (var number = 1; number <= commands.size(); number++) {
            var until = sender.deadline(run);
            journal.append(run.id(), plan, run.by(), new RollbackSent(number, commands.size(), until));
            switch (sender.send(run, until, expected, commands.get(number - 1))) {
                case Completed completed -> expected = completed.left(plan.facets());
                case Stopped _, NotDone _ -> {
                    verify(run);
                    return;
                }
                case Lost _ -> {
                    return;
                }
            }
        }
        verify(run);
    }

    private void end(Assignment run, ExecutionState state, @Nullable FailureReason reason, List<Difference> changed) {
        journal.append(run.id(), run.plan(), run.by(), new Ended(state, reason, changed));
    }
}
