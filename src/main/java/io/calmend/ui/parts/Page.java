package io.calmend.ui.parts;

import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.HasDynamicTitle;
import io.calmend.vocabulary.Visible;

/** A screen: one heading, one place that speaks to screen readers, everything else below. */
public abstract class Page extends Main implements HasDynamicTitle {

    private final H1 heading = new H1();
    private final LiveRegion live = new LiveRegion();

    @SuppressWarnings("this-escape") // nothing in here reaches a field of a subclass
    protected Page() {
        setId("main");
        addClassName("page");
        getElement().setAttribute("tabindex", "-1");
        heading.getElement().setAttribute("tabindex", "-1");
    }

    protected final H1 heading() {
        return heading;
    }

    /** In the page from its start, so that a screen reader hears what changes. */
    protected final LiveRegion live() {
        return live;
    }

    /** Says in heading and tab what this screen is about. */
    protected final void entitle(String words) {
        if (!heading.getText().equals(Visible.of(words))) {
            heading.setText(Visible.of(words));
            getUI().ifPresent(ui -> ui.getPage().setTitle(Visible.of(getPageTitle())));
        }
    }

    @Override
    public final String getPageTitle() {
        return Words.say("ui.title", heading.getText());
    }

    /** Where a person starts after the screen was changed: at its top, with the focus on its heading if it has no better place. */
    public void focusStart() {
        heading.getElement().executeJs("this.focus({preventScroll: true}); this.closest('main').scrollIntoView()");
    }

    /** Whether the search key leads to {@link #focusStart} of this screen rather than to the search screen. */
    public boolean takesSearch() {
        return false;
    }
}
