package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What somebody learns or breaks who guesses names and passwords, over real HTTP. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = EdgeTest.Slice.class,
        properties = "vaadin.allowed-packages=io.calmend.signin")
@DirtiesContext
class GuessingTest {

    private static final String PASSWORD = "Passw0rd!1";
    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "guessing-network"), Clock.systemUTC());
    private static final OpenedDirectory.Trust TRUST = OpenedDirectory.trustOnly(NETWORK.authorityFile());

    @LocalServerPort
    private int port;

    @Autowired
    private RememberedLog auditLog;

    @Autowired
    private EdgeTest.HandClock clock;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @BeforeEach
    void start() {
        NETWORK.reset();
        auditLog.events().clear();
        clock.forward(Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        TRUST.close();
        NETWORK.close();
    }

    /** Where the answer to a try leads. */
    private String tried(RawHttp browser, String name, String password) {
        var form = "username=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(password, StandardCharsets.UTF_8);
        return browser.post("/login", form, "Origin: http://localhost:" + port)
                .header("Location")
                .orElseThrow();
    }

    private String guessed(String name) {
        return tried(new RawHttp(port), name, "guess");
    }

    /** A browser in which {@code account} was signed in, and is no more. */
    private RawHttp browserOf(String account) {
        var browser = new RawHttp(port);
        assertThat(tried(browser, account, PASSWORD)).isEqualTo("/");
        browser.cookies().remove("calmend");
        return browser;
    }

    private List<String> answersFor(String name) {
        clock.forward(Duration.ofHours(1));
        return Stream.of(
                        name,
                        name.toUpperCase(Locale.ROOT),
                        name,
                        name,
                        name + "@corp.example",
                        "CORP\\" + name,
                        " " + name + " ",
                        name + "@corp")
                .map(this::guessed)
                .toList();
    }

    @Test
    void answersAreTheSameWhetherANameExistsOrNot() {
        assertThat(answersFor("bob")).isEqualTo(answersFor("zed"));
        assertThat(answersFor("lou")).as("locked").isEqualTo(answersFor("zed"));
        assertThat(answersFor("dave")).as("disabled").isEqualTo(answersFor("zed"));
    }

    @Test
    void signInOfAPersonDoesNotShowInWhatAGuesserReads() {
        var bobs = browserOf("bob");
        for (var i = 0; i < 3; i++) {
            guessed("bob");
        }
        assertThat(tried(bobs, "bob", PASSWORD)).isEqualTo("/");

        assertThat(guessed("bob")).startsWith("/login?problem=throttled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tr0ub4dor&3", "Tr0ub4dor&3@corp.example", "CORP\\Tr0ub4dor&3"})
    void passwordTypedAsANameIsNotKept(String typed) {
        guessed(typed);

        assertThat(auditLog.events())
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).doesNotContain("Tr0ub4dor"));
    }

    @Test
    void accountThatTheDirectoryKnowsIsInTheAuditLogAsTheDirectoryWritesIt() {
        guessed("CORP\\BOB");

        assertThat(auditLog.events())
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).contains("bob").doesNotContain("BOB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"guess", PASSWORD})
    void lockedAccountReadsLikeAWrongPassword(String password) {
        assertThat(tried(new RawHttp(port), "lou", password)).isEqualTo("/login?problem=wrong");
        assertThat(auditLog.events())
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).contains("LOCKED"));
    }

    @Test
    void guessesOfTheAnonymousKeepNobodyFromABrowserInWhichTheySignedInBefore() {
        var carols = browserOf("carol");
        for (var i = 0; i < 40; i++) {
            guessed("carol");
        }

        assertThat(guessed("carol")).startsWith("/login?problem=throttled");
        assertThat(tried(carols, "carol", PASSWORD)).isEqualTo("/");
    }

    @Test
    void allowanceOfAKnownBrowserIsBoundedBelowTheLockOutToo() {
        var carols = browserOf("carol");
        for (var i = 0; i < 5; i++) {
            guessed("carol");
        }
        assertThat(tried(carols, "carol", "mistyped")).isEqualTo("/login?problem=wrong");

        assertThat(tried(carols, "carol", PASSWORD)).startsWith("/login?problem=throttled");
        assertThat(NETWORK.directory().badPasswords("carol")).isEqualTo(4);
    }

    @Test
    void markOfAnotherPersonOrAForgedOneIsNone() {
        var bobs = browserOf("bob");
        var mark = bobs.cookies().entrySet().iterator().next();
        for (var i = 0; i < 3; i++) {
            guessed("carol");
        }
        assertThat(tried(bobs, "carol", PASSWORD)).startsWith("/login?problem=throttled");

        for (var i = 0; i < 3; i++) {
            guessed("bob");
        }
        for (var forged : List.of(
                mark.getValue().replaceFirst("^\\d+", "99999999"),
                mark.getValue().substring(0, mark.getValue().length() - 2) + "xx",
                "x.y",
                "1.",
                ".")) {
            bobs.cookies().put(mark.getKey(), forged);
            assertThat(tried(bobs, "bob", PASSWORD)).as(forged).startsWith("/login?problem=throttled");
        }
    }

    @Test
    void markIsGoodForNinetyDays() {
        var carols = browserOf("carol");
        clock.forward(Duration.ofDays(89));
        for (var i = 0; i < 3; i++) {
            guessed("carol");
        }
        var mark = Map.copyOf(carols.cookies());
        assertThat(tried(carols, "carol", PASSWORD)).isEqualTo("/");

        carols.cookies().putAll(mark);
        clock.forward(Duration.ofDays(1));
        for (var i = 0; i < 3; i++) {
            guessed("carol");
        }
        assertThat(tried(carols, "carol", PASSWORD)).startsWith("/login?problem=throttled");
    }
}
