package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.CommandKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import io.calmend.simulator.When;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunViewJourneyTest extends Journey {

    private Visitor repairing(String host, String operation, String button) {
        var alice = signIn("alice");
        alice.opens("host/" + host + "/repair/" + operation);
        alice.reads(button);
        alice.fills("Reason", "The user cannot connect");
        alice.fills("Ticket", "INC-70412");
        alice.presses(button);
        return alice;
    }

    @Test
    @Shows(ViewState.LOADING)
    void stepsAreReadWhileTheComputerTakesItsTime() throws InterruptedException {
        host("pc-0425").inject(new Fault.Held(Fault.Pause.WHILE_CHANGING));
        var alice = repairing("pc-0425", "CL-STORE", "Run the repair");
        assertThat(host("pc-0425").awaitHeld(Duration.ofSeconds(20))).isTrue();
        alice.reads("Repairing PC-0425", "Applying the changes…", "You can leave this page");
        assertThat(alice.screen()).doesNotContain("Repair of PC-0425 done");

        host("pc-0425").release();
        alice.reads("Repair of PC-0425 done", "Verified: the changes are in place");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void runThatChangesNothingSaysSo() {
        var alice = repairing("pc-0424", "CL-EXPORT", "Back up now");
        alice.reads("Backup of PC-0424 taken, nothing changed", "Backup taken and verified. Nothing was changed.");
        assertThat(alice.screen()).doesNotContain("What was changed");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void runThatDoesNotExistIsSaidNotTo() {
        var alice = signIn("alice");
        alice.opens("run/999999");
        alice.reads("There is no such run, or you do not have access to it");
    }

    @Test
    @Shows(ViewState.ERROR)
    void outcomeThatNobodyKnowsIsSaidAndFoundOut() {
        host("pc-0428")
                .inject(
                        new Fault.Dropped(Message.RECEIVE, Fault.Moment.AFTER_EXECUTING),
                        When.always().during(CommandKind.CHANGE));
        var alice = repairing("pc-0428", "CL-STORE", "Run the repair");
        alice.reads(
                "Connection to PC-0428 was lost",
                "Outcome unknown – please do not run it again yet",
                "The connection to the computer was lost.");
        assertThat(alice.heard()).isEqualTo("Connection to PC-0428 was lost");

        // the computer may still begin with it
        alice.presses("Check what happened");
        alice.reads("It is not known whether the change is in place.");
        // and the portal asks again by itself
        alice.reads("Repair of PC-0428 done", "Verified: the changes are in place");
    }

    @Test
    @Shows(ViewState.ERROR)
    void runThatCannotBeReadIsSaidNotToBe() throws Exception {
        var alice = repairing("pc-0423", "CL-STORE", "Run the repair");
        alice.reads("Repair of PC-0423 done");
        var run = alice.address();
        database().takeAway("execution_event");
        alice.opens(run);
        alice.reads("Something went wrong on our side.", "Note this number and report it: E-");
    }

    @Test
    @Shows(ViewState.FULL)
    void resultUndoAndTicketNoteAreRead() {
        var alice = repairing("pc-0434", "CL-STORE", "Run the repair");
        alice.reads(
                "Repair of PC-0434 done",
                "Verified: the changes are in place",
                "What was changed",
                "What to tell the user",
                "Undo this repair",
                "Ticket note",
                "INC-70412",
                "Allowed by",
                "Helpdesk on workstations");

        var mona = signIn("mona");
        mona.opens(alice.address());
        mona.reads("Repair of PC-0434 done", "started by Alice Ärlig", "Log entry");

        alice.follows("Undo this repair");
        alice.reads("Undo: Clear cached licences", "Run R-");
        alice.fills("Reason", "It did not help");
        alice.presses("Undo now");
        alice.reads("on PC-0434 done", "Verified: the changes are undone");
    }
}
