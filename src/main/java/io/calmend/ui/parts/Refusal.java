package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import io.calmend.vocabulary.FailureReason;

/** Shows why something did not happen, and what to do. */
public final class Refusal {

    private Refusal() {}

    /**
     * For what was refused before it began: a headline says what happened, and the text below that nothing was done,
     * with the advice.
     */
    public static Div of(FailureReason reason, Component... actions) {
        var advice = Words.advice(reason);
        return Markup.banner(
                Severity.of(reason),
                Words.what(reason),
                Words.untouched(reason)
                        .map(untouched -> untouched + " " + advice)
                        .orElse(advice),
                actions);
    }

    /** For an observation that failed during a run; the outcome of the run shows what it changed. */
    public static Div ofObservation(FailureReason reason) {
        return Markup.banner(Severity.of(reason), Words.what(reason), Words.advice(reason));
    }
}
