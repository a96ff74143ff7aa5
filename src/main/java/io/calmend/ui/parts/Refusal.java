package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import io.calmend.vocabulary.FailureReason;

/** Why something did not happen, and what to do. */
public final class Refusal {

    private Refusal() {}

    /** Something was refused before it began: what happened is the headline; below stands that nothing was done, and the advice. */
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

    /** An observation at a run that has begun did not succeed; what the run did or left, its own outcome says. */
    public static Div ofObservation(FailureReason reason) {
        return Markup.banner(Severity.of(reason), Words.what(reason), Words.advice(reason));
    }
}
