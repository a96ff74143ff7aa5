package io.calmend.execution;

import io.calmend.host.Action;
import io.calmend.host.Difference;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.StateSize;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an execution. The screen, recovery and the audit log all read these. Stored as JSON under the
 * kind's simple name, so renaming a kind or a component needs a migration.
 */
sealed interface JournalEvent {

    /** A person confirmed the plan; the first event of each execution. */
    record Intended() implements JournalEvent {}

    /** The process that had it is gone, or left it waiting; from here on nothing is repeated by itself. */
    record TakenOver(String node, ExecutionState found) implements JournalEvent {}

    /** What the plan saw is stored, was read back and fits its hash. */
    record BackupSaved(BackupId backup, String sha256, int bytes, StateSize size) implements JournalEvent {}

    /** A command of the plan is about to leave. @param until its deadline in the host's time */
    record ChangeSent(int command, int of, Instant until) implements JournalEvent {}

    /** The engine begins to roll back what it changed. @param why it has to */
    record RollbackBegun(FailureReason why, int commands) implements JournalEvent {}

    /** A command that rolls back is about to leave. */
    record RollbackSent(int command, int of, Instant until) implements JournalEvent {}

    /** A command that restores security descriptors, which an earlier one had to leave changed, is about to leave. */
    record DescriptorsSent(Instant until, List<String> keys) implements JournalEvent {
        public DescriptorsSent {
            keys = List.copyOf(keys);
        }
    }

    /** An action is about to be sent; it is never sent again. @param until its deadline in the host's time */
    record ActionSent(Action action, Fact.Known planned, Instant until) implements JournalEvent {}

    /**
     * The host answered that it began the action.
     *
     * @param error the short name of what went wrong on the way, null if nothing did
     * @param fact what the action's fact was afterwards
     */
    record ActionAnswered(@Nullable String error, Fact.Known fact) implements JournalEvent {}

    /**
     * The host answered the last command.
     *
     * @param done how many changes it made
     * @param error the short .NET exception name of the one that failed, null if none did
     * @param where what failed; empty if none did
     * @param notRestored keys whose descriptors of keys it owned for a time are not what they were
     * @param digests of the facets afterwards, as the host computed them
     */
    record Answered(int done, @Nullable String error, String where, List<String> notRestored, List<String> digests)
            implements JournalEvent {
        public Answered {
            notRestored = List.copyOf(notRestored);
            digests = List.copyOf(digests);
        }
    }

    /** The last command changed nothing: it did not leave, or the host would not do it. */
    record Declined(FailureReason reason, String detail) implements JournalEvent {}

    /** The last command left and no answer came that can be trusted. */
    record AnswerLost(FailureReason reason, String detail) implements JournalEvent {}

    /**
     * An observation after sending.
     *
     * @param state what it found
     * @param known what it found of the action's fact; empty for changes
     * @param wrong how that differs from what it should be; empty if it is as it should be
     * @param accepted what differs too and is no fault: licences that a client had got again by then
     */
    record HostObserved(HostState state, List<Fact.Known> known, List<Difference> wrong, List<String> accepted)
            implements JournalEvent {
        public HostObserved {
            known = List.copyOf(known);
            wrong = List.copyOf(wrong);
            accepted = List.copyOf(accepted);
        }
    }

    record ObservationFailed(FailureReason reason, String detail) implements JournalEvent {}

    /** @param changed what is different on the host from before, as an observation found it */
    record Ended(ExecutionState state, @Nullable FailureReason reason, List<Difference> changed)
            implements JournalEvent {
        public Ended {
            if (!state.ended()) {
                throw new IllegalArgumentException("not an end state");
            }
            changed = List.copyOf(changed);
        }
    }

    int LONGEST_DETAIL = 300;

    /** So many differences tell a person enough, where not all of them can be kept. */
    int FEW = 50;

    /**
     * This event, or where it is too large to be stored, what matters of it: an execution whose end could not be written would
     * never end.
     */
    default JournalEvent fitting() {
        if (Documents.EVENT.write(this).length() <= Documents.LONGEST) {
            return this;
        }
        return switch (this) {
            case HostObserved observed ->
                new HostObserved(
                        new HostState(List.of()),
                        observed.known(),
                        observed.wrong().stream().limit(FEW).toList(),
                        observed.accepted().stream().limit(FEW).toList());
            case Ended ended ->
                new Ended(
                        ended.state(),
                        ended.reason(),
                        ended.changed().stream().limit(FEW).toList());
            case Intended _,
                    TakenOver _,
                    BackupSaved _,
                    ChangeSent _,
                    RollbackBegun _,
                    RollbackSent _,
                    DescriptorsSent _,
                    ActionSent _,
                    ActionAnswered _,
                    Answered _,
                    Declined _,
                    AnswerLost _,
                    ObservationFailed _ -> this;
        };
    }

    Map<String, Class<?>> KINDS = Arrays.stream(JournalEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    /** Names that events of format 1 have. */
    Map<String, String> FORMER_KINDS = Map.of(
            "Looked", "HostObserved",
            "LookFailed", "ObservationFailed",
            "RightsSent", "DescriptorsSent",
            "UndoBegun", "RollbackBegun",
            "UndoSent", "RollbackSent");

    /** As much of {@code text}, which may be a host's, as an event keeps. */
    static String bounded(String text) {
        return text.length() <= LONGEST_DETAIL ? text : Texts.cut(text, LONGEST_DETAIL) + "…";
    }

    static String kind(JournalEvent event) {
        return event.getClass().getSimpleName();
    }

    static JournalEvent read(String kind, String detail) {
        var type = KINDS.get(FORMER_KINDS.getOrDefault(kind, kind));
        if (type == null) {
            throw new IllegalStateException("unknown event " + kind);
        }
        return (JournalEvent) Documents.EVENT.read(detail, type);
    }
}
