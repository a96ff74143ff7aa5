package io.calmend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A person at a browser. Notes what must never happen: an error on the console, a request to elsewhere, an answer without the
 * security headers; {@link #close()} fails if there was one.
 */
final class Visitor implements AutoCloseable {

    static final String PASSWORD = "Passw0rd!1";
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private final String address;
    private final BrowserContext context;
    private final Page page;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private boolean portalIsDown;

    Visitor(TestPortal stage, RunningPortal portal, int width, ColorScheme scheme) {
        this(stage.browser(), portal.address(""), width, scheme);
    }

    /** @param address of the portal, with a slash at its end */
    Visitor(Browser browser, String address, int width, ColorScheme scheme) {
        this.address = address;
        context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 800)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setAcceptDownloads(true)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.setDefaultTimeout(60_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !portalIsDown) {
                faults.add("console: " + message.text() + " at " + message.location());
            }
        });
        page.onPageError(error -> faults.add("script: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                faults.add("request to elsewhere: " + request.url());
            }
        });
        page.onResponse(this::check);
    }

    static Visitor at(TestPortal stage) {
        return new Visitor(stage, stage.portal(), 1280, ColorScheme.LIGHT);
    }

    private void check(Response response) {
        if (portalIsDown) {
            return;
        }
        var headers = response.headers();
        var url = response.url();
        require("nosniff".equals(headers.get("x-content-type-options")), "no nosniff: " + url);
        require(headers.containsKey("content-security-policy"), "no content security policy: " + url);
        require("same-origin".equals(headers.get("referrer-policy")), "no referrer policy: " + url);
        require("same-origin".equals(headers.get("cross-origin-opener-policy")), "no opener policy: " + url);
        require("same-origin".equals(headers.get("cross-origin-resource-policy")), "no resource policy: " + url);
        require(headers.containsKey("permissions-policy"), "no permissions policy: " + url);
        require(response.status() < 500, response.status() + " " + url);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }

    Page page() {
        return page;
    }

    /** While the portal is down the browser complains, and may. */
    void expectPortalDown(boolean down) {
        portalIsDown = down;
    }

    void open(String path) {
        page.navigate(address + path);
    }

    void signIn(String account) {
        open("login");
        fillIn(account);
        page.waitForURL(url -> !url.contains("/login"));
        heading();
    }

    void fillIn(String account) {
        page.locator("input[name=username]").fill(account);
        page.locator("input[name=password]").fill(PASSWORD);
        page.keyboard().press("Enter");
    }

    /** The screen's heading, once there is one. */
    String heading() {
        var heading = page.locator("main h1");
        heading.waitFor();
        return heading.innerText();
    }

    void waitForHeading(String text) {
        page.locator("main h1", new Page.LocatorOptions().setHasText(text)).waitFor();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    Locator main() {
        return page.locator("main");
    }

    void hasNoBarriers(String where) {
        var found = new AxeBuilder(page).withTags(WCAG).analyze().getViolations();
        assertThat(found)
                .as(where)
                .extracting(violation -> violation.getId() + " " + violation.getHelp() + " "
                        + violation.getNodes().stream()
                                .map(node -> node.getHtml())
                                .toList())
                .isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as(where + " scrolls sideways")
                .isEqualTo(0);
    }

    @Override
    public void close() {
        context.close();
        assertThat(faults).isEmpty();
    }
}
