package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A screen says what was read and what holds now, nothing more, and no host writes a word of it. */
@Tag("e2e")
class ScreenTruthIT {

    private static final String GREEN = ".s-ok";

    /** What no text on a screen may hold as it is: controls, and what is not seen but moves what is. */
    private static final Pattern HIDDEN = Pattern.compile(
            "[\\p{Cc}&&[^\\n\\t]]|[\\u200b-\\u200f\\u202a-\\u202e\\u2028\\u2029\\u2066\\u2067\\ufeff\\ue000]|\\x{e0041}");

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(ScreenTruthIT.class);
    }

    @BeforeEach
    void reset() {
        stage.network().reset();
    }

    @Test
    void computerWithWindowsServerIsNeverShownGreen() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("case/rdsh01");
            alice.page().waitForURL(Pattern.compile(".*/case/\\d+$"));
            assertThat(alice.heading())
                    .isEqualTo(
                            "Client licence cache in order. This computer runs Windows Server; only its client licence"
                                    + " cache was checked");
            assertThat(alice.main()).not().containsText("No repair needed");
            assertThat(alice.main()).not().containsText("All good");
            assertThat(alice.main().locator(GREEN + ":visible")).hasCount(0);
            alice.open("host/rdsh01");
            alice.heading();
            assertThat(alice.main()).containsText("only its client licence cache was checked");
            assertThat(alice.main().locator(GREEN + ":visible")).hasCount(0);
            alice.open("host/rdsh01?tab=history");
            alice.heading();
            assertThat(alice.main()).containsText("only its client licence cache was checked");
            assertThat(alice.main().locator(GREEN + ":visible")).hasCount(0);
            alice.open("");
            alice.heading();
            var row = alice.main().locator(".row", new Locator.LocatorOptions().setHasText("RDSH01"));
            assertThat(row).containsText("only its client licence cache was checked");
            assertThat(row.locator(GREEN)).hasCount(0);
        }
        try (var mona = Visitor.at(stage)) {
            mona.signIn("mona");
            mona.open("audit?text=RDSH01");
            mona.heading();
            mona.page().getByText("Computer checked").first().click();
            mona.waitForHeading("Computer checked");
            assertThat(mona.main()).containsText("only its client licence cache was checked");
        }
    }

    @Test
    void whatWasUndoneSaysSoFirst() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            var run = repair(alice, "pc-0423");
            var number = run.replaceAll(".*/", "");
            alice.link("Undo this repair").click();
            alice.waitForHeading("Undo");
            alice.page().getByLabel("Reason").fill("Wrong computer");
            alice.button("Undo now").click();
            alice.waitForHeading("on PC-0423 done");

            alice.page().navigate(run);
            alice.waitForHeading("Repair of PC-0423 was undone");
            assertThat(alice.main()).not().containsText("Repair of PC-0423 done");
            assertThat(alice.main()).not().containsText("Run as administrator");
            assertThat(alice.main().locator(".page-head")).containsText("Undone");
            assertThat(alice.main().locator(".page-head " + GREEN)).hasCount(0);
            assertThat(alice.main().locator(".banner" + GREEN)).hasCount(0);
            assertThat(alice.main().locator(".ticket-text").innerText())
                    .startsWith("Undone: Clear cached licences on PC-0423");
            for (var list : new String[] {"", "host/pc-0423?tab=history"}) {
                alice.open(list);
                alice.heading();
                var row = alice.main().locator("a[href='run/" + number + "']");
                assertThat(row.first()).containsText("Undone");
                assertThat(row.first().locator(GREEN)).hasCount(0);
            }

            try (var mona = Visitor.at(stage)) {
                mona.signIn("mona");
                mona.open("audit?text=PC-0423");
                mona.heading();
                assertThat(mona.main()).containsText("Undo of R-" + number + " started: Clear cached licences");
                assertThat(mona.main()).containsText("Undo of R-" + number + " finished: Clear cached licences");
                assertThat(mona.main()).containsText("Undo of R-" + number + " planned: Clear cached licences");
            }
        }
    }

    @Test
    void repairWhoseUndoWasUndoneIsInPlaceAgain() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            var run = repair(alice, "pc-0421");
            var number = run.replaceAll(".*/", "");
            alice.link("Undo this repair").click();
            var undo = undo(alice, "Undo of R-" + number + " on PC-0421 done");
            alice.link("Undo this undo").click();
            undo(alice, "Undo of R-" + undo.replaceAll(".*/", "") + " on PC-0421 done");

            alice.page().navigate(undo);
            alice.waitForHeading("Undo of R-" + number + " on PC-0421 was undone");
            alice.page().navigate(run);
            alice.waitForHeading("Repair of PC-0421 done");
            assertThat(alice.main()).not().containsText("Undone");
        }
    }

    /** @return the address of the run that undid it */
    private static String undo(Visitor visitor, String heading) {
        visitor.waitForHeading("Undo:");
        visitor.page().getByLabel("Reason").fill("To and fro");
        visitor.button("Undo now").click();
        visitor.waitForHeading(heading);
        return visitor.page().url();
    }

    @Test
    void startPageThatLiesOpenFollowsWhatOthersDo() {
        try (var alice = Visitor.at(stage);
                var bob = Visitor.at(stage)) {
            alice.signIn("alice");
            var now = alice.main().locator(".card", new Locator.LocatorOptions().setHasText("Happening now"));
            assertThat(now).containsText("No repairs are running right now");
            bob.signIn("bob");
            // a host on a slow line
            bob.open("host/pc-0438/repair/CL-STORE");
            bob.page().getByLabel("Reason").fill("While Alice looks on");
            bob.page().getByLabel("Ticket").fill("INC-3");
            bob.button("Run the repair").click();
            now.getByText("PC-0438").waitFor();
            assertThat(now).not().containsText("No repairs are running right now");
            now.getByText("No repairs are running right now").waitFor();
        }
    }

    @Test
    void runThatOnlySavesSaysThatNothingWasChanged() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("host/pc-0424/repair/CL-EXPORT");
            alice.waitForHeading("Back up the licence cache");
            alice.page().getByLabel("Reason").fill("Before a new image");
            alice.page().getByLabel("Ticket").fill("INC-2");
            alice.button("Back up now").click();
            alice.waitForHeading("Backup of PC-0424 taken, nothing changed");
            assertThat(alice.main().locator(".ticket-text").innerText()).contains("Backup taken, nothing changed");
            assertThat(alice.main().locator(".page-head")).containsText("Backup taken, nothing changed");
            assertThat(alice.main()).not().containsText("confirmed by a second read");
            alice.open("");
            alice.heading();
            assertThat(alice.main()).containsText("Backup taken, nothing changed");
        }
        try (var mona = Visitor.at(stage)) {
            mona.signIn("mona");
            mona.open("audit?text=PC-0424");
            mona.heading();
            assertThat(mona.main()).containsText("Backup started: Back up the licence cache");
            assertThat(mona.main()).not().containsText("Repair started");
        }
    }

    @Test
    void whatCalmendCannotRepairIsHandedOver() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            for (var host : new String[] {"pc-0427", "pc-0437"}) {
                check(alice, host);
                assertThat(alice.main()).containsText("Calmend cannot repair this. Hand over to");
                assertThat(alice.main()).not().containsText("No repair needed");
                assertThat(alice.link("Clear cached licences")).hasCount(0);
                assertThat(alice.link("Remove the whole licence cache")).hasCount(0);
                assertThat(alice.main().locator(".ticket-text").innerText())
                        .containsIgnoringCase(host)
                        .contains("LICENSE00");
                alice.button("Copy ticket note").click();
                assertThat(alice.button("Copied")).isVisible();
            }
        }
    }

    @Test
    void licenceOfAnotherComputerIsNotInOrder() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            check(alice, "pc-0425");
            assertThat(alice.main().locator(".chain")).containsText("Another computer’s");
            assertThat(alice.main().locator(".chain")).not().containsText("In order");
            assertThat(alice.main().locator(".licences " + GREEN)).hasCount(0);
        }
    }

    @Test
    void namesOfAHostForgeNothing() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            check(alice, "pc-0442");
            isPlain(alice.page(), "the check");
            alice.open("host/pc-0442/repair/CL-STORE");
            alice.waitForHeading("Clear cached licences");
            alice.page().getByText("Show the exact instructions").click();
            isPlain(alice.page(), "the plan");
            assertThat(alice.main().locator("pre.exact")).containsText("LICENSE001[U+000A]Run R-1");
            confirm(alice);
            isPlain(alice.page(), "the run");
            var ticket = alice.main().locator(".ticket-text").innerText();
            assertThat(ticket.lines()).noneMatch(line -> line.startsWith("Run R-1 was"));
            assertThat(ticket).contains("[U+000A]").contains("[U+202E]").contains("[U+001B]");
            var run = alice.page().url();
            alice.open("host/pc-0442?tab=backups");
            alice.heading();
            isPlain(alice.page(), "the backups");
            alice.page().navigate(run);
            alice.link("Undo this repair").click();
            alice.waitForHeading("Undo");
            isPlain(alice.page(), "the plan of the undo");
            alice.open("");
            alice.heading();
            alice.page().locator(".hero-search input").fill("pc-0440");
            alice.button("Check PC-0440").waitFor();
            isPlain(alice.page(), "the search");
        }
        try (var mona = Visitor.at(stage)) {
            mona.signIn("mona");
            mona.open("audit?text=PC-0442");
            mona.heading();
            mona.page().getByText("Repair finished").first().click();
            mona.waitForHeading("Repair finished");
            isPlain(mona.page(), "the log entry");
            assertThat(mona.main()).containsText("[U+202E]");
        }
    }

    @Test
    void eachFieldBlamesItself() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("host/pc-0426/repair/CL-EXPORT");
            alice.waitForHeading("Back up the licence cache");
            alice.page().getByLabel("Reason").fill("An ordinary reason");
            alice.page().getByLabel("Ticket").fill("INC-\u202e1");
            alice.button("Back up now").click();
            assertThat(alice.main().locator("vaadin-text-field")).containsText("The text contains");
            assertThat(alice.main().locator("vaadin-text-area")).not().containsText("The text contains");
        }
    }

    private static void isPlain(Page page, String where) {
        var text = (String) page.evaluate("""
                () => {
                  const all = [document.title];
                  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  while (walk.nextNode()) all.push(walk.currentNode.data);
                  document.querySelectorAll('*').forEach(one => {
                    for (const name of ['aria-label', 'title', 'alt']) all.push(one.getAttribute(name) ?? '');
                  });
                  return all.join('\\n');
                }""");
        assertThat(HIDDEN.matcher(text)
                        .results()
                        .map(found -> "U+%04X in %s"
                                .formatted(
                                        text.codePointAt(found.start()),
                                        text.substring(Math.max(0, found.start() - 30), found.start()))))
                .as(where)
                .isEmpty();
        assertThat(text.lines()).as(where).noneMatch(line -> line.startsWith("Run R-1 was"));
    }

    private static void check(Visitor visitor, String host) {
        visitor.open("case/" + host);
        visitor.page().waitForURL(Pattern.compile(".*/case/\\d+$"));
        visitor.heading();
    }

    private static String repair(Visitor visitor, String host) {
        visitor.open("host/" + host + "/repair/CL-STORE");
        visitor.waitForHeading("Clear cached licences");
        confirm(visitor);
        return visitor.page().url();
    }

    private static void confirm(Visitor visitor) {
        visitor.page().getByLabel("Reason").fill("User cannot connect");
        visitor.page().getByLabel("Ticket").fill("INC-1");
        visitor.button("Run the repair").click();
        visitor.waitForHeading("Repair of PC-");
    }
}
