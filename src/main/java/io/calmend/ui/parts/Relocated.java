package io.calmend.ui.parts;

import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;

/**
 * Fired when a screen that stays open gets another address, for example because the plan that was requested on it has
 * got its number.
 */
public final class Relocated extends ComponentEvent<UI> {

    private final String address;

    private Relocated(UI ui, String address) {
        super(ui, false);
        this.address = address;
    }

    public String address() {
        return address;
    }

    /** Replaces the present address by {@code address}, so that a reload or a copied link leads to the result. */
    public static void to(UI ui, String address) {
        // Flow's own history would treat this as a navigation; on a slow machine that collides with the end of the
        // previous one, enters the screen again, or disables links (Flow 25.2)
        ui.getPage().executeJs("history.replaceState(history.state, '', new URL($0, document.baseURI))", address);
        ComponentUtil.fireEvent(ui, new Relocated(ui, address));
    }
}
