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
import java.util.EnumSet;
import java.util.Set;

/** The one table of how an execution moves. A new state or event does not compile until each has met each. */
final class Transitions {

    private Transitions() {}

    /**
     * Where {@code event} leads from {@code state}.
     *
     * @throws IllegalStateException if it cannot happen there: a bug, and nothing may be recorded
     */
    static ExecutionState next(ExecutionState state, JournalEvent event) {
        return switch (state) {
            case INTENDED ->
                switch (event) {
                    case TakenOver _, BackupSaved _ -> ExecutionState.INTENDED;
                    case ChangeSent _, ActionSent _ -> ExecutionState.SENT;
                    case Ended ended ->
                        oneOf(state, ended, EnumSet.of(ExecutionState.SUCCEEDED, ExecutionState.NOT_CHANGED));
                    case Intended _,
                            ActionAnswered _,
                            RollbackBegun _,
                            RollbackSent _,
                            DescriptorsSent _,
                            Answered _,
                            Declined _,
                            AnswerLost _,
                            HostObserved _,
                            ObservationFailed _ -> throw impossible(state, event);
                };
            case SENT ->
                switch (event) {
                    case Answered _, ActionAnswered _, Declined _ -> ExecutionState.ANSWERED;
                    case AnswerLost _, TakenOver _ -> ExecutionState.OUTCOME_UNKNOWN;
                    case Intended _,
                            BackupSaved _,
                            ChangeSent _,
                            ActionSent _,
                            RollbackBegun _,
                            RollbackSent _,
                            DescriptorsSent _,
                            HostObserved _,
                            ObservationFailed _,
                            Ended _ -> throw impossible(state, event);
                };
            case ANSWERED ->
                switch (event) {
                    case ChangeSent _ -> ExecutionState.SENT;
                    case TakenOver _, DescriptorsSent _, Answered _, Declined _, HostObserved _ ->
                        ExecutionState.ANSWERED;
                    case AnswerLost _, ObservationFailed _ -> ExecutionState.OUTCOME_UNKNOWN;
                    case RollbackBegun _ -> ExecutionState.ROLLING_BACK;
                    case Ended ended ->
                        oneOf(
                                state,
                                ended,
                                EnumSet.of(
                                        ExecutionState.SUCCEEDED,
                                        ExecutionState.NOT_CHANGED,
                                        ExecutionState.NEEDS_ATTENTION));
                    case Intended _, BackupSaved _, RollbackSent _, ActionSent _, ActionAnswered _ ->
                        throw impossible(state, event);
                };
            case OUTCOME_UNKNOWN ->
                switch (event) {
                    case TakenOver _,
                            DescriptorsSent _,
                            Answered _,
                            Declined _,
                            AnswerLost _,
                            HostObserved _,
                            ObservationFailed _ -> ExecutionState.OUTCOME_UNKNOWN;
                    case RollbackBegun _ -> ExecutionState.ROLLING_BACK;
                    case Ended ended ->
                        oneOf(
                                state,
                                ended,
                                EnumSet.of(
                                        ExecutionState.SUCCEEDED,
                                        ExecutionState.NOT_CHANGED,
                                        ExecutionState.NEEDS_ATTENTION));
                    case Intended _, BackupSaved _, ChangeSent _, RollbackSent _, ActionSent _, ActionAnswered _ ->
                        throw impossible(state, event);
                };
            case ROLLING_BACK ->
                switch (event) {
                    case TakenOver _,
                            RollbackSent _,
                            DescriptorsSent _,
                            Answered _,
                            Declined _,
                            AnswerLost _,
                            HostObserved _,
                            ObservationFailed _ -> ExecutionState.ROLLING_BACK;
                    case Ended ended ->
                        oneOf(state, ended, EnumSet.of(ExecutionState.ROLLED_BACK, ExecutionState.NEEDS_ATTENTION));
                    case Intended _, BackupSaved _, ChangeSent _, RollbackBegun _, ActionSent _, ActionAnswered _ ->
                        throw impossible(state, event);
                };
            case NEEDS_ATTENTION ->
                switch (event) {
                    case HostObserved _, ObservationFailed _ -> ExecutionState.NEEDS_ATTENTION;
                    case Ended ended ->
                        oneOf(
                                state,
                                ended,
                                EnumSet.of(
                                        ExecutionState.SUCCEEDED,
                                        ExecutionState.NOT_CHANGED,
                                        ExecutionState.ROLLED_BACK));
                    case Intended _,
                            TakenOver _,
                            BackupSaved _,
                            ChangeSent _,
                            ActionSent _,
                            ActionAnswered _,
                            RollbackBegun _,
                            RollbackSent _,
                            DescriptorsSent _,
                            Answered _,
                            Declined _,
                            AnswerLost _ -> throw impossible(state, event);
                };
            case SUCCEEDED, NOT_CHANGED, ROLLED_BACK -> throw impossible(state, event);
        };
    }

    private static ExecutionState oneOf(ExecutionState from, Ended ended, Set<ExecutionState> allowed) {
        if (!allowed.contains(ended.state())) {
            throw new IllegalStateException("an execution cannot go from " + from + " to " + ended.state());
        }
        return ended.state();
    }

    private static IllegalStateException impossible(ExecutionState state, JournalEvent event) {
        return new IllegalStateException(JournalEvent.kind(event) + " cannot happen to an execution that is " + state);
    }
}
