package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job without a mouse. */
@Tag("e2e")
class KeyboardIT {

    /** What a screen reader calls the deepest focused element, through shadow roots; nothing while nothing has the focus. */
    private static final String FOCUSED = """
            () => {
              let e = document.activeElement;
              while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
              if (!e || e === document.body) return '';
              const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
                  .map(id => e.getRootNode().getElementById(id)?.textContent ?? '').join(' ');
              const inside = [...e.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label')).join(' ');
              return [e.getAttribute('aria-label'), by, inside, e.closest('[aria-label]')?.getAttribute('aria-label'), e.innerText]
                  .filter(Boolean).join(' ');
            }""";

    /** Whether a ring of at least 2 px shows where the focus is. */
    private static final String RING = """
            () => {
              let e = document.activeElement;
              for (; e; e = e.shadowRoot?.activeElement) {
                const chain = [e, e.parentElement, e.getRootNode().host].filter(Boolean);
                for (const c of chain) for (const part of [c, ...(c.shadowRoot?.querySelectorAll('*') ?? [])]) {
                  const style = getComputedStyle(part);
                  if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
                }
                if (!e.shadowRoot?.activeElement) break;
              }
              return false;
            }""";

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(KeyboardIT.class);
    }

    @Test
    void fromSignInToUndoAndOut() {
        stage.network().reset();
        try (var alice = Visitor.at(stage)) {
            var page = alice.page();
            alice.open("login");
            page.locator("input[name=username]").waitFor();
            tabTo(page, "", 6, "username");
            page.keyboard().type("alice");
            page.keyboard().press("Tab");
            page.keyboard().type(Visitor.PASSWORD);
            page.keyboard().press("Enter");

            alice.waitForHeading("Which computer");
            page.keyboard().type("pc-0421");
            assertThat(page.locator(".result")).hasCount(1);
            page.keyboard().press("Enter");
            alice.waitForHeading("temporary licence");

            assertThat(tabs(page, "Review the changes", 8)).isLessThanOrEqualTo(8);
            page.keyboard().press("Enter");
            alice.waitForHeading("Clear cached licences");
            page.getByLabel("Ticket").waitFor();
            tabTo(page, "Reason", 14, "");
            page.keyboard().type("By keyboard");
            page.keyboard().press("Tab");
            page.keyboard().type("INC-2");
            tabTo(page, "Run the repair", 4, "");
            page.keyboard().press("Enter");
            alice.waitForHeading("Repair of PC-0421 done");
            assertThat(page).hasURL(Pattern.compile(".*/run/\\d+"));

            tabTo(page, "Copy text", 24, "");
            page.keyboard().press("Enter");
            assertThat(alice.button("Copied")).isVisible();
            tabTo(page, "Undo this repair", 6, "");
            page.keyboard().press("Enter");
            alice.waitForHeading("Undo");
            page.getByLabel("Ticket").waitFor();
            tabTo(page, "Reason", 14, "");
            page.keyboard().type("Back again");
            tabTo(page, "Undo now", 5, "");
            page.keyboard().press("Enter");
            alice.waitForHeading("on PC-0421 done");

            page.keyboard().press("?");
            // the dialog's own element has no box
            assertThat(page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON))
                    .isVisible();
            assertThat((Boolean) page.evaluate("document.activeElement.closest('vaadin-dialog') !== null"))
                    .as("the focus is in the dialog")
                    .isTrue();
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
            page.keyboard().press("g");
            page.keyboard().press("f");
            alice.waitForHeading("Which computer");
            page.keyboard().press("Shift+Tab");
            page.keyboard().press("Shift+Tab");
            for (var i = 0; i < 12 && !words(page).contains("account menu"); i++) {
                page.keyboard().press("Shift+Tab");
            }
            assertThat(words(page)).contains("account menu");
            page.keyboard().press("Enter");
            page.locator("vaadin-menu-bar-item", new Page.LocatorOptions().setHasText("Sign out"))
                    .waitFor();
            for (var i = 0; i < 12 && !words(page).contains("Sign out"); i++) {
                page.keyboard().press("ArrowDown");
            }
            assertThat(words(page)).contains("Sign out");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/login.*"));
        }
    }

    private static String words(Page page) {
        return (String) page.evaluate(FOCUSED);
    }

    private static int tabs(Page page, String words, int most) {
        for (var i = 1; i <= most; i++) {
            page.keyboard().press("Tab");
            if (words(page).contains(words)) {
                assertThat((Boolean) page.evaluate(RING))
                        .as("focus ring on " + words)
                        .isTrue();
                return i;
            }
        }
        throw new AssertionError(words + " is not reached by " + most + " tabs; the focus is on: " + words(page));
    }

    private static void tabTo(Page page, String words, int most, String field) {
        if (field.isEmpty()) {
            tabs(page, words, most);
            return;
        }
        for (var i = 0; i <= most; i++) {
            if (page.evaluate("document.activeElement.name ?? ''").equals(field)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError(field + " is not reached");
    }
}
