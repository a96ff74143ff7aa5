package io.calmend.ui.parts;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;

/**
 * Makes the browser poll while its page waits for something: a push message may get lost, or be blocked by a company's
 * proxy. A page that waits for nothing does not poll.
 */
public final class Polling {

    /** Short enough for a person who waits, and long enough that a few hundred waiting pages are no load. */
    private static final int MILLISECONDS = 2000;

    private int waits;

    private Polling() {}

    /**
     * The browser of {@code ui} polls from now on, until this wait and all others are over. Needs the session's lock.
     */
    public static Registration begin(UI ui) {
        var known = ComponentUtil.getData(ui, Polling.class);
        var polling = known == null ? new Polling() : known;
        ComponentUtil.setData(ui, Polling.class, polling);
        if (polling.waits++ == 0) {
            ui.setPollInterval(MILLISECONDS);
        }
        return Registration.once(() -> {
            if (--polling.waits == 0) {
                ui.setPollInterval(-1);
            }
        });
    }
}
