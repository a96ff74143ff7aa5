package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run outlives a reload and a restart of the portal. */
@Tag("e2e")
class RestartIT {

    @TempDir
    static Path folder;

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(RestartIT.class);
    }

    private static List<ObservedTree> observe() {
        return MsLicensing.BOTH_VIEWS.stream()
                .map(stage.network().host("pc-0438")::observe)
                .toList();
    }

    @Test
    void personIsBackAtTheRunAndReadsTheTruth() throws IOException {
        stage.network().reset();
        try (var portal = RunningPortal.start(stage.network(), folder);
                var alice = new Visitor(stage, portal, 1280, ColorScheme.LIGHT);
                var bob = new Visitor(stage, portal, 1280, ColorScheme.LIGHT)) {
            var before = observe();
            alice.signIn("alice");
            // a host on a slow line, so that the run is still on its way when the portal goes down
            alice.open("host/pc-0438/repair/CL-STORE");
            alice.page().getByLabel("Reason").fill("Before the restart");
            alice.page().getByLabel("Ticket").fill("INC-1");
            alice.button("Run the repair").click();
            alice.waitForHeading("Repairing");
            alice.page().waitForURL("**/run/*");
            var run = alice.page().url();
            alice.page().reload();
            alice.heading();
            assertThat(alice.page()).hasURL(run);

            bob.signIn("bob");

            alice.expectPortalDown(true);
            bob.expectPortalDown(true);
            portal.stop();
            portal.start();

            // the pages find out by themselves and ask for the password again
            alice.page().locator("input[name=username]").waitFor();
            bob.page().locator("input[name=username]").waitFor();
            bob.expectPortalDown(false);
            alice.expectPortalDown(false);
            alice.fillIn("alice");
            alice.page().waitForURL(run);
            alice.heading();
            assertThat(alice.main()).containsText("INC-1");
            alice.page()
                    .locator(
                            "main h1",
                            new Page.LocatorOptions()
                                    .setHasText(Pattern.compile("Repair of .* done|Nothing was changed")))
                    .waitFor();
            assertThat(observe().equals(before))
                    .as("what the page says is so on the computer")
                    .isEqualTo(alice.heading().contains("Nothing was changed"));
            assertThat(alice.page().url()).isEqualTo(run);
        }
    }
}
