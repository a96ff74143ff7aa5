package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.shared.communication.PushMode;
import com.vaadin.flow.shared.ui.Transport;
import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A page that lies open, with a real web socket: what may still be done with it, and when it closes by itself. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        classes = {EdgeTest.Slice.class, OpenPageTest.PageWithAButton.class},
        properties = {"vaadin.allowed-packages=io.calmend.signin", "calmend.signin.session.read-again-every=2s"})
@DirtiesContext
class OpenPageTest {

    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "open-page-network"), Clock.systemUTC());
    private static final OpenedDirectory.Trust TRUST = OpenedDirectory.trustOnly(NETWORK.authorityFile());
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private EdgeTest.HandClock clock;

    @Autowired
    private PageWithAButton page;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @BeforeEach
    void start() {
        NETWORK.reset();
        page.pressed.set(0);
    }

    @AfterAll
    static void stop() {
        TRUST.close();
        NETWORK.close();
    }

    private final class OpenPage implements WebSocket.Listener {

        private final RawHttp browser = new RawHttp(port);
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final String key;
        private final WebSocket socket;

        OpenPage(String account) {
            browser.post("/login", "username=" + account + "&password=Passw0rd!1", "Origin: " + origin());
            var first = browser.get("/?v-r=init&location=login&query=").body();
            key = valueOf("Vaadin-Security-Key", first);
            socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Origin", origin())
                    .header("Cookie", "calmend=" + browser.cookies().get("calmend"))
                    .buildAsync(
                            URI.create("ws://localhost:" + port + "/VAADIN/push?v-r=push&v-uiId=0&v-pushId="
                                    + valueOf("Vaadin-Push-ID", first)
                                    + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=3.1.0"
                                    + "&X-Atmosphere-Transport=websocket&X-Atmosphere-TrackMessageSize=true"
                                    + "&X-atmo-protocol=true"),
                            this)
                    .join();
        }

        private String origin() {
            return "http://localhost:" + port;
        }

        private static String valueOf(String name, String json) {
            var found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
            assertThat(found.find()).as("%s in %s", name, json).isTrue();
            return found.group(1);
        }

        private String press() {
            return "{\"csrfToken\":\"" + key + "\",\"rpc\":[{\"type\":\"event\",\"node\":" + page.node.get()
                    + ",\"event\":\"press\",\"data\":{}}],\"syncId\":0,\"clientId\":0}";
        }

        void pressOverTheSocket() {
            var message = press();
            socket.sendText(message.length() + "|" + message, true).join();
        }

        RawHttp.Answer pressByARequest() {
            return browser.post(
                    "/?v-r=uidl&v-uiId=0", press(), "Content-Type: application/json", "Origin: " + origin());
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.set(true);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.set(true);
        }

        void isToldThatTheSessionIsOver() {
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(String.join("", heard)).contains("\"sessionExpired\":true"));
        }
    }

    @Test
    void pageSendsByRequestsWhichAreFilteredAndNotOverTheSocket() {
        var open = new OpenPage("carol");

        assertThat(open.pressByARequest().status()).isEqualTo(200);
        assertThat(page.pressed).hasValue(1);
        open.pressOverTheSocket();
        await().atMost(TIMEOUT).until(() -> open.closed.get() || page.pressed.get() > 1);
        assertThat(page.pressed).as("presses after a message over the socket").hasValue(1);
    }

    @Test
    void messageOfADisabledPersonOverTheSocketDoesNothing() {
        var open = new OpenPage("carol");
        NETWORK.directory().disable("carol");
        clock.forward(Duration.ofSeconds(3));
        open.pressOverTheSocket();

        await().during(Duration.ofSeconds(1))
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(page.pressed)
                        .as("presses of the disabled person")
                        .hasValue(0));
    }

    @Test
    void pageThatSendsNothingClosesWhenItsPersonIsDisabled() {
        var open = new OpenPage("carol");
        NETWORK.directory().disable("carol");
        clock.forward(Duration.ofSeconds(2));

        open.isToldThatTheSessionIsOver();
        assertThat(open.browser.get("/").header("Location")).contains("/login");
    }

    @Test
    void pageThatSendsNothingClosesWhenItsPersonLeftTheLastGroup() {
        var open = new OpenPage("bob");
        NETWORK.directory().removeFromGroup("bob", "Calmend-Helpdesk");
        clock.forward(Duration.ofSeconds(2));

        open.isToldThatTheSessionIsOver();
    }

    @Test
    void pageThatSendsNothingClosesAtTheLongestTimeOfItsSession() {
        var open = new OpenPage("carol");
        clock.forward(Duration.ofHours(10));

        open.isToldThatTheSessionIsOver();
    }

    @Test
    void sessionHasOnlySoManyPages() {
        var anonymous = new RawHttp(port);
        for (var i = 0; i < 3 * RequestBounds.PAGES_BEFORE_SIGN_IN; i++) {
            anonymous.get("/?v-r=init&location=login&query=");
        }
        assertThat(page.pages.get()).isEqualTo(RequestBounds.PAGES_BEFORE_SIGN_IN);
    }

    /** Every page reacts to an event of its browser, as if a button stood on it. */
    @Configuration(proxyBeanMethods = false)
    static class PageWithAButton {

        private final AtomicInteger pressed = new AtomicInteger();
        private final AtomicInteger node = new AtomicInteger();

        /** Of the session that opened one last. */
        private final AtomicInteger pages = new AtomicInteger();

        @Bean
        VaadinServiceInitListener button() {
            return service -> service.getSource().addUIInitListener(init -> {
                var ui = init.getUI();
                pages.set((int) ui.getSession().getUIs().stream()
                        .filter(one -> !one.isClosing())
                        .count());
                ui.getPushConfiguration().setPushMode(PushMode.AUTOMATIC);
                ui.getPushConfiguration().setTransport(Transport.WEBSOCKET_XHR);
                ui.getElement().addEventListener("press", _ -> pressed.incrementAndGet());
                node.set(ui.getElement().getNode().getId());
            });
        }
    }
}
