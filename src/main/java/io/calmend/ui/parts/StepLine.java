package io.calmend.ui.parts;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.details.DetailsVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.SvgIcon;
import io.calmend.vocabulary.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows one step of a running process. Its words are changed in place, so that push sends only what is new. */
public final class StepLine extends ListItem {

    private final String name;
    private final SvgIcon icon = Markup.icon(Severity.IDLE.icon());
    private final Span dot = new Span(icon);
    private final Span detail = Markup.text("muted small", "");
    private final Span took = Markup.text("muted took", "");
    private final Div head;
    private @Nullable Details details;
    private @Nullable Pre log;
    private Severity severity = Severity.IDLE;
    private boolean openedByUs;

    public StepLine(String name) {
        this.name = name;
        addClassNames("step", severity.style());
        dot.addClassNames("dot", severity.style());
        dot.getElement().setAttribute("role", "img").setAttribute("aria-label", Visible.of(severity.word()));
        head = Markup.div("step-head", Markup.div("step-title", Markup.text("step-name", name), detail), took);
        add(dot, head);
    }

    public Severity severity() {
        return severity;
    }

    /**
     * Updates the step: {@code words} below the name, {@code time} at the end of the line, {@code lines} for experts.
     */
    public void show(Severity now, String words, String time, List<String> lines) {
        if (now != severity) {
            removeClassName(severity.style());
            dot.removeClassName(severity.style());
            severity = now;
            addClassName(severity.style());
            dot.addClassName(severity.style());
            dot.getElement().setAttribute("aria-label", Visible.of(severity.word()));
            icon.setSymbol(severity.icon());
        }
        set(detail, words);
        set(took, time);
        showLog(lines);
    }

    private void showLog(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        if (details == null) {
            log = Markup.lines("", Words.say("ui.step.log", name), List.of());
            details = new Details(head, log);
            details.addThemeVariants(DetailsVariant.REVERSE);
            details.addClassName("log");
            add(details);
        }
        var text = Visible.lines(lines);
        if (log != null && !log.getText().equals(text)) {
            log.setText(Visible.lines(lines));
        }
        // a step that went wrong expands by itself, once
        if ((severity == Severity.FAIL || severity == Severity.UNKNOWN) && !openedByUs) {
            openedByUs = true;
            details.setOpened(true);
        }
    }

    private static void set(Span span, String text) {
        if (!span.getText().equals(Visible.of(text))) {
            span.setText(Visible.of(text));
        }
    }
}
