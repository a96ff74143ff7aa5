package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlanViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void computerIsSaidToBeReadUntilItWas() throws InterruptedException {
        var alice = signIn("alice");
        host("pc-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        alice.opens("host/pc-0421/repair/CL-STORE");
        alice.reads("Clear cached licences", "Reading the computer…", "Reading changes nothing.");
        assertThat(host("pc-0421").awaitHeld(Duration.ofSeconds(20))).isTrue();
        assertThat(alice.screen()).doesNotContain("What will change");

        host("pc-0421").release();
        alice.reads("What will change");
        assertThat(alice.screen()).doesNotContain("Reading the computer…");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void computerThatNeedsNoChangeIsSaidToNeedNone() {
        var alice = signIn("alice");
        alice.opens("host/pc-0426/repair/CL-STORE");
        alice.reads("There is nothing to change.", "The computer is already as this repair would leave it.");
        assertThat(alice.screen()).doesNotContain("Run the repair");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void backupIsSaidToChangeNothing() {
        var alice = signIn("alice");
        alice.opens("host/pc-0422/repair/CL-EXPORT");
        alice.reads("Nothing is changed: only a backup is taken.", "Back up now");
    }

    @Test
    @Shows(ViewState.ERROR)
    void connectionThatBreaksIsSaidAndReadAgain() {
        var alice = signIn("alice");
        host("pc-0421").inject(new Fault.Dropped(Message.COMMAND, Fault.Moment.BEFORE_READING));
        alice.opens("host/pc-0421/repair/CL-STORE");
        alice.reads("The connection to the computer was lost.", "Refresh");
        assertThat(alice.screen()).doesNotContain("What will change");

        host("pc-0421").clearFaults();
        alice.presses("Refresh");
        alice.reads("What will change");
    }

    @Test
    @Shows(ViewState.ERROR)
    void planThatDoesNotExistIsSaidNotTo() {
        var alice = signIn("alice");
        alice.opens("plan/999999");
        alice.reads("There is no such plan.", "Start again from the computer’s page.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void whatIsMissingIsSaidAtItsField() {
        var alice = signIn("alice");
        alice.opens("host/pc-0421/repair/CL-STORE");
        alice.reads("Run the repair");
        alice.presses("Run the repair");
        alice.reads("A reason is missing.", "A ticket number is missing.");
    }

    @Test
    @Shows(ViewState.FULL)
    void everyChangeIsReadBeforeItIsConfirmed() {
        var alice = signIn("alice");
        alice.opens("host/pc-0441/repair/CL-STORE");
        alice.reads(
                "Clear cached licences",
                "What will change",
                "64-bit view",
                "32-bit view",
                "LICENSE000",
                "The exact instructions",
                "Run this on PC-0441?",
                "A verified backup is taken first",
                "Can be undone",
                "Before you confirm");
    }
}
