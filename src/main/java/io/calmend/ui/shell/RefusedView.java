package io.calmend.ui.shell;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.NotPermittedException;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** Shown for a screen that exists but that this person may not open. */
@ParentLayout(MainLayout.class)
@PermitAll
final class RefusedView extends Page implements HasErrorParameter<NotPermittedException> {

    RefusedView() {
        entitle(Words.say("ui.refused.title"));
        add(
                heading(),
                Markup.div(
                        "card",
                        Markup.text("", Words.say("ui.refused.detail")),
                        Markup.text("muted", Words.say("ui.refused.advice")),
                        Markup.div(
                                "links", Markup.quietLink(Words.say("ui.back.start"), "stethoscope", Addresses.FIX))));
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotPermittedException> parameter) {
        return HttpServletResponse.SC_FORBIDDEN;
    }
}
