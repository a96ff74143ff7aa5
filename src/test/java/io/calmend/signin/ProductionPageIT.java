package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The pages as a release serves them: with the bundle of a release, a policy with a nonce, in a real browser. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = CalmendApplication.class)
@ContextConfiguration(initializers = Databases.H2.class)
@DirtiesContext
class ProductionPageIT {

    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "production-page-network"), Clock.systemUTC());
    private static final OpenedDirectory.Trust TRUST = OpenedDirectory.trustOnly(NETWORK.authorityFile());
    private static final Pattern NONCE = Pattern.compile("script-src 'nonce-([A-Za-z0-9+/]{24})' 'strict-dynamic'");

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @AfterAll
    static void stop() {
        TRUST.close();
        NETWORK.close();
    }

    private static String nonceOf(RawHttp.Answer page) {
        var policy = page.header("Content-Security-Policy").orElseThrow();
        assertThat(policy).doesNotContain("ws:").doesNotContainPattern("script-src[^;]*'unsafe-inline'");
        var found = NONCE.matcher(policy);
        assertThat(found.find()).as(policy).isTrue();
        return found.group(1);
    }

    @Test
    void everyScriptOfAPageCarriesTheNonceOfItsHeaderAndNoTwoPagesShareOne() {
        var browser = new RawHttp(port);
        var one = browser.get("/login");
        var other = browser.get("/login");

        assertThat(nonceOf(one)).isNotEqualTo(nonceOf(other));
        assertThat(Jsoup.parse(one.body()).getElementsByTag("script"))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(script.attr("nonce")).isEqualTo(nonceOf(one)));
        assertThat(one.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(one.all("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(one.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void bundleMayBeKeptAndStillHasTheHeaders() {
        var browser = new RawHttp(port);
        var script = Jsoup.parse(browser.get("/login").body())
                .select("script[src*=VAADIN/build]")
                .attr("src");
        var answer = browser.get("/" + script.replaceFirst("^\\.?/", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(
                        value -> assertThat(value).contains("max-age=").doesNotContain("no-store"));
        assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.all("Content-Security-Policy")).hasSize(1);
    }

    @Test
    void signInWorksInARealBrowserWithoutASingleViolationOfThePolicy() {
        try (var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(List.of(
                                        "--no-sandbox",
                                        "--disable-gpu",
                                        "--disable-quic",
                                        "--no-first-run",
                                        "--disable-background-networking",
                                        "--disable-component-update",
                                        "--disable-sync")))) {
            var complaints = new CopyOnWriteArrayList<String>();
            var sockets = new CopyOnWriteArrayList<String>();
            var page = open(browser, complaints, sockets);

            page.navigate("http://localhost:" + port + "/");
            signIn(page, "alice", "not the password");
            page.waitForURL("http://localhost:" + port + "/login?problem=wrong");
            page.getByText("That did not work").waitFor();
            // the page tries for a web socket, which is refused to who is not signed in
            complaints.removeIf(text -> text.contains("WebSocket") || text.contains("Websocket"));
            assertThat(complaints).isEmpty();
            sockets.clear();

            signIn(page, "alice", "Passw0rd!1");
            page.waitForURL("http://localhost:" + port + "/");
            page.locator("h1").first().waitFor();

            assertThat(complaints).isEmpty();
            assertThat(sockets).as("sockets of a signed-in person").isNotEmpty();
        }
    }

    private static Page open(Browser browser, List<String> complaints, List<String> sockets) {
        var page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (new ArrayList<>(List.of("error", "warning")).contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onWebSocket(socket -> sockets.add(socket.url()));
        return page;
    }

    private static void signIn(Page page, String account, String password) {
        page.getByLabel("Windows account").fill(account);
        page.locator("input[type=password]").fill(password);
        page.waitForNavigation(() -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click());
        page.waitForLoadState();
    }
}
