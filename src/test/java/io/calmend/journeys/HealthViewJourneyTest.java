package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
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
        carol.reads("Checked ", "(just now).");
        assertThat(carol.screen()).doesNotContain("Checking…");
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
        var carol = signIn("carol");
        carol.opens("health");
        carol.reads("not checked.");
        directory().removeFromGroup("carol", "Calmend-Admins");
        carol.presses("Check again");
        carol.reads("Ask a Calmend administrator");
        boolean usable = carol.look(window ->
                window.find(Button.class).withText("Check again").single().isEnabled());
        int asksEvery = carol.look(window -> window.getUI().getPollInterval());
        assertThat(usable).isTrue();
        assertThat(asksEvery).isEqualTo(-1);
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
                "Active Directory",
                "Sign-in",
                "Rules",
                "Service accounts by tier",
                "Database",
                "Address and certificate",
                "Calmend server");
    }
}
