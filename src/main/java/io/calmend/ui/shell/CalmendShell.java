package io.calmend.ui.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;
import io.calmend.ui.parts.Words;

/** The page that holds the screens: theme, colours by the system's wish. Push is switched on by the frame, for those who are signed in. */
@ColorScheme(ColorScheme.Value.LIGHT_DARK)
@StyleSheet(Aura.STYLESHEET)
@StyleSheet("styles.css")
public final class CalmendShell implements AppShellConfigurator {

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.addFavIcon("icon", "calmend.svg", "any");
        settings.addMetaTag("robots", "noindex");
        // until a screen says its own
        settings.setPageTitle(Words.say("ui.product"));
    }
}
