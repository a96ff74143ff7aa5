package io.calmend.ui.shell;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Words;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** Shown when a screen could not be built. Has no menu around it, because the menu may be what failed. */
@PermitAll
final class BrokenView extends Page implements HasErrorParameter<Exception> {

    private final Incidents incidents;

    BrokenView(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        var number = incidents.report(parameter.getException());
        entitle(Words.say("ui.incident.title"));
        add(
                heading(),
                Markup.div(
                        "card",
                        Markup.text("", Words.say("ui.incident.detail", number)),
                        Markup.div(
                                "links", Markup.quietLink(Words.say("ui.back.start"), "stethoscope", Addresses.FIX))));
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
}
