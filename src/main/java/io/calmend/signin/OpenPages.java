package io.calmend.signin;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Comparator;
import org.springframework.stereotype.Component;

/**
 * Limits the open pages of a session. Each page uses memory until its browser has been silent for three heartbeats,
 * and anybody can load thousands. The oldest page is closed; its browser loads it again when somebody uses it.
 */
@Component
class OpenPages implements VaadinServiceInitListener {

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(init -> bound(init.getUI()));
    }

    private static void bound(UI ui) {
        var most = SignedInActor.person().isPresent()
                ? RequestBounds.PAGES_OF_A_PERSON
                : RequestBounds.PAGES_BEFORE_SIGN_IN;
        var others = ui.getSession().getUIs().stream()
                .filter(one -> !one.equals(ui) && !one.isClosing())
                .sorted(Comparator.comparingInt(UI::getUIId))
                .toList();
        others.stream().limit(Math.max(0, others.size() + 1 - most)).forEach(UI::close);
    }
}
