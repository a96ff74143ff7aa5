package io.calmend.execution;

import io.calmend.operation.Difference;
import io.calmend.operation.SeenTree;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.FailureReason;
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
    record BackupSaved(BackupId backup, String sha256, int bytes, int keys, int values) implements JournalEvent {}

    /** A command of the plan is about to leave. @param until its deadline in the host's time */
    record ChangeSent(int command, int of, Instant until) implements JournalEvent {}

    /** The engine begins to put back what it changed. @param why it has to */
    record UndoBegun(FailureReason why, int commands) implements JournalEvent {}

    /** A command that puts back is about to leave. */
    record UndoSent(int command, int of, Instant until) implements JournalEvent {}

    /** A command that gives back access rights, which an earlier one had to leave changed, is about to leave. */
    record RightsSent(Instant until, List<String> keys) implements JournalEvent {
        public RightsSent {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The host answered the last command.
     *
     * @param done how many changes it made
     * @param error the short .NET exception name of the one that failed, null if none did
     * @param where what failed; empty if none did
     * @param notGivenBack keys whose borrowed access rights are not what they were
     * @param digests of the trees afterwards, as the host computed them
     */
    record Answered(int done, @Nullable String error, String where, List<String> notGivenBack, List<String> digests)
            implements JournalEvent {
        public Answered {
            notGivenBack = List.copyOf(notGivenBack);
            digests = List.copyOf(digests);
        }
    }

    /** The last command changed nothing: it did not leave, or the host would not do it. */
    record Declined(FailureReason reason, String detail) implements JournalEvent {}

    /** The last command left and no answer came that can be trusted. */
    record AnswerLost(FailureReason reason, String detail) implements JournalEvent {}

    /**
     * A look after sending.
     *
     * @param trees what it found
     * @param wrong how that differs from what it should be; empty if it is as it should be
     * @param reissued licences that the client had got again by then
     */
    record Looked(List<SeenTree> trees, List<Difference> wrong, List<String> reissued) implements JournalEvent {
        public Looked {
            trees = List.copyOf(trees);
            wrong = List.copyOf(wrong);
            reissued = List.copyOf(reissued);
        }
    }

    record LookFailed(FailureReason reason, String detail) implements JournalEvent {}

    /** @param changed what is different on the host from before, as a look found it */
    record Ended(ExecutionState state, @Nullable FailureReason reason, List<Difference> changed)
            implements JournalEvent {
        public Ended {
            if (!state.ended()) {
                throw new IllegalArgumentException("not an end state");
            }
            changed = List.copyOf(changed);
        }
    }

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
            case Looked looked ->
                new Looked(
                        List.of(),
                        looked.wrong().stream().limit(FEW).toList(),
                        looked.reissued().stream().limit(FEW).toList());
            case Ended ended ->
                new Ended(
                        ended.state(),
                        ended.reason(),
                        ended.changed().stream().limit(FEW).toList());
            default -> this;
        };
    }

    Map<String, Class<?>> KINDS = Arrays.stream(JournalEvent.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    static String kind(JournalEvent event) {
        return event.getClass().getSimpleName();
    }

    static JournalEvent read(String kind, String detail) {
        var type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalStateException("unknown event " + kind);
        }
        return (JournalEvent) Documents.EVENT.read(detail, type);
    }
}
