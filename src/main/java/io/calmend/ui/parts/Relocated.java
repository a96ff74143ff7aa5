package io.calmend.ui.parts;

import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;

/** A screen has got another address while it stayed: what was asked for has become something with a number. */
public final class Relocated extends ComponentEvent<UI> {

    private final String address;

    private Relocated(UI ui, String address) {
        super(ui, false);
        this.address = address;
    }

    public String address() {
        return address;
    }

    /** Puts {@code address} in place of the present one, so that a reload or a copied link leads to the result. */
    public static void to(UI ui, String address) {
        // Not through Flow's history: its router takes a replaced address for a navigation, and where that meets the
        // end of the one
        // before, as on a slow machine, it enters the screen once more or follows no link any more (Flow 25.2).
        ui.getPage().executeJs("history.replaceState(history.state, '', new URL($0, document.baseURI))", address);
        ComponentUtil.fireEvent(ui, new Relocated(ui, address));
    }
}
