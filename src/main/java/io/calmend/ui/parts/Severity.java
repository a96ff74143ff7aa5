package io.calmend.ui.parts;

import io.calmend.execution.Executions.StepState;
import io.calmend.vocabulary.FailureReason;
import java.util.Locale;

/** Shows how good or bad something is, by a shape, a word and a colour, never by the colour alone. */
public enum Severity {
    OK("circle-check"),
    RUN("loader-circle"),
    WAIT("hourglass"),
    WARN("triangle-alert"),
    FAIL("circle-x"),
    /** Not known. Purple and never red, because what could not be read was not found to be wrong. */
    UNKNOWN("circle-help"),
    IDLE("circle-dashed");

    private final String icon;

    Severity(String icon) {
        this.icon = icon;
    }

    /** The symbol in {@code icons.svg}. */
    String icon() {
        return icon;
    }

    /** The CSS class that sets the colours. */
    public String style() {
        return "s-" + name().toLowerCase(Locale.ROOT);
    }

    public String word() {
        return Words.say("ui.severity." + name());
    }

    public static Severity of(StepState state) {
        return switch (state) {
            case NOT_STARTED, SKIPPED -> IDLE;
            case RUNNING -> RUN;
            case DONE -> OK;
            case FAILED -> FAIL;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Purple where a host or the directory could not be asked, amber where the answer was no. */
    public static Severity of(FailureReason reason) {
        return switch (reason.severity()) {
            case HARMLESS -> OK;
            case REFUSED -> WARN;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
