package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CaseViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void layersOfTheConnectionAreReadWhileTheComputerTakesItsTime() throws InterruptedException {
        var alice = signIn("alice");
        host("pc-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        alice.opens("case/pc-0421");
        alice.reads(
                "Checking PC-0421",
                "Read-only. Nothing is changed.",
                "DNS lookup",
                "Reading the licence cache. This can take a few seconds…");
        assertThat(host("pc-0421").awaitHeld(Duration.ofSeconds(20))).isTrue();
        assertThat(alice.screen()).doesNotContain("temporary licence expired");

        host("pc-0421").release();
        alice.reads("This computer's temporary licence expired on");
        assertThat(alice.screen()).doesNotContain("Checking PC-0421");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void computerWithoutALicenceCacheIsSaidToHaveNone() {
        var alice = signIn("alice");
        alice.opens("case/pc-0426");
        alice.reads("No licence is cached on this computer", "No repairs have run here yet.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void computerThatDoesNotAnswerIsSaidNotToAndTheNextStepIsNamed() {
        var alice = signIn("alice");
        alice.opens("case/pc-0429");
        alice.reads(
                "Remote management (WinRM) is not responding on this computer.",
                "What you can do",
                "Nothing was changed.",
                "Copy ticket note");
    }

    @Test
    @Shows(ViewState.ERROR)
    void computerIsNotCheckedWhileTheDirectoryIsDown() {
        var alice = signIn("alice");
        directory().stop();
        alice.opens("case/pc-0421");
        alice.reads("cannot be checked", "Active Directory is not responding.", "Check again");

        directory().start();
        alice.presses("Check again");
        alice.reads("This computer's temporary licence expired on");
    }

    @Test
    @Shows(ViewState.ERROR)
    void checkThatDoesNotExistIsSaidNotTo() {
        var alice = signIn("alice");
        alice.opens("case/999999");
        alice.reads("No check", "There is no such check");
    }

    @Test
    @Shows(ViewState.FULL)
    void causeLicencesAndRepairAreRead() {
        var alice = signIn("alice");
        alice.opens("case/pc-0441");
        alice.reads(
                "This computer's temporary licence expired on",
                "Why this happens",
                "Cached licences",
                "64-bit",
                "32-bit",
                "Possible repair",
                "Clear cached licences",
                "Review the changes",
                "Allowed by the rule “Helpdesk on workstations”.");
    }
}
