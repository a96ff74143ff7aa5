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
        // Flow's own history would hand it to its router, which takes it for a navigation; on a slow machine that meets
        // the end of the one before, enters the screen once more, or follows no link any more (Flow 25.2).
        ui.getPage().executeJs("history.replaceState(history.state, '', new URL($0, document.baseURI))", address);
        ComponentUtil.fireEvent(ui, new Relocated(ui, address));
    }
}
