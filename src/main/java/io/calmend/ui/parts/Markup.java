package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.SvgIcon;
import com.vaadin.flow.dom.ClassList;
import io.calmend.vocabulary.Visible;
import java.util.Collection;

/**
 * Builds the small pieces of markup that every screen uses. All text is set as text, never as HTML, and unprintable
 * characters are made visible.
 */
public final class Markup {

    private Markup() {}

    public static Div div(String classes, Component... children) {
        var div = new Div(children);
        style(div.getElement().getClassList(), classes);
        return div;
    }

    public static Span text(String classes, String text) {
        var span = new Span(Visible.of(text));
        style(span.getElement().getClassList(), classes);
        return span;
    }

    /** A name or id that must not be wrapped or taken for part of the sentence. */
    public static Code code(String text) {
        return new Code(Visible.of(text));
    }

    /** Lines for experts, in a box that can be scrolled with the keyboard. */
    public static Pre lines(String classes, String name, Collection<String> lines) {
        var box = new Pre(Visible.lines(lines));
        style(box.getElement().getClassList(), classes);
        box.getElement()
                .setAttribute("tabindex", "0")
                .setAttribute("role", "region")
                .setAttribute("aria-label", Visible.of(name));
        return box;
    }

    /** A decorative icon: the words beside it say the same. */
    public static SvgIcon icon(String name) {
        var icon = new SvgIcon("icons.svg", name);
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }

    public static Span badge(Severity severity, String words) {
        var badge = new Span(icon(severity.icon()), new Span(Visible.of(words)));
        badge.addClassNames("badge", severity.style());
        return badge;
    }

    public static Span dot(Severity severity) {
        return dot(severity, severity.word());
    }

    /** An icon that stands for {@code words}, which the screen does not show next to it. */
    public static Span dot(Severity severity, String words) {
        var dot = new Span(icon(severity.icon()));
        dot.addClassNames("dot", severity.style());
        dot.getElement().setAttribute("role", "img").setAttribute("aria-label", Visible.of(words));
        return dot;
    }

    /** Breadcrumbs: a link back, and the name of this screen. */
    public static Nav crumbs(String words, String address, String here) {
        var last = text("", here);
        last.getElement().setAttribute("aria-current", "page");
        var nav = new Nav(new Anchor(address, Visible.of(words)), icon("chevron-right"), last);
        nav.addClassName("crumbs");
        nav.getElement().setAttribute("aria-label", Words.say("ui.crumbs"));
        return nav;
    }

    /** A card: a part of the screen with its own heading. */
    public static Div card(String classes, String heading, Component... children) {
        var card = div("card " + classes, new H2(Visible.of(heading)));
        card.add(children);
        return card;
    }

    public static Div cardHead(String heading, String link, String address) {
        return div("card-head", new H2(Visible.of(heading)), new Anchor(address, Visible.of(link)));
    }

    /** A row that is a link as a whole. */
    public static Anchor row(Severity severity, String strong, String detail, String when, String address) {
        var row = new Anchor(
                address,
                dot(severity),
                div("row-main", text("strong", strong), text("muted", detail)),
                text("muted when", when));
        row.addClassName("row");
        return row;
    }

    /** A banner: what happened or applies, in a sentence or two, with actions for it. */
    public static Div banner(Severity severity, String strong, String detail, Component... actions) {
        var body = div("banner-body", text("strong", strong));
        if (!detail.isEmpty()) {
            body.add(text("", detail));
        }
        if (actions.length > 0) {
            body.add(div("links", actions));
        }
        return div("banner " + severity.style(), dot(severity), body);
    }

    public static Div fact(String name, Component value) {
        var box = div("fact", text("muted", name));
        value.getElement().getClassList().add("fact-value");
        box.add(value);
        return box;
    }

    public static Div fact(String name, String value) {
        return fact(name, text("", value));
    }

    public static Button primary(String words, String icon, Runnable click) {
        var button = new Button(Visible.of(words), icon(icon), _ -> click.run());
        button.addThemeVariants(ButtonVariant.PRIMARY);
        return button;
    }

    public static Button quiet(String words, String icon, Runnable click) {
        var button = new Button(Visible.of(words), icon(icon), _ -> click.run());
        button.addThemeVariants(ButtonVariant.TERTIARY);
        return button;
    }

    /** A link that looks like the main button of its screen, so that it can be opened in another tab too. */
    public static Anchor primaryLink(String words, String icon, String address) {
        var link = new Anchor(address, icon(icon), new Span(Visible.of(words)));
        link.addClassNames("button-link", "primary");
        return link;
    }

    public static Anchor quietLink(String words, String icon, String address) {
        var link = new Anchor(address, icon(icon), new Span(Visible.of(words)));
        link.addClassName("button-link");
        return link;
    }

    /** The text in an empty place, which says why nothing is there. */
    public static Div empty(String strong, String detail) {
        return div("empty", text("strong", strong), text("muted", detail));
    }

    /** Something is on its way, with a line about what takes so long; seen only where it takes longer than a moment. */
    public static Div waiting(String strong, String detail) {
        var card = div(
                "card waiting",
                div("notice", dot(Severity.RUN), div("", text("strong", strong), text("muted", detail))));
        card.getElement().setAttribute("aria-busy", "true");
        return card;
    }

    /** A promise with a small picture: what holds, and one line about it. */
    public static Div promise(String icon, String strong, String detail) {
        return div("promise", icon(icon), div("", text("strong", strong), text("muted small", detail)));
    }

    private static void style(ClassList list, String classes) {
        for (var name : classes.split(" ")) {
            if (!name.isEmpty()) {
                list.add(name);
            }
        }
    }

    /** A labelled region. */
    @Tag("section")
    public static final class Section extends Component implements HasComponents {

        public Section(String name, Component... children) {
            getElement().setAttribute("aria-label", Visible.of(name));
            add(children);
        }
    }
}
