package io.calmend.ui.parts;

import com.vaadin.flow.component.html.Span;
import io.calmend.vocabulary.Visible;

/** Announces changes to screen readers: whole sentences, each at most once. */
public final class LiveRegion extends Span {

    LiveRegion() {
        addClassName("vh");
        getElement().setAttribute("role", "status").setAttribute("aria-live", "polite");
    }

    public void say(String sentence) {
        if (!Visible.of(sentence).equals(getText())) {
            setText(Visible.of(sentence));
        }
    }
}
