package io.calmend.ui.parts;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;

/**
 * Lets the browser ask by itself while its page waits for something: a push may be lost on the way, or never get through a
 * company's proxy. A page that waits for nothing asks for nothing.
 */
public final class Polling {

    /** Short enough to wait for, long enough that a few hundred waiting pages are no load. */
    private static final int MILLISECONDS = 2000;

    private int waits;

    private Polling() {}

    /** The browser of {@code ui} asks from now on, until this wait and every other one is over. Needs the session's lock. */
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
