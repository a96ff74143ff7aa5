package io.calmend.ui.shell;

/** Leads to the page that says a screen is not for this person. */
final class PageRefused extends RuntimeException {}
