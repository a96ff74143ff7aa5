package io.calmend.ui.parts;

import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.HasDynamicTitle;
import io.calmend.vocabulary.Visible;

/** Base class of all screens: one heading, one live region for screen readers, and below them the content. */
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

    /** Part of the page from the start, because a screen reader only announces changes in an existing region. */
    protected final LiveRegion live() {
        return live;
    }

    /** Sets the heading and the tab's title. */
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

    /**
     * Moves the focus after a change of screen: scrolls to the top, and focuses the heading unless the screen has a
     * better place.
     */
    public void focusStart() {
        heading.getElement().executeJs("this.focus({preventScroll: true}); this.closest('main').scrollIntoView()");
    }

    /** Whether the search key leads to {@link #focusStart} of this screen rather than to the start page. */
    public boolean takesSearch() {
        return false;
    }
}
