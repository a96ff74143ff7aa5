package io.calmend.ui.shell;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Words;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** Shown for an address that does not exist. */
@ParentLayout(MainLayout.class)
@PermitAll
final class NotFoundView extends Page implements HasErrorParameter<NotFoundException> {

    NotFoundView() {
        entitle(Words.say("ui.notfound.title"));
        add(
                heading(),
                Markup.div(
                        "card",
                        Markup.text("", Words.say("ui.notfound.detail")),
                        Markup.div(
                                "links", Markup.quietLink(Words.say("ui.back.start"), "stethoscope", Addresses.FIX))));
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        return HttpServletResponse.SC_NOT_FOUND;
    }
}
