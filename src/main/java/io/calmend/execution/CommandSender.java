package io.calmend.execution;

import io.calmend.execution.ExecutionEngine.Assignment;
import io.calmend.execution.JournalEvent.ActionAnswered;
import io.calmend.execution.JournalEvent.AnswerLost;
import io.calmend.execution.JournalEvent.Answered;
import io.calmend.execution.JournalEvent.Declined;
import io.calmend.host.Change;
import io.calmend.host.Expectation;
import io.calmend.host.Facet;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostCommand;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.FailureReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Sends one command that changes a host and writes down what came of it. That it is about to leave has to be in the journal by
 * then.
 */
@Component
class CommandSender {

    private final HostChanger changer;
    private final ExecutionJournal journal;
    private final ExecutionSettings settings;

    CommandSender(HostChanger changer, ExecutionJournal journal, ExecutionSettings settings) {
        this.changer = changer;
        this.journal = journal;
        this.settings = settings;
    }

    sealed interface Outcome permits Completed, Stopped, NotDone, Lost {}

    /** All of the command was done: the next one may leave. @param digests of the facets as it left them */
    record Completed(List<String> digests) implements Outcome {

        /** What the next command goes out from. @param facets of all commands of the execution */
        List<Expectation> left(List<Facet> facets) {
            if (facets.size() != digests.size()) {
                throw new IllegalStateException("the computer did not report its state");
            }
            return IntStream.range(0, facets.size())
                    .mapToObj(index -> new Expectation(facets.get(index), digests.get(index)))
                    .toList();
        }
    }

    /** Something of it was not done, or left descriptors behind: observe. */
    record Stopped() implements Outcome {}

    /** Nothing of it was done. */
    record NotDone(FailureReason reason) implements Outcome {}

    /** Only an observation after the deadline can tell; the execution was released until then. */
    record Lost() implements Outcome {}

    /** The command lines that {@code changes} fill; empty if they do not fit any. */
    Optional<List<List<Change>>> commands(PlanDocument plan, List<Change> changes) {
        return Computing.compute(() -> changer.commands(plan.facets(), changes));
    }

    /** Until when a command that leaves now may begin, in the host's time. */
    Instant deadline(Assignment run) {
        return journal.now().plus(run.plan().clockOffset()).plus(settings.changeDeadline());
    }

    Outcome send(Assignment run, Instant until, List<Expectation> expected, List<Change> changes) {
        return send(run, until, expected, changes, () -> true);
    }

    /** @param stillWanted as {@link HostChanger#change(io.calmend.directory.ManagedHost, HostCommand, BooleanSupplier)} asks it */
    Outcome send(
            Assignment run,
            Instant until,
            List<Expectation> expected,
            List<Change> changes,
            BooleanSupplier stillWanted) {
        return send(run, new HostCommand.Apply(run.id(), until, expected, changes), stillWanted);
    }

    /** The action was begun, or may have been: observe. It is never sent again. */
    Outcome perform(Assignment run, Instant until, PlannedAction act, BooleanSupplier stillWanted) {
        return send(
                run,
                new HostCommand.Perform(
                        run.id(),
                        until,
                        act.action(),
                        act.planned(),
                        run.plan().observed().expectations()),
                stillWanted);
    }

    private Outcome send(Assignment run, HostCommand command, BooleanSupplier stillWanted) {
        return switch (changer.change(run.host(), command, stillWanted)) {
            case Answer.Ended ended -> ended(run, ended);
            case Answer.Performed(var error, var fact) -> {
                write(run, new ActionAnswered(error == null ? null : JournalEvent.bounded(error), fact));
                yield error == null ? new Completed(List.of()) : new Stopped();
            }
            case Answer.Differs _ -> notDone(run, FailureReason.HOST_CHANGED, "");
            case Answer.Late _ -> notDone(run, FailureReason.CHANGE_LATE, "");
            case Answer.Busy _ -> notDone(run, FailureReason.HOST_BUSY, "");
            case Answer.NeverSent(var reason, var detail) -> notDone(run, reason, detail);
            case Answer.OutcomeUnknown(var reason, var detail) -> {
                write(run, new AnswerLost(reason, JournalEvent.bounded(detail)));
                journal.release(run.id(), run.inPortalTime(command.until()));
                yield new Lost();
            }
        };
    }

    private Outcome ended(Assignment run, Answer.Ended ended) {
        var failed = ended.done().stream().filter(one -> one.error() != null).findFirst();
        var notRestored = ended.restored().stream()
                .filter(one -> one.error() != null)
                .map(one -> one.location().toString())
                .toList();
        write(
                run,
                new Answered(
                        (int) ended.done().stream()
                                .filter(one -> one.error() == null)
                                .count(),
                        failed.map(Answer.Done::error)
                                .map(JournalEvent::bounded)
                                .orElse(null),
                        failed.map(one -> one.change().where()).orElse(""),
                        notRestored,
                        ended.digests()));
        return ended.allDone() && notRestored.isEmpty() ? new Completed(ended.digests()) : new Stopped();
    }

    private Outcome notDone(Assignment run, FailureReason reason, String detail) {
        write(run, new Declined(reason, JournalEvent.bounded(detail)));
        return new NotDone(reason);
    }

    private void write(Assignment run, JournalEvent event) {
        journal.append(run.id(), run.plan(), run.by(), event);
    }
}
