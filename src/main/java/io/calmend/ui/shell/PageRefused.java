package io.calmend.ui.shell;

/** Leads to the page that says a screen is not for this person. Public, because Vaadin makes it by its class. */
public final class PageRefused extends RuntimeException {

    private static final long serialVersionUID = 1;
}
