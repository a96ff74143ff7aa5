package io.calmend.ui.parts;

import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.Location;

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
        // A slow browser enters the address it was told to replace as if the person had gone there; the screen is here
        // already.
        ui.getInternals().setLastHandledNavigation(new Location(address));
        ui.getPage().getHistory().replaceState(null, address);
        ComponentUtil.fireEvent(ui, new Relocated(ui, address));
    }
}
