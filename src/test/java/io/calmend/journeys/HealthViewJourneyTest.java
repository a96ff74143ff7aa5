package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void checksAreSaidToRunUntilTheDirectoryAnswers() throws InterruptedException {
        var carol = signIn("carol");
        carol.opens("health");
        carol.reads("not checked.");
        directoryLine().hold();
        carol.presses("Check again");
        directoryLine().awaitQuestion();
        carol.reads("Checking…");

        directoryLine().release();
        carol.readsNoMore("Checking…");
        carol.reads("signs in", "in order,");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void whereNothingWasCheckedYetTheChecksBegin() throws Exception {
        var carol = signIn("carol");
        try (var justStarted = besideThePortal()) {
            justStarted.make("io.calmend.health.AllChecks");
            directoryLine().hold();
            carol.faces(() -> justStarted.view("io.calmend.ui.health.HealthView"));
            carol.reads(
                    "Checking…",
                    "Each domain controller, group, organisational unit and account is checked. This takes a few seconds.");
            assertThat(carol.screen()).doesNotContain("in order,");

            directoryLine().release();
            carol.reads("(just now).", "in order,");
        }
    }

    @Test
    @Shows(ViewState.ERROR)
    void directoryThatIsDownIsSaidInItsArea() {
        var carol = signIn("carol");
        carol.opens("health");
        carol.reads("not checked.");
        directory().stop();
        carol.presses("Check again");
        carol.reads("Something is wrong", "Active Directory");
    }

    /** Whatever goes wrong, the page can be used again and asks no longer for an answer. */
    @Test
    @Shows(ViewState.ERROR)
    void whoIsNoLongerAnAdministratorIsRefusedAndTheirPageGoesOn() {
        directory().addToGroup("nora", "Calmend-Admins");
        var nora = signIn("nora");
        nora.opens("health");
        nora.reads("not checked.");
        directory().removeFromGroup("nora", "Calmend-Admins");
        // the roles of a moment ago count for what is only shown
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    nora.presses("Check again");
                    assertThat(nora.screen())
                            .contains("You do not have permission to do this here. Ask a Calmend administrator");
                });
        // the last of several presses may still wait for its answer
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            boolean usable = nora.look(window ->
                    window.find(Button.class).withText("Check again").single().isEnabled());
            int asksEvery = nora.look(window -> window.getUI().getPollInterval());
            assertThat(usable).isTrue();
            assertThat(asksEvery).isEqualTo(-1);
        });
    }

    @Test
    @Shows(ViewState.FULL)
    void everyAreaIsRead() {
        var carol = signIn("carol");
        carol.opens("health");
        carol.reads("not checked.");
        carol.presses("Check again");
        carol.reads(
                "(just now).",
                "svc-calmend@corp.example",
                "signs in",
                "Active Directory",
                "Sign-in",
                "Rules",
                "Service accounts by tier",
                "Database",
                "Address and certificate",
                "Calmend server");
    }
}
