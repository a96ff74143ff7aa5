package io.calmend.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may not, sees neither the button nor, by the address, the page. */
@Tag("e2e")
class PermissionsIT {

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(PermissionsIT.class);
    }

    @Test
    void managerCannotOpenHosts() {
        try (var mona = Visitor.at(stage)) {
            mona.signIn("mona");
            assertThat(mona.link("Fix a problem")).hasCount(0);
            assertThat(mona.link("Permissions")).hasCount(0);
            for (var address : List.of(
                    "case/pc-0421", "case/1", "host/pc-0421", "host/pc-0421/repair/CL-STORE", "plan/1", "delegation")) {
                mona.open(address);
                assertThat(mona.heading()).as(address).isEqualTo("You do not have access to this page");
            }
            mona.open("audit?outcome=REFUSED");
            assertThat(mona.main()).containsText("You do not have permission to do this here.");
        }
    }

    @Test
    void helpdeskCannotOpenTheAuditLogAndTheRules() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            assertThat(alice.link("Audit log")).hasCount(0);
            for (var address : List.of("audit", "audit/1", "delegation")) {
                alice.open(address);
                assertThat(alice.heading()).as(address).isEqualTo("You do not have access to this page");
            }
        }
    }

    @Test
    void helpdeskHasNoRepairWhereNoRuleAllowsIt() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            alice.open("host/rdlic01");
            assertThat(alice.main()).containsText("You do not have permission to do this here.");
            assertThat(alice.link("Check now")).hasCount(0);
            alice.open("host/rdlic01/repair/CL-STORE");
            assertThat(alice.main()).containsText("You do not have permission to do this here.");
            assertThat(alice.button("Run the repair")).hasCount(0);
        }
    }

    @Test
    void addressesThatLeadNowhereSaySo() {
        try (var alice = Visitor.at(stage)) {
            alice.signIn("alice");
            for (var address : List.of("nowhere", "run/0", "run/x", "host/pc-0421/repair/nothing", "plan/x")) {
                alice.open(address);
                assertThat(alice.heading()).as(address).isEqualTo("Page not found");
            }
            alice.open("run/999999");
            assertThat(alice.main()).containsText("There is no such run, or you do not have access to it");
        }
    }
}
