package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.calmend.audit.AuditEvent;
import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The web edge and the life of a session, over real HTTP, with the simulated directory behind it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = EdgeTest.Slice.class,
        properties = "vaadin.allowed-packages=io.calmend")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class EdgeTest {

    private static final String PASSWORD = "Passw0rd!1";
    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "edge-network"), Clock.systemUTC());
    private static final OpenedDirectory.Trust TRUST = OpenedDirectory.trustOnly(NETWORK.authorityFile());

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int healthPort;

    @Autowired
    private RememberedLog auditLog;

    @Autowired
    private HandClock clock;

    private RawHttp browser;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @BeforeEach
    void start() {
        NETWORK.reset();
        auditLog.events().clear();
        clock.forward(Duration.ofHours(1));
        browser = new RawHttp(port);
    }

    @AfterAll
    static void stop() {
        TRUST.close();
        NETWORK.close();
    }

    private String ourOrigin() {
        return "Origin: http://localhost:" + port;
    }

    private RawHttp.Answer signIn(RawHttp with, String account, String password, String... headers) {
        var form = "username=" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return with.post("/login", form, headers);
    }

    private void signedIn(String account) {
        var answer = signIn(browser, account, PASSWORD, ourOrigin());
        assertThat(answer.header("Location")).contains("/");
        assertThat(browser.get("/").status()).isEqualTo(200);
    }

    private boolean isSignedIn() {
        var answer = browser.get("/");
        return answer.status() == 200;
    }

    // ---- the application log

    /** Whatever levels an operator sets: request parameters, raw requests and directory binds all pass through libraries. */
    @Test
    void passwordsOfPeopleAreNeverInTheApplicationLog() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var loud = Stream.of(
                        "org.apache.tomcat.util.http.Parameters",
                        "org.apache.coyote.http11.Http11InputBuffer",
                        "org.springframework.web",
                        "org.springframework.security",
                        "org.springframework.ldap")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        try {
            root.setLevel(Level.TRACE);
            loud.forEach(logger -> logger.setLevel(Level.TRACE));
            signedIn("alice");
            signIn(new RawHttp(port), "bob", "Wrong-c4nary!", ourOrigin());
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
            loud.forEach(logger -> logger.setLevel(null));
        }

        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> Stream.of(
                                PASSWORD,
                                "Wrong-c4nary!",
                                URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8),
                                "Wrong-c4nary%21")
                        .anyMatch(line::contains));
    }

    // ---- headers

    private static void hasAllHeaders(RawHttp.Answer answer) {
        assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.all("Referrer-Policy")).containsExactly("same-origin");
        assertThat(answer.all("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
        assertThat(answer.all("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
        assertThat(answer.all("Permissions-Policy")).singleElement().asString().contains("camera=()");
        assertThat(answer.all("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/login, 200",
        "/, 302",
        "/no-such-page, 302",
        "/styles.css, 200",
        "/icons.svg, 200",
        "/VAADIN/build/no-such-file.js, 404",
        "/fonts/no-such-font.woff2, 200",
        "/actuator/env, 302",
        "/actuator/health, 302",
        "/a;b=c, 400",
        "/a//b, 400"
    })
    void everyAnswerHasTheSecurityHeaders(String path, int status) {
        var answer = browser.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        hasAllHeaders(answer);
    }

    /** What Tomcat or a valve answers before any filter of the portal is asked. */
    @ParameterizedTest
    @CsvSource({
        "/login, Content-Length: 70000, 413",
        "/%zz, X: y, 400",
        "/login, Host: a b, 400",
        "/login, Content-Length: -1, 400",
        "/login, Transfer-Encoding: unknown, 501",
        "/login, TOO LONG, 400"
    })
    void earlyAnswerHasThemTooAndIsNotKept(String path, String header, int status) {
        var answer = browser.get(path, header.equals("TOO LONG") ? "X: " + "x".repeat(20_000) : header);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        hasAllHeaders(answer);
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        assertThat(answer.body()).doesNotContain("Exception", "org.", "Tomcat");
    }

    @Test
    void pageOfASignedInPersonHasThemTooAndIsNotKept() {
        signedIn("alice");
        var answer = browser.get("/");

        hasAllHeaders(answer);
        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void fileOfTheProductMayBeKeptIfItIsAskedAboutAgain() {
        assertThat(browser.get("/styles.css").all("Cache-Control")).containsExactly("no-cache");
    }

    @Test
    void redirectRepeatsNoNameOfTheRequest() {
        assertThat(browser.get("/").header("Location")).contains("/login");
    }

    @Test
    void whoComesByAnotherNameOrFromAnotherPageReadsTheRightOnes() {
        assertThat(browser.get("/login", "Host: other.example").body())
                .contains("Use one of these", "calmend.signin.public-urls")
                .doesNotContain("other.example");
        assertThat(signIn(browser, "alice", PASSWORD, "Origin: https://localhost:1")
                        .body())
                .contains("Use one of these", "calmend.signin.public-urls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "evil.example:80", ""})
    void requestForAnotherNameIsRefused(String host) {
        var answer = browser.get("/login", "Host: " + host);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("evil", "Exception", "Tomcat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"})
    void otherMethodsAreRefused(String method) {
        var answer = browser.send(method, "/login", null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD, POST");
        hasAllHeaders(answer);
    }

    @Test
    void errorPageTellsNothing() {
        signedIn("alice");
        var answer = browser.get("/VAADIN/build/no-such-file.js");

        assertThat(answer.body()).doesNotContain("Exception", "org.", "Apache", "trace");
    }

    // ---- other sites

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://localhost",
                "Origin: https://localhost:1",
                "Origin: x y",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void otherSiteCannotWrite(String header) {
        var answer = signIn(browser, "alice", PASSWORD, header);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(auditLog.events()).isEmpty();
        hasAllHeaders(answer);
    }

    @Test
    void clientThatIsNoBrowserMayWrite() {
        assertThat(signIn(browser, "alice", PASSWORD).header("Location")).contains("/");
    }

    /** Whoever forgot a name finds it in the log; whoever refuses to stop does not fill it. */
    @Test
    void requestRefusedForItsOriginOrNameIsInTheLogWithWhatWasExpected(CapturedOutput output) {
        var before = output.getAll().length();
        for (var i = 0; i < 20; i++) {
            assertThat(signIn(browser, "alice", PASSWORD, "Origin: http://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(browser.get("/login", "Host: portal.example").status()).isEqualTo(400);
        }

        assertThat(output.getAll().substring(before).lines().filter(line -> line.contains("RefusedRequests")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("origin 'http://evil.example'", "calmend.signin.public-urls"),
                        line -> assertThat(line).contains("'portal.example'", "[127.0.0.1, ", "localhost"));

        clock.forward(Duration.ofMinutes(2));
        browser.get("/login", "Host: portal.example");
        assertThat(output.getAll().substring(before)).contains("So were 19 more");
    }

    @Test
    void onlyWhatTheServerOfWebSocketsTellsAtStartIsSilenced() {
        var server = LoggerFactory.getLogger("org.atmosphere.cpr.AtmosphereFramework");
        assertThat(server.isInfoEnabled()).isFalse();
        assertThat(server.isWarnEnabled()).isTrue();
    }

    @Test
    void webSocketIsForOurOwnPagesAndSignedInPeopleAlone() {
        var path = "/VAADIN/push?v-r=push&v-uiId=0&v-pushId=x&X-Atmosphere-Transport=websocket"
                + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.0";
        browser.get("/login");
        assertThat(browser.upgrade(path, ourOrigin()).status()).as("nobody").isEqualTo(403);

        signedIn("alice");
        assertThat(browser.upgrade(path, "Origin: http://evil.example").status())
                .as("other site")
                .isEqualTo(403);
        assertThat(browser.upgrade(path).status()).as("no origin").isEqualTo(403);
        assertThat(browser.upgrade(path, ourOrigin()).status()).as("ours").isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"foo, websocket", "websocket, foo", "foo\r\nUpgrade: websocket", "WebSocket, h2c", "websocket/13"
            })
    void webSocketIsAskedForAsBrowsersDoOrNotAtAll(String upgrade) {
        assertThat(browser.send(
                                "GET",
                                "/VAADIN/push?v-uiId=0&X-Atmosphere-Transport=websocket",
                                null,
                                "Upgrade: " + upgrade,
                                "Connection: Upgrade",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                                ourOrigin())
                        .status())
                .isEqualTo(400);
    }

    /** Java's own client asks for HTTP/2 in its first request, and so does what watches the portal with it. */
    @Test
    void whoWouldRatherSpeakHttp2IsAnswered() {
        var asks =
                new String[] {"Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAEAAEAAAAIAAAAA"
                };

        assertThat(browser.get("/login", asks).status()).isEqualTo(200);
        assertThat(new RawHttp(healthPort)
                        .get("/actuator/health/liveness", asks)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void messageBeforeSignInIsSmallOrRefused() {
        var longest = Math.toIntExact(RequestBounds.LARGEST_MESSAGE_BEFORE_SIGN_IN);
        browser.get("/login");

        assertThat(browser.post(
                                "/?v-r=uidl&v-uiId=0",
                                "x".repeat(longest + 1),
                                "Content-Type: application/json",
                                ourOrigin())
                        .status())
                .isEqualTo(413);
        assertThat(browser.post(
                                "/?v-r=uidl&v-uiId=0",
                                "x".repeat(longest),
                                "Content-Type: application/json",
                                ourOrigin())
                        .status())
                .isNotEqualTo(413);
    }

    /** Where there is no web socket a page may ask and be left waiting, for as long as it likes. */
    @ParameterizedTest
    @ValueSource(strings = {"long-polling", "streaming", "sse"})
    void nobodyIsLeftWaitingForNewsWhoIsNotSignedIn(String transport) {
        browser.get("/login");
        browser.get("/?v-r=init&location=login&query=");

        assertThat(browser.get("/VAADIN/push?v-r=push&v-uiId=0&X-Atmosphere-Transport=" + transport
                                + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.0")
                        .status())
                .isEqualTo(403);
    }

    /** The page that a person has just signed out of still says so, and its browser would show an error. */
    @Test
    void endOfWaitingIsNoFaultWhereNobodyIsSignedInAnyMore() {
        browser.get("/login");

        assertThat(browser.get("/VAADIN/push?v-r=push&v-uiId=0&X-Atmosphere-Transport=close&X-Atmosphere-tracking-id=0")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void signOutNeedsTheTokenOfThePage() {
        signedIn("alice");

        assertThat(browser.post("/logout", "", ourOrigin()).status()).isEqualTo(403);
        assertThat(isSignedIn()).isTrue();
    }

    // ---- health

    @Test
    void healthIsAnsweredOnAPortOfItsOwnAndNothingElseIs() {
        var probe = new RawHttp(healthPort);

        assertThat(probe.get("/actuator/health").body())
                .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
        assertThat(probe.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(probe.get("/actuator/env").status()).isNotEqualTo(200);
        assertThat(probe.get("/actuator").status()).isNotEqualTo(200);
        assertThat(probe.get("/actuator/health", "Host: evil.example").status()).isEqualTo(400);
    }

    // ---- sign-in and session

    @Test
    void signInGivesTheSessionANewIdInACookieThatScriptsCannotRead() {
        browser.get("/login");
        var before = browser.cookies().get("calmend");
        var answer = signIn(browser, "alice", PASSWORD, ourOrigin());

        assertThat(before).isNotBlank();
        assertThat(browser.cookies().get("calmend")).isNotBlank().isNotEqualTo(before);
        assertThat(answer.all("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie).startsWith("calmend=").contains("HttpOnly", "SameSite=Lax", "Path=/"));
        assertThat(auditLog.events()).singleElement().isInstanceOf(AuditEvent.SignedIn.class);
    }

    @ParameterizedTest
    @CsvSource({"alice, wrong", "nosuch, wrong", "dave, disabled", "nora, no-role"})
    void refusedPersonIsLedBackWithTheReason(String account, String reason) {
        var password = reason.equals("wrong") ? "not the password" : PASSWORD;
        var answer = signIn(browser, account, password, ourOrigin());

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/login?problem=" + reason);
        assertThat(auditLog.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        AuditEvent.SignInRefused.class,
                        event -> assertThat(event.address()).isEqualTo("127.0.0.1"));
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void throttledPersonReadsHowLongToWait() {
        for (var i = 0; i < 3; i++) {
            signIn(browser, "bob", "guess", ourOrigin());
        }

        assertThat(signIn(browser, "bob", PASSWORD, ourOrigin()).header("Location"))
                .hasValueSatisfying(where -> assertThat(where).matches("/login\\?problem=throttled&minutes=1[56]"));
        assertThat(NETWORK.directory().badPasswords("bob")).isEqualTo(3);
    }

    @Test
    void nobodyIsSignedInWhileTheDirectoryIsDown() {
        NETWORK.directory().stop();

        assertThat(signIn(browser, "alice", PASSWORD, ourOrigin()).header("Location"))
                .contains("/login?problem=directory-unavailable");
    }

    @Test
    void disabledPersonIsSignedOutWithinMinutes() {
        signedIn("alice");
        NETWORK.directory().disable("alice");
        assertThat(isSignedIn()).as("before it is time to look").isTrue();
        clock.forward(Duration.ofMinutes(5));

        assertThat(isSignedIn()).isFalse();
        assertThat(auditLog.events())
                .last()
                .isInstanceOfSatisfying(
                        AuditEvent.SignedOut.class,
                        event -> assertThat(event.actor().account()).isEqualTo("alice"));
    }

    @Test
    void whoLeftTheLastGroupIsSignedOut() {
        signedIn("bob");
        NETWORK.directory().removeFromGroup("bob", "Calmend-Helpdesk");
        clock.forward(Duration.ofMinutes(5));

        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void personStaysSignedInWhileTheDirectoryIsDown() {
        signedIn("alice");
        NETWORK.directory().stop();
        clock.forward(Duration.ofMinutes(6));
        assertThat(isSignedIn()).isTrue();

        NETWORK.directory().start();
        NETWORK.directory().disable("alice");
        clock.forward(Duration.ofMinutes(1));
        assertThat(isSignedIn()).isFalse();
    }

    @Test
    void sessionEndsAtItsLongestTimeHoweverBusy() {
        signedIn("alice");
        for (var hour = 0; hour < 9; hour++) {
            clock.forward(Duration.ofHours(1));
            assertThat(isSignedIn()).isTrue();
        }
        clock.forward(Duration.ofHours(1));

        assertThat(isSignedIn()).isFalse();
        assertThat(auditLog.events()).last().isInstanceOf(AuditEvent.SignedOut.class);
    }

    @Test
    void sixthBrowserOfAPersonEndsTheFirst() {
        var browsers = new ArrayList<RawHttp>();
        for (var i = 0; i < 6; i++) {
            browser = new RawHttp(port);
            signedIn("carol");
            browsers.add(browser);
        }

        assertThat(browsers.getFirst().get("/").header("Location")).contains("/login");
        assertThat(browsers.get(1).get("/").status()).isEqualTo(200);
        assertThat(browsers.getLast().get("/").status()).isEqualTo(200);
    }

    /** Sign-in, the directory and the web server; nothing else of the portal. */
    @SpringBootConfiguration
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
                "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
                "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
            })
    @ConfigurationPropertiesScan({"io.calmend.signin", "io.calmend.directory"})
    @ComponentScan(
            basePackages = {"io.calmend.signin", "io.calmend.directory"},
            // there is no database to keep it in
            excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = StoredBrowserKey.class))
    static class Slice {
        @Bean
        BrowserKey browserKey() {
            var key = new SecretKeySpec(new byte[] {1, 2, 3}, KnownBrowsers.ALGORITHM);
            return () -> key;
        }

        @Bean
        RememberedLog auditLog() {
            return new RememberedLog();
        }

        @Bean
        HandClock clock() {
            return new HandClock();
        }
    }

    /** A clock that is moved by hand. */
    static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-02T10:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
