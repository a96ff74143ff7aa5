package io.calmend.execution;

import io.calmend.execution.Executions.StepKind;
import io.calmend.execution.Executions.StepRun;
import io.calmend.execution.Executions.StepState;
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
import io.calmend.host.StateSize;
import io.calmend.host.Verb;
import io.calmend.vocabulary.Dates;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Turns the journal of an execution into the steps that people watch. */
final class StepRuns {

    private static final ResourceBundle WORDS = ResourceBundle.getBundle("vaadin-i18n/translations", Locale.ROOT);
    private static final int MOST_LINES = 60;
    private static final int LONGEST_LINE = 500;

    private final Map<StepKind, Progress> steps = new EnumMap<>(StepKind.class);

    /** What the plan does: it changes or it acts. */
    private final StepKind work;

    private StepRuns(PlanDocument plan) {
        work = plan.act() == null ? StepKind.CHANGE : StepKind.ACT;
        for (var kind : StepKind.values()) {
            var isThere = switch (kind) {
                case OBSERVE, SAVE, CHECK_SAVED -> true;
                case CHANGE, ACT -> kind == work && !plan.onlySaves();
                case VERIFY -> !plan.onlySaves();
            };
            if (isThere) {
                steps.put(kind, new Progress());
            }
        }
    }

    private static final class Progress {
        private StepState state = StepState.NOT_STARTED;
        private String result = "";
        private final List<String> log = new ArrayList<>();
        private @Nullable Instant startedAt;
        private @Nullable Instant endedAt;

        private void begin(Instant at) {
            state = StepState.RUNNING;
            endedAt = null;
            if (startedAt == null) {
                startedAt = at;
            }
        }

        private void end(StepState as, Instant at, String words) {
            state = as;
            result = words;
            endedAt = at;
            if (startedAt == null) {
                startedAt = at;
            }
        }

        private void note(String line) {
            if (log.size() < MOST_LINES) {
                log.add(line.length() <= LONGEST_LINE ? line : Texts.cut(line, LONGEST_LINE) + "…");
            }
        }

        private StepRun shown(StepKind kind) {
            return new StepRun(
                    kind,
                    state,
                    result,
                    List.copyOf(log),
                    startedAt,
                    startedAt == null || endedAt == null ? null : Duration.between(startedAt, endedAt));
        }
    }

    static List<StepRun> of(
            ExecutionState state, @Nullable FailureReason failure, PlanDocument plan, List<JournalEntry> entries) {
        var steps = new StepRuns(plan);
        steps.observed(plan);
        entries.forEach(entry -> steps.add(entry.at(), entry.event()));
        return steps.steps.entrySet().stream()
                .map(step -> step.getValue().shown(step.getKey()))
                .toList();
    }

    private Progress step(StepKind kind) {
        // an operation that only saves has no events of the steps that it lacks
        return steps.computeIfAbsent(kind, _ -> new Progress());
    }

    private void observed(PlanDocument plan) {
        var observed = step(StepKind.OBSERVE);
        observed.begin(plan.observationStartedAt());
        observed.end(
                StepState.DONE,
                plan.observedAt(),
                words("execution.observe.done", size(plan.observed().size())));
        note(plan.observed(), observed);
    }

    private void add(Instant at, JournalEvent event) {
        switch (event) {
            case Intended _ -> step(StepKind.SAVE).begin(at);
            case TakenOver taken -> current().note(words("execution.log.takenOver", taken.found()));
            case BackupSaved saved -> {
                step(StepKind.SAVE)
                        .end(StepState.DONE, at, words("execution.save.done", saved.backup(), size(saved.size())));
                var check = step(StepKind.CHECK_SAVED);
                check.end(StepState.DONE, at, words("execution.check.done", saved.bytes()));
                check.note("SHA-256 " + saved.sha256());
            }
            case ChangeSent sent -> {
                var change = step(work);
                change.begin(at);
                change.note(words("execution.log.sent", sent.command(), sent.of(), Dates.exactlyInUtc(sent.until())));
            }
            case ActionSent sent -> {
                var change = step(work);
                change.begin(at);
                change.note(words(
                        "execution.log.acting",
                        words(
                                "execution.act." + Verb.of(sent.action()).text(),
                                sent.action().where()),
                        Dates.exactlyInUtc(sent.until())));
            }
            case ActionAnswered answered -> {
                var error = answered.error();
                step(work)
                        .end(
                                error == null ? StepState.DONE : StepState.FAILED,
                                at,
                                error == null ? words("execution.act.done") : words("execution.act.failed", error));
                step(StepKind.VERIFY).begin(at);
            }
            case RollbackBegun begun -> {
                var verify = step(StepKind.VERIFY);
                verify.begin(at);
                verify.note(words("execution.log.undo", begun.why(), begun.commands()));
            }
            case RollbackSent sent ->
                step(StepKind.VERIFY)
                        .note(words("execution.log.sent", sent.command(), sent.of(), Dates.exactlyInUtc(sent.until())));
            case DescriptorsSent sent -> {
                var step = current();
                sent.keys().forEach(key -> step.note(words("execution.log.descriptors", key)));
            }
            case Answered answered -> answered(at, answered);
            case Declined declined -> {
                if (isChanging()) {
                    step(work).end(StepState.FAILED, at, why(declined.reason()));
                }
                current().note(line(declined.reason(), declined.detail()));
            }
            case AnswerLost lost -> {
                if (isChanging()) {
                    step(work).end(StepState.UNKNOWN, at, why(lost.reason()));
                }
                current().note(line(lost.reason(), lost.detail()));
            }
            case HostObserved observed -> {
                var verify = step(StepKind.VERIFY);
                if (verify.state != StepState.RUNNING) {
                    verify.begin(at);
                }
                note(observed.state(), verify);
                observed.wrong().forEach(difference -> verify.note(difference.where()));
                observed.accepted().forEach(name -> verify.note(words("execution.log.accepted", name)));
            }
            case ObservationFailed failed -> {
                var verify = step(StepKind.VERIFY);
                verify.end(StepState.UNKNOWN, at, why(failed.reason()));
                verify.note(line(failed.reason(), failed.detail()));
            }
            case Ended ended -> end(at, ended);
        }
    }

    private static void note(HostState state, Progress step) {
        state.states().forEach(one -> step.note(one.facet().where() + "  " + one.digest()));
    }

    private static String size(StateSize size) {
        var registry = words("size.registry", size.keys(), size.values());
        var services = words("size.services", size.services());
        return size.isOfServicesOnly()
                ? services
                : size.services() == 0 ? registry : words("size.both", registry, services);
    }

    private void answered(Instant at, Answered answered) {
        if (isChanging()) {
            var error = answered.error();
            step(work)
                    .end(
                            error == null ? StepState.DONE : StepState.FAILED,
                            at,
                            error == null
                                    ? words("execution.change.done", answered.done())
                                    : words("execution.change.failed", answered.where(), error));
            step(StepKind.VERIFY).begin(at);
        }
        answered.notRestored().forEach(key -> current().note(words("execution.log.notRestored", key)));
        answered.digests().forEach(digest -> current().note(digest));
    }

    private void end(Instant at, Ended ended) {
        switch (ended.state()) {
            case SUCCEEDED -> {
                for (var kind : List.of(work, StepKind.VERIFY)) {
                    if (steps.containsKey(kind) && step(kind).state != StepState.DONE) {
                        var acted = kind == StepKind.VERIFY && work == StepKind.ACT;
                        step(kind)
                                .end(
                                        StepState.DONE,
                                        at,
                                        words("execution." + name(kind) + (acted ? ".acted" : ".inPlace")));
                    }
                }
            }
            case NOT_CHANGED -> {
                var reason = ended.reason() == null ? "" : why(ended.reason());
                var failed = false;
                for (var step : steps.values()) {
                    switch (step.state) {
                        case RUNNING, UNKNOWN -> {
                            step.end(failed ? StepState.SKIPPED : StepState.FAILED, at, failed ? "" : reason);
                            failed = true;
                        }
                        case FAILED -> failed = true;
                        case NOT_STARTED -> step.state = StepState.SKIPPED;
                        case DONE, SKIPPED -> {}
                    }
                }
            }
            case ROLLED_BACK -> step(StepKind.VERIFY).end(StepState.FAILED, at, words("execution.verify.rolledBack"));
            case NEEDS_ATTENTION ->
                step(StepKind.VERIFY).end(StepState.FAILED, at, words("execution.verify.needsAttention"));
            case INTENDED, SENT, ANSWERED, OUTCOME_UNKNOWN, ROLLING_BACK ->
                throw new IllegalStateException("not an end state");
        }
    }

    private boolean isChanging() {
        return steps.containsKey(work) && step(work).state == StepState.RUNNING;
    }

    /** The last step that has begun. */
    private Progress current() {
        return List.copyOf(steps.values()).reversed().stream()
                .filter(step -> step.state != StepState.NOT_STARTED)
                .findFirst()
                .orElseGet(() -> step(StepKind.OBSERVE));
    }

    private static String name(StepKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String line(FailureReason reason, String detail) {
        return detail.isEmpty() ? reason.name() : reason + ": " + detail;
    }

    private static String why(FailureReason reason) {
        try {
            return WORDS.getString("reason." + reason + ".what");
        } catch (MissingResourceException missing) {
            return reason.name();
        }
    }

    private static String words(String key, Object... arguments) {
        var texts = new Object[arguments.length];
        for (var index = 0; index < arguments.length; index++) {
            texts[index] = arguments[index] instanceof Number number ? number : arguments[index].toString();
        }
        return new MessageFormat(WORDS.getString(key), Locale.ROOT).format(texts);
    }
}
