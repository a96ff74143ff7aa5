package io.calmend.execution;

import io.calmend.execution.JournalEvent.ActionAnswered;
import io.calmend.execution.JournalEvent.ActionSent;
import io.calmend.execution.JournalEvent.AnswerLost;
import io.calmend.execution.JournalEvent.Answered;
import io.calmend.execution.JournalEvent.BackupSaved;
import io.calmend.execution.JournalEvent.ChangeSent;
import io.calmend.execution.JournalEvent.Declined;
import io.calmend.execution.JournalEvent.DescriptorsSent;
import io.calmend.execution.JournalEvent.Ended;
import io.calmend.execution.JournalEvent.HostObserved;
import io.calmend.execution.JournalEvent.Intended;
import io.calmend.execution.JournalEvent.ObservationFailed;
import io.calmend.execution.JournalEvent.RollbackBegun;
import io.calmend.execution.JournalEvent.RollbackSent;
import io.calmend.execution.JournalEvent.TakenOver;
import io.calmend.host.HostState;
import io.calmend.vocabulary.FailureReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of an execution say together.
 *
 * @param openDeadline until when, in the host's time, a command that was not answered may still begin; null if none is open
 * @param why nothing is in place, if nothing is
 * @param takenOver whether another process began it
 * @param rollingBack whether the engine had begun to roll back
 * @param descriptorsTried whether the security descriptors were restored once more already
 * @param acted whether the host answered that it did the action
 * @param lastObservationFailure why the newest event, an observation, told nothing; null if the newest event is another
 * @param after what the last look before the end found, null if there was none
 * @param lastDigests of the trees after the last command that was answered, empty if none was
 */
record JournalReading(
        @Nullable Instant openDeadline,
        FailureReason why,
        boolean takenOver,
        boolean rollingBack,
        boolean descriptorsTried,
        boolean acted,
        @Nullable FailureReason lastObservationFailure,
        @Nullable HostState after,
        List<String> lastDigests) {

    static JournalReading of(List<JournalEntry> entries) {
        Instant open = null;
        var why = FailureReason.CHANGE_NOT_VERIFIED;
        var takenOver = false;
        var rollingBack = false;
        var descriptorsTried = false;
        var acted = false;
        var ended = false;
        FailureReason observationFailure = null;
        HostState after = null;
        List<String> digests = List.of();
        for (var entry : entries) {
            observationFailure = null;
            switch (entry.event()) {
                case Intended _, BackupSaved _ -> {}
                case TakenOver taken -> {
                    takenOver = true;
                    if (!rollingBack && taken.found() != ExecutionState.OUTCOME_UNKNOWN) {
                        why = FailureReason.PORTAL_RESTARTED;
                    }
                }
                case ChangeSent sent -> open = sent.until();
                case ActionSent sent -> open = sent.until();
                case ActionAnswered answer -> {
                    open = null;
                    acted = answer.error() == null;
                    if (answer.error() != null) {
                        why = FailureReason.CHANGE_FAILED;
                    }
                }
                case RollbackBegun begun -> {
                    rollingBack = true;
                    why = begun.why();
                }
                case RollbackSent sent -> open = sent.until();
                case DescriptorsSent sent -> {
                    descriptorsTried = true;
                    open = sent.until();
                }
                case Answered answer -> {
                    open = null;
                    digests = answer.digests();
                    if (!rollingBack && answer.error() != null) {
                        why = FailureReason.CHANGE_FAILED;
                    }
                }
                case Declined declined -> {
                    open = null;
                    if (!rollingBack && !descriptorsTried) {
                        why = declined.reason();
                    }
                }
                case AnswerLost lost -> {
                    if (!rollingBack && !descriptorsTried) {
                        why = lost.reason();
                    }
                }
                case HostObserved observed -> {
                    // one that was too large to keep has no trees
                    if (!ended && !observed.state().states().isEmpty()) {
                        after = observed.state();
                    }
                }
                case ObservationFailed failed -> observationFailure = failed.reason();
                case Ended _ -> ended = true;
            }
        }
        return new JournalReading(
                open,
                why,
                takenOver,
                rollingBack,
                descriptorsTried,
                acted,
                observationFailure,
                after,
                List.copyOf(digests));
    }
}
