package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who has a page open when an administrator stops all changes reads it there, and cannot press what would be refused. */
@Tag("e2e")
class StopIT {

    private static final double TIMEOUT = 20_000;

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(StopIT.class);
    }

    @Test
    void openPagesAreToldThatChangesAreStoppedAndAllowedAgain() {
        stage.network().reset();
        try (var alice = Visitor.at(stage);
                var carol = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("host/pc-0421/repair/CL-STORE");
            var run = alice.button("Run the repair");
            run.waitFor();
            assertThat(run).isEnabled();
            var banner = alice.page().locator(".stopped");

            carol.signIn("carol");
            carol.open("delegation");
            carol.button("Stop all changes").click();
            carol.page().getByLabel("Reason").fill("Something smells here");
            carol.button("Stop all changes").last().click();
            carol.button("Allow changes again").waitFor();

            assertThat(banner)
                    .containsText(
                            "Something smells here", new LocatorAssertions.ContainsTextOptions().setTimeout(TIMEOUT));
            assertThat(run).isDisabled(new LocatorAssertions.IsDisabledOptions().setTimeout(TIMEOUT));

            carol.button("Allow changes again").click();
            assertThat(run).isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(TIMEOUT));
            assertThat(banner).isHidden();
        }
    }
}
