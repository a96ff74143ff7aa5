package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.nio.file.Path;
import java.time.Clock;
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
}
