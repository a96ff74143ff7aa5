package io.calmend.ui.shell;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Relocated;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.Role;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/** Guards every screen: a person who may not open it gets a page that says so, and the audit log gets an entry. */
@Component
class NavigationGuard implements VaadinServiceInitListener {

    private final CurrentActor currentActor;
    private final ScreenRefusals refusals;
    private final Incidents incidents;

    NavigationGuard(CurrentActor currentActor, ScreenRefusals refusals, Incidents incidents) {
        this.currentActor = currentActor;
        this.refusals = refusals;
        this.incidents = incidents;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        var service = event.getSource();
        // no message about a lost session: the page reloads, and after signing in the person is where they were
        var messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(false);
        messages.setSessionExpiredURL(null);
        service.setSystemMessagesProvider(_ -> messages);
        service.addSessionInitListener(init -> init.getSession().setErrorHandler(incidents));
        service.addUIInitListener(init -> watch(init.getUI()));
    }

    private void watch(UI ui) {
        ui.addBeforeEnterListener(this::mayEnter);
        var arrival = new Arrival();
        ui.addAfterNavigationListener(arrival::at);
        ComponentUtil.addListener(ui, Relocated.class, arrival::stays);
    }

    private void mayEnter(BeforeEnterEvent event) {
        var open = event.getNavigationTarget().getAnnotation(OpenTo.class);
        if (open == null || Arrays.stream(open.value()).anyMatch(currentActor::has)) {
            return;
        }
        var address = event.getLocation().getPathWithQueryParameters();
        if (event.getLocation().getPath().isEmpty()
                && (currentActor.has(Role.MANAGER) || currentActor.has(Role.ADMINISTRATOR))) {
            event.forwardTo(Addresses.AUDIT_LOG);
            return;
        }
        refusals.refused("page", "/" + address, FailureReason.NOT_PERMITTED);
        event.rerouteToError(new NotPermittedException(FailureReason.NOT_PERMITTED), "");
    }

    /**
     * Moves the focus to the start of a new screen, as a browser would for a new page; not if only the query changes.
     */
    private static final class Arrival {

        private String path = "\0";

        void stays(Relocated relocated) {
            path = relocated.address();
        }

        void at(AfterNavigationEvent event) {
            var now = event.getLocation().getPath();
            var moved = !now.equals(path);
            path = now;
            if (moved && event.getActiveChain().getFirst() instanceof Page page) {
                page.focusStart();
            }
        }
    }
}
