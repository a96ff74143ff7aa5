package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job from beginning to end. */
@Tag("e2e")
class StoryIT {

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(StoryIT.class);
    }

    @BeforeEach
    void reset() {
        stage.network().reset();
    }

    @Test
    void faultIsFoundRepairedProvedAndUndone() throws IOException {
        var before = cacheOf("pc-0421");
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");

            alice.page().locator(".hero-search input").fill("pc-04");
            alice.button("Check PC-0421").click();
            alice.waitForHeading("temporary licence");
            assertThat(alice.page()).hasURL(Pattern.compile(".*/case/\\d+$"));
            assertThat(alice.main()).containsText("Very likely");
            assertThat(alice.main()).containsText("LICENSE000");
            assertThat(alice.main()).containsText("Temporary licence");

            alice.link("Review the changes").click();
            alice.waitForHeading("Clear cached licences");
            alice.button("Run the repair").click();
            assertThat(alice.main()).containsText("A reason is missing.");
            assertThat(alice.main()).containsText("A ticket number is missing.");
            alice.page().getByText("Show the exact instructions").click();
            assertThat(alice.main()).containsText("DeleteKeys");
            alice.page().getByLabel("Reason").fill("User cannot connect since Monday");
            alice.page().getByLabel("Ticket").fill("INC-70412");
            alice.button("Run the repair").click();

            alice.waitForHeading("Repair of PC-0421 done");
            assertThat(alice.main()).containsText("What to tell the user");
            assertThat(alice.main()).containsText("INC-70412");
            assertThat(cacheOf("pc-0421")).isNotEqualTo(before);

            alice.button("Copy text").first().click();
            assertThat(alice.button("Copied")).isVisible();

            var download = alice.page()
                    .waitForDownload(() -> alice.link(".reg file, 64-bit").click());
            assertThat(download.suggestedFilename()).matches("[A-Za-z0-9._-]+\\.reg");
            assertThat(new String(Files.readAllBytes(download.path()), StandardCharsets.UTF_16))
                    .startsWith("Windows Registry Editor Version 5.00")
                    .contains("LICENSE000");

            var run = alice.page().url();
            alice.page().reload();
            alice.waitForHeading("Repair of PC-0421 done");

            alice.link("Undo this repair").click();
            alice.waitForHeading("Undo");
            alice.page().getByLabel("Reason").fill("Wrong computer");
            assertThat(alice.page().getByLabel("Ticket")).hasValue("INC-70412");
            alice.button("Undo now").click();
            alice.waitForHeading("on PC-0421 done");
            assertThat(cacheOf("pc-0421")).isEqualTo(before);

            alice.page().navigate(run);
            assertThat(alice.main()).containsText("This was undone");
        }
        managerReadsTheAuditLog();
        administratorSeesThePermissions();
    }

    private static List<ObservedTree> cacheOf(String host) {
        return MsLicensing.BOTH_VIEWS.stream()
                .map(stage.network().host(host)::observe)
                .toList();
    }

    private void managerReadsTheAuditLog() {
        try (var mona = Visitor.at(stage)) {
            mona.signIn("mona");
            assertThat(mona.heading()).isEqualTo("Audit log");
            mona.page().getByLabel("Search the audit log").fill("INC-70412");
            assertThat(mona.page()).hasURL(Pattern.compile(".*[?&]text=INC-70412.*"));
            mona.page().getByText("Repair finished").first().click();
            mona.waitForHeading("Repair finished");
            assertThat(mona.main()).containsText("LICENSE000");
            assertThat(mona.main()).containsText("Alice");
            assertThat(mona.main()).containsText("Hash");

            mona.open("audit");
            mona.button("Verify").click();
            assertThat(mona.main()).containsText("Intact: all");
        }
    }

    private void administratorSeesThePermissions() {
        try (var carol = Visitor.at(stage)) {
            carol.signIn("carol");
            carol.link("Permissions").click();
            carol.waitForHeading("Permissions");
            assertThat(carol.main()).containsText("Helpdesk on workstations");
            carol.page().getByLabel("Person").fill("alice");
            carol.page().getByLabel("Computer").fill("rdsh01");
            carol.button("Check permissions").click();
            assertThat(carol.main()).containsText("Permissions of Alice");
            assertThat(carol.main()).containsText("Clear cached licences: no");
        }
    }

    @Test
    void hostileWordsAreShownAsWords() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.page().locator(".hero-search input").fill("pc-0440");
            assertThat(alice.main()).containsText("<b>bold</b> & \"quoted\"");
            assertThat(alice.page().locator("main b").count()).isZero();
        }
    }

    @Test
    void badNamesGetASentenceThatSaysWhatToDo() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            var field = alice.page().locator(".hero-search input");
            field.fill("10.0.0.7");
            field.press("Enter");
            assertThat(alice.main()).containsText("Type a computer name, not an IP address.");
            field.fill("nosuchpc");
            assertThat(alice.main()).containsText("No computer matches");
            field.press("Enter");
            assertThat(alice.main()).containsText("Active Directory has no computer with this name.");
            for (var address : List.of("case/10.0.0.7", "host/10.0.0.7", "host/10.0.0.7/repair/CL-STORE")) {
                alice.open(address);
                assertThat(alice.main()).containsText("Type a computer name, not an IP address.");
            }
            try (var mona = Visitor.at(stage)) {
                mona.signIn("mona");
                mona.open("audit?outcome=REFUSED");
                assertThat(mona.main().getByText("Type a computer name, not an IP address"))
                        .hasCount(4);
            }
            alice.open("case/dc1");
            assertThat(alice.main()).containsText("This computer is a domain controller.");
            alice.open("case/pc-0431");
            alice.waitForHeading("certificate was issued to another name");
            alice.open("case/pc-0429");
            assertThat(alice.page()
                            .getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("What you can do")))
                    .isVisible();
        }
    }
}
