package io.calmend.ui.runs;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.calmend.execution.ExecutionState;
import io.calmend.execution.Executions.Execution;
import io.calmend.execution.Executions.StepKind;
import io.calmend.execution.Executions.StepRun;
import io.calmend.execution.Executions.StepState;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.StepLine;
import io.calmend.ui.parts.Words;
import java.util.EnumMap;
import java.util.Map;

/** The steps of a run and how far it has come. */
final class RunSteps extends Div {

    private final Span progress = Markup.text("muted", "");
    private final ProgressBar bar = new ProgressBar(0, 1, 0);
    private final OrderedList list = new OrderedList();
    private final Map<StepKind, StepLine> lines = new EnumMap<>(StepKind.class);

    RunSteps() {
        addClassName("card");
        bar.getElement().setAttribute("aria-label", Words.say("ui.run.bar"));
        list.addClassName("steps");
        add(Markup.div("card-head", new H2(Words.say("ui.run.steps")), progress), bar, list);
    }

    /** Another run is about to be shown. */
    void clear() {
        lines.clear();
        list.removeAll();
    }

    /** @return the sentence to speak: the step that was done last */
    String show(Execution execution) {
        var steps = execution.steps();
        var done = 0;
        String spoken = "";
        for (var step : steps) {
            var line = lines.computeIfAbsent(step.kind(), kind -> {
                var fresh = new StepLine(Words.say("ui.step." + kind));
                list.add(fresh);
                return fresh;
            });
            line.show(Severity.of(step.state()), words(step), time(step), step.log());
            if (step.state() == StepState.DONE || step.state() == StepState.SKIPPED) {
                done++;
            }
            if (step.state() == StepState.DONE) {
                spoken = Words.say("ui.run.step.done", done, steps.size(), Words.say("ui.step." + step.kind()));
            }
        }
        bar.setMax(Math.max(1, steps.size()));
        bar.setValue(done);
        bar.setClassName(
                Severity.UNKNOWN.style(),
                execution.state() == ExecutionState.OUTCOME_UNKNOWN
                        || execution.state() == ExecutionState.NEEDS_ATTENTION);
        progress.setText(Words.say("ui.run.progress", done, steps.size()));
        return spoken;
    }

    private static String words(StepRun step) {
        return switch (step.state()) {
            case NOT_STARTED -> "";
            case RUNNING -> step.result().isEmpty() ? Words.say("ui.step." + step.kind() + ".doing") : step.result();
            case DONE, FAILED -> step.result();
            case UNKNOWN -> step.result().isEmpty() ? Words.say("ui.step.unknown") : step.result();
            case SKIPPED -> step.result().isEmpty() ? Words.say("ui.step.skipped") : step.result();
        };
    }

    private static String time(StepRun step) {
        return switch (step.state()) {
            case NOT_STARTED, SKIPPED -> "";
            case RUNNING -> Words.say("ui.step.running");
            case UNKNOWN -> Words.say("ui.step.outcome.unknown");
            case DONE, FAILED -> {
                var took = step.took();
                yield took == null ? "" : Moments.took(took);
            }
        };
    }
}
