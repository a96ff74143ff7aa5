package io.calmend.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every screen on a desk in light colours and on a phone in dark ones: no barrier that axe can find, no scrolling sideways. */
@Tag("e2e")
class AccessibilityIT {

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(AccessibilityIT.class);
    }

    @ParameterizedTest
    @CsvSource({"1280,LIGHT", "390,DARK"})
    void screensOfTheHelpdesk(int width, ColorScheme scheme) {
        stage.network().reset();
        try (var alice = new Visitor(stage, stage.portal(), width, scheme)) {
            alice.open("login");
            alice.page().locator("input[name=username]").waitFor();
            alice.hasNoBarriers("login");
            alice.open("login?problem=wrong");
            alice.page().locator("input[name=username]").waitFor();
            alice.hasNoBarriers("login with an error");
            alice.signIn("alice");
            alice.hasNoBarriers("fix");
            alice.page().locator(".hero-search input").fill("pc-04");
            alice.page().locator(".result").first().waitFor();
            alice.hasNoBarriers("results");
            alice.page().locator(".hero-search input").fill("nosuchpc");
            alice.page().locator(".results .empty").waitFor();
            alice.hasNoBarriers("no results");
            for (var host : List.of("pc-0421", "pc-0422", "pc-0427", "pc-0429")) {
                alice.open("case/" + host);
                alice.page().locator("main .split").waitFor();
                alice.page().locator("main vaadin-details-summary").all().forEach(summary -> {
                    if (!"true".equals(summary.getAttribute("aria-expanded"))) {
                        summary.click();
                    }
                });
                alice.hasNoBarriers("case of " + host);
            }
            alice.open("case/dc1");
            alice.page().locator("main .banner").waitFor();
            alice.hasNoBarriers("refused case");
            alice.open("host/pc-0421/repair/CL-STORE");
            alice.page().getByLabel("Ticket").waitFor();
            alice.button("Run the repair").click();
            alice.hasNoBarriers("plan with what is missing");
            alice.page().getByLabel("Reason").fill("For the test");
            alice.page().getByLabel("Ticket").fill("INC-3");
            alice.button("Run the repair").click();
            alice.page().locator("main .steps").waitFor();
            alice.hasNoBarriers("run on its way");
            alice.waitForHeading("Repair of PC-0421 done");
            alice.hasNoBarriers("run that ended");
            for (var tab : List.of("overview", "history", "backups", "permissions")) {
                alice.open("host/pc-0421?tab=" + tab);
                alice.page().locator("main .tabs").waitFor();
                alice.hasNoBarriers("host, " + tab);
            }
            alice.open("delegation");
            alice.heading();
            alice.hasNoBarriers("refused page");
            alice.open("nowhere");
            alice.heading();
            alice.hasNoBarriers("not found");
        }
    }

    @ParameterizedTest
    @CsvSource({"1280,LIGHT", "390,DARK"})
    void screensOfAdministrators(int width, ColorScheme scheme) {
        try (var carol = new Visitor(stage, stage.portal(), width, scheme)) {
            carol.signIn("carol");
            carol.open("audit");
            carol.page().locator("vaadin-grid .who-cell").first().waitFor();
            carol.hasNoBarriers("audit log");
            carol.button("Verify").click();
            carol.page().locator("main .answer .banner").waitFor();
            carol.hasNoBarriers("verified audit log");
            carol.open("audit?from=2999-01-01");
            carol.page().locator("main .empty").waitFor();
            carol.hasNoBarriers("audit log without a match");
            carol.open("audit/1");
            carol.page().locator("main .exact").waitFor();
            carol.hasNoBarriers("log entry");
            carol.open("delegation");
            carol.page().locator("main .rule-list").waitFor();
            carol.hasNoBarriers("rules");
            carol.open("health");
            carol.page().locator("main .health").first().waitFor();
            carol.hasNoBarriers("health");
            carol.open("delegation?person=bob&host=pc-0421");
            carol.page().locator("main .evidence").waitFor();
            carol.hasNoBarriers("explanation");
            carol.button("Stop all changes").click();
            carol.page()
                    .getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Stop all changes?"))
                    .getByRole(AriaRole.BUTTON)
                    .first()
                    .waitFor();
            carol.hasNoBarriers("dialog");
        }
    }
}
