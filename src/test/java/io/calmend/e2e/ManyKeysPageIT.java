package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a host holds in thousands is shown by its beginning: the page stays small enough for any browser. */
@Tag("e2e")
class ManyKeysPageIT {

    private static final int LARGEST_PAGE = 300_000;

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(ManyKeysPageIT.class);
    }

    @AfterEach
    void reset() {
        stage.network().reset();
    }

    @Test
    void pagesOfAHostWithThousandsOfKeysAndLongNamesStaySmall() {
        stage.network().tamper("pc-0424.corp.example", keys());
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("case/pc-0424");
            alice.page().locator(".licences").waitFor();
            assertThat(alice.main()).containsText("more");
            assertThat(size(alice)).as("the check").isLessThan(LARGEST_PAGE);

            alice.open("host/pc-0424/repair/CL-STORE");
            alice.page().getByText("Show the exact instructions").click();
            assertThat(size(alice)).as("the plan").isLessThan(LARGEST_PAGE);
        }
    }

    private static int size(Visitor visitor) {
        return ((Number) visitor.page().evaluate("document.documentElement.outerHTML.length")).intValue();
    }

    private static List<RegistryChange> keys() {
        var changes = new ArrayList<RegistryChange>();
        for (var number = 1_000; number < 2_200; number++) {
            var key = MsLicensing.STORE.child("LICENSE" + number + (number < 1_060 ? "x".repeat(200) : ""));
            changes.add(new RegistryChange.CreateKey(RegistryView.REGISTRY64, key));
            if (number < 1_003) {
                changes.add(value(key, "n".repeat(2_000)));
            }
        }
        return changes;
    }

    private static RegistryChange value(RegistryPath key, String name) {
        return new RegistryChange.SetValue(RegistryView.REGISTRY64, key, RegistryValue.dword(name, 1));
    }
}
