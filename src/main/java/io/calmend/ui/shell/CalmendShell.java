package io.calmend.ui.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;
import io.calmend.ui.parts.Words;

/**
 * Configures the HTML page that contains the screens: theme, and light or dark as the system prefers. The layout
 * enables push, for people who are signed in.
 */
@ColorScheme(ColorScheme.Value.LIGHT_DARK)
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("styles.css")
public final class CalmendShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "calmend.svg", "any");
        settings.addMetaTag("robots", "noindex");
        // until a screen sets its own
        settings.setPageTitle(Words.say("ui.product"));
    }
}
