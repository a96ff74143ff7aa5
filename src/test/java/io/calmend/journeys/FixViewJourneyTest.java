package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FixViewJourneyTest extends Journey {

    private static final String FIELD = "Which computer has the problem? Its name or description";

    @Test
    @Shows(ViewState.LOADING)
    void searchSaysNothingUntilTheDirectoryAnswers() throws InterruptedException {
        var alice = signIn("alice");
        directoryLine().hold();
        alice.fills(FIELD, "pc-0422");
        directoryLine().awaitQuestion();
        assertThat(alice.screen()).contains("Which computer has the problem?").doesNotContain("PC-0422", "No computer");

        directoryLine().release();
        alice.reads("PC-0422", "Check PC-0422");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void whoIsNewReadsHowItWorks() {
        var nobodyYet = signIn("jörg.müller");
        nobodyYet.reads("Which computer has the problem?", "How it works", "No repairs are running right now");

        nobodyYet.fills(FIELD, "zz-9999");
        nobodyYet.reads("No computer matches “zz-9999”");
    }

    @Test
    @Shows(ViewState.ERROR)
    void directoryThatIsDownIsSaid() {
        var alice = signIn("alice");
        directory().stop();
        alice.fills(FIELD, "pc-0422");
        alice.reads("Active Directory is not responding.", "Nothing was decided and nothing was changed.");
    }

    @Test
    @Shows(ViewState.FULL)
    void moreThanFitAreSaidToBeMore() {
        var alice = signIn("alice");
        alice.fills(FIELD, "pc-04");
        alice.reads("PC-0421", "There are more than 8. Type more letters.");
    }

    @Test
    @Shows(ViewState.FULL)
    void whatRunsIsReadByOthersUntilItEnds() throws InterruptedException {
        // else its line is slow
        host("pc-0438").clearFaults();
        var alice = signIn("alice");
        alice.opens("host/pc-0438/repair/CL-STORE");
        alice.reads("Run the repair");
        alice.fills("Reason", "While Bob looks on");
        alice.fills("Ticket", "INC-3");
        var bob = signIn("bob");
        host("pc-0438").inject(new Fault.Held(Fault.Pause.WHILE_CHANGING));
        alice.presses("Run the repair");
        assertThat(host("pc-0438").awaitHeld(Duration.ofSeconds(20))).isTrue();
        bob.reads("Happening now", "PC-0438 · Clear cached licences", "by Alice Ärlig");

        host("pc-0438").release();
        bob.reads("No repairs are running right now");
        alice.reads("Repair of PC-0438 done");
        alice.opens("");
        alice.reads("Continue where you left off", "PC-0438", "Clear cached licences", "Verified");
    }

    /** What stands on the screen belongs to what was typed before. */
    @Test
    void enterTakesTheComputerThatWasTypedAndNotTheOneStillShown() throws InterruptedException {
        var alice = signIn("alice");
        alice.fills(FIELD, "pc-0422");
        alice.reads("Check PC-0422");
        directoryLine().hold();
        alice.fills(FIELD, "pc-0424");
        directoryLine().awaitQuestion();
        alice.pressesEnter(FIELD);
        directoryLine().release();
        alice.reads("PC-0424");
        assertThat(alice.address()).contains("pc-0424");
    }
}
