package io.calmend.execution;

import io.calmend.execution.JournalEvent.AnswerLost;
import io.calmend.execution.JournalEvent.Answered;
import io.calmend.execution.JournalEvent.BackupSaved;
import io.calmend.execution.JournalEvent.ChangeSent;
import io.calmend.execution.JournalEvent.Declined;
import io.calmend.execution.JournalEvent.Ended;
import io.calmend.execution.JournalEvent.Intended;
import io.calmend.execution.JournalEvent.LookFailed;
import io.calmend.execution.JournalEvent.Looked;
import io.calmend.execution.JournalEvent.RightsSent;
import io.calmend.execution.JournalEvent.TakenOver;
import io.calmend.execution.JournalEvent.UndoBegun;
import io.calmend.execution.JournalEvent.UndoSent;
import io.calmend.operation.SeenTree;
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
 * @param undoing whether the engine had begun to put back
 * @param rightsTried whether the access rights were given back once more already
 * @param lastLookFailure why the newest event, a look, told nothing; null if the newest event is another
 * @param after what the last look before the end found, null if there was none
 * @param lastDigests of the trees after the last command that was answered, empty if none was
 */
record JournalReading(
        @Nullable Instant openDeadline,
        FailureReason why,
        boolean takenOver,
        boolean undoing,
        boolean rightsTried,
        @Nullable FailureReason lastLookFailure,
        @Nullable List<SeenTree> after,
        List<String> lastDigests) {

    static JournalReading of(List<JournalEntry> entries) {
        Instant open = null;
        var why = FailureReason.CHANGE_NOT_VERIFIED;
        var takenOver = false;
        var undoing = false;
        var rightsTried = false;
        var ended = false;
        FailureReason lookFailure = null;
        List<SeenTree> after = null;
        List<String> digests = List.of();
        for (var entry : entries) {
            lookFailure = null;
            switch (entry.event()) {
                case Intended _, BackupSaved _ -> {}
                case TakenOver taken -> {
                    takenOver = true;
                    if (!undoing && taken.found() != ExecutionState.OUTCOME_UNKNOWN) {
                        why = FailureReason.PORTAL_RESTARTED;
                    }
                }
                case ChangeSent sent -> open = sent.until();
                case UndoBegun begun -> {
                    undoing = true;
                    why = begun.why();
                }
                case UndoSent sent -> open = sent.until();
                case RightsSent sent -> {
                    rightsTried = true;
                    open = sent.until();
                }
                case Answered answer -> {
                    open = null;
                    digests = answer.digests();
                    if (!undoing && answer.error() != null) {
                        why = FailureReason.CHANGE_FAILED;
                    }
                }
                case Declined declined -> {
                    open = null;
                    if (!undoing && !rightsTried) {
                        why = declined.reason();
                    }
                }
                case AnswerLost lost -> {
                    if (!undoing && !rightsTried) {
                        why = lost.reason();
                    }
                }
                case Looked looked -> {
                    // one that was too large to keep has no trees
                    if (!ended && !looked.trees().isEmpty()) {
                        after = looked.trees();
                    }
                }
                case LookFailed failed -> lookFailure = failed.reason();
                case Ended _ -> ended = true;
            }
        }
        return new JournalReading(open, why, takenOver, undoing, rightsTried, lookFailure, after, List.copyOf(digests));
    }
}
