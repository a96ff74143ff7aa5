package io.calmend.ui.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.shared.communication.PushMode;
import com.vaadin.flow.shared.ui.Transport;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.UiProperties;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Relocated;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.StopSwitch;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The layout around every screen: menu, search, account. Shows only what the person may open; the navigation guard
 * decides again at each screen.
 */
@Layout
@PermitAll
@JsModule("context://scripts/shell.js")
final class MainLayout extends AppLayout implements AfterNavigationObserver {

    private final Actor person;
    private final CurrentActor currentActor;
    private final ChangeSwitch changes;
    private final Preferences preferences;
    private final AuthenticationContext authentication;
    private final Div stopped = Markup.div("stopped");
    private final Div content = Markup.div("content", stopped);
    private final @Nullable SideNavItem fix;
    private @Nullable HasElement shown;

    MainLayout(
            CurrentActor currentActor,
            ChangeSwitch changes,
            Preferences preferences,
            AuthenticationContext authentication,
            UiProperties properties) {
        this.currentActor = currentActor;
        this.person = currentActor.get();
        this.changes = changes;
        this.preferences = preferences;
        this.authentication = authentication;
        setPrimarySection(Section.DRAWER);

        var logo = new Image("calmend.svg", "");
        var navigation = Markup.div("navs");
        if (currentActor.has(Role.HELPDESK)) {
            fix = item("ui.menu.fix", Addresses.FIX, "stethoscope");
            var work = new SideNav();
            work.setLabel(Words.say("ui.menu.work"));
            work.addItem(fix);
            navigation.add(work);
        } else {
            fix = null;
        }
        if (mayReadAuditLog() || maySeeRules()) {
            var oversee = new SideNav();
            oversee.setLabel(Words.say("ui.menu.oversee"));
            if (mayReadAuditLog()) {
                var auditLog = item("ui.menu.audit", Addresses.AUDIT_LOG, "scroll-text");
                auditLog.setMatchNested(true);
                oversee.addItem(auditLog);
            }
            if (maySeeRules()) {
                oversee.addItem(item("ui.menu.delegation", Addresses.DELEGATION, "users-round"));
                oversee.addItem(item("ui.menu.health", Addresses.HEALTH, "activity"));
            }
            navigation.add(oversee);
        }
        addToDrawer(
                Markup.div("brand", logo, Markup.text("brand-name", Words.say("ui.product"))),
                new Scroller(navigation),
                Markup.div("drawer-foot", Markup.icon("shield-check"), Markup.text("", Words.say("ui.menu.recorded"))));

        var skip = new Anchor("#main", Words.say("ui.skip"));
        skip.addClassName("skip");
        skip.setRouterIgnore(true);
        var toggle = new DrawerToggle();
        toggle.setAriaLabel(Words.say("ui.menu"));
        var bar = new Header(skip, toggle);
        bar.addClassName("topbar");
        if (fix != null) {
            bar.add(searchButton());
        }
        bar.add(Markup.div("grow"));
        if (!properties.ribbon().isBlank()) {
            bar.add(Markup.text("ribbon", properties.ribbon()));
        }
        bar.add(connection(), account());
        addToNavbar(bar);
        super.setContent(content);
        StopSwitch.follow(changes, this, this::showStop);

        listen("calmend-search", _ -> search());
        listen("calmend-go", this::go);
        listen("calmend-keys", _ -> new KeysDialog().open());
        useSingleKeys(preferences
                .of(person, Preferences.Name.SINGLE_KEYS)
                .orElse("on")
                .equals("on"));
    }

    private boolean mayReadAuditLog() {
        return currentActor.has(Role.MANAGER) || currentActor.has(Role.ADMINISTRATOR);
    }

    private boolean maySeeRules() {
        return currentActor.has(Role.ADMINISTRATOR);
    }

    @Override
    public void showRouterLayoutContent(HasElement screen) {
        if (shown != null) {
            content.getElement().removeChild(shown.getElement());
        }
        shown = screen;
        content.getElement().appendChild(screen.getElement());
    }

    @Override
    public void removeRouterLayoutContent(@Nullable HasElement screen) {
        if (shown != null) {
            content.getElement().removeChild(shown.getElement());
            shown = null;
        }
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        // not for the whole application, because a web socket is refused to people who are not signed in
        var push = event.getUI().getPushConfiguration();
        push.setTransport(Transport.WEBSOCKET_XHR);
        push.setPushMode(PushMode.AUTOMATIC);
        preferences
                .of(person, Preferences.Name.COLOUR_SCHEME)
                .flatMap(MainLayout::scheme)
                .ifPresent(event.getUI().getPage()::setColorScheme);
        var relocations =
                ComponentUtil.addListener(event.getUI(), Relocated.class, relocated -> severity(relocated.address()));
        addDetachListener(detached -> {
            relocations.remove();
            detached.unregisterListener();
        });
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        severity(event.getLocation().getPath());
        showStop();
    }

    /** Highlights the menu item for fixing problems on every screen that belongs to it. */
    private void severity(String path) {
        if (fix != null) {
            var working = path.startsWith("case/")
                    || path.startsWith("host/")
                    || path.startsWith("plan/")
                    || path.startsWith("run/");
            // its own path adds nothing; an empty set would become null in the browser's component, which does not
            // expect that
            fix.setPathAliases(Set.of(working ? path : Addresses.FIX));
        }
    }

    private void showStop() {
        stopped.removeAll();
        changes.stopped()
                .ifPresent(stop -> stopped.add(Markup.banner(
                        Severity.WARN,
                        Words.say("ui.stopped.title"),
                        Words.say("ui.stopped.detail", stop.by(), Moments.at(stop.at()), stop.reason()))));
        stopped.setVisible(stopped.getComponentCount() > 0);
    }

    private Button searchButton() {
        var words = Words.say("ui.search");
        var search = new Button(Visible.of(words), Markup.icon("search"), _ -> search());
        search.addClassName("omni");
        search.setSuffixComponent(Markup.text("kbd", Words.say("ui.search.key")));
        search.setAriaLabel(Visible.of(words + " " + Words.say("ui.search.key")));
        return search;
    }

    private static Component connection() {
        var words = Markup.text("conn-words", Words.say("ui.connection.live"));
        var badge = Markup.div("badge conn " + Severity.OK.style(), Markup.icon("activity"), words);
        badge.getElement()
                .setAttribute("data-live", Words.say("ui.connection.live"))
                .setAttribute("data-lost", Words.say("ui.connection.lost"));
        return badge;
    }

    private MenuBar account() {
        var bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.TERTIARY);
        var avatar = new Avatar(Visible.of(person.displayName()));
        var root = bar.addItem(avatar);
        root.setAriaLabel(Words.say("ui.account", person.displayName()));
        var menu = root.getSubMenu();
        menu.addItem(Markup.div(
                        "account-name",
                        Markup.text("strong", person.displayName()),
                        Markup.text("muted small", person.account())))
                .setEnabled(false);
        menu.addSeparator();
        var schemes = new EnumMap<ColorScheme.Value, MenuItem>(ColorScheme.Value.class);
        var chosen = preferences
                .of(person, Preferences.Name.COLOUR_SCHEME)
                .flatMap(MainLayout::scheme)
                .orElse(ColorScheme.Value.LIGHT_DARK);
        for (var offer : Map.of(
                        ColorScheme.Value.LIGHT_DARK, "ui.scheme.system",
                        ColorScheme.Value.LIGHT, "ui.scheme.light",
                        ColorScheme.Value.DARK, "ui.scheme.dark")
                .entrySet()
                .stream()
                .sorted(Map.Entry.<ColorScheme.Value, String>comparingByKey().reversed())
                .toList()) {
            var item = menu.addItem(Words.say(offer.getValue()), _ -> use(offer.getKey(), schemes));
            item.setCheckable(true);
            item.setChecked(offer.getKey() == chosen);
            schemes.put(offer.getKey(), item);
        }
        menu.addSeparator();
        var singleKeys = menu.addItem(Words.say("ui.keys.single"));
        singleKeys.setCheckable(true);
        singleKeys.setChecked(preferences
                .of(person, Preferences.Name.SINGLE_KEYS)
                .orElse("on")
                .equals("on"));
        singleKeys.addClickListener(_ -> {
            preferences.set(person, Preferences.Name.SINGLE_KEYS, singleKeys.isChecked() ? "on" : "off");
            useSingleKeys(singleKeys.isChecked());
        });
        menu.addItem(Words.say("ui.keys"), _ -> new KeysDialog().open());
        menu.addSeparator();
        menu.addItem(Words.say("ui.signout"), _ -> authentication.logout());
        return bar;
    }

    private void use(ColorScheme.Value scheme, Map<ColorScheme.Value, MenuItem> items) {
        items.forEach((value, item) -> item.setChecked(value == scheme));
        preferences.set(person, Preferences.Name.COLOUR_SCHEME, scheme.name());
        getUI().orElseThrow().getPage().setColorScheme(scheme);
    }

    private static Optional<ColorScheme.Value> scheme(String stored) {
        for (var value : ColorScheme.Value.values()) {
            if (value.name().equals(stored)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private void useSingleKeys(boolean on) {
        getElement().setAttribute("data-keys", on ? "on" : "off");
    }

    private void listen(String event, Consumer<String> then) {
        getElement()
                .addEventListener(
                        event,
                        heard -> then.accept(
                                heard.getEventData().get("event.detail.to").asString("")))
                .addEventData("event.detail.to");
    }

    private void search() {
        if (fix == null) {
            return;
        }
        if (shown instanceof Page page && page.takesSearch()) {
            page.focusStart();
        } else {
            getUI().orElseThrow().navigate(Addresses.FIX);
        }
    }

    private void go(String letter) {
        var ui = getUI().orElseThrow();
        if (letter.equals("f") && fix != null) {
            ui.navigate(Addresses.FIX);
        } else if (letter.equals("a") && mayReadAuditLog()) {
            ui.navigate(Addresses.AUDIT_LOG);
        } else if (letter.equals("d") && maySeeRules()) {
            ui.navigate(Addresses.DELEGATION);
        }
    }

    private static SideNavItem item(String key, String path, String icon) {
        return new SideNavItem(Words.say(key), path, Markup.icon(icon));
    }
}
