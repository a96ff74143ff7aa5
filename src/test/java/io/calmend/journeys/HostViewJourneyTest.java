package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void nothingIsSaidOfTheComputerUntilTheDirectoryAnswers() throws InterruptedException {
        var alice = signIn("alice");
        directoryLine().hold();
        alice.opens("host/pc-0439");
        directoryLine().awaitQuestion();
        assertThat(alice.screen()).doesNotContain("Not checked yet", "cannot be opened");

        directoryLine().release();
        alice.reads("PC-0439", "Not checked yet");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void eachTabSaysThatItHasNothingYet() {
        var alice = signIn("alice");
        alice.opens("host/pc-0439");
        alice.reads("Not checked yet", "Nobody has checked this computer with Calmend yet.");
        alice.opens("host/pc-0439?tab=history");
        alice.reads("No history yet", "Checks and repairs of this computer will be listed here.");
        alice.opens("host/pc-0439?tab=backups");
        alice.reads("No repairs have run here yet, so there is nothing to restore");
    }

    @Test
    @Shows(ViewState.ERROR)
    void computerThatTheDirectoryDoesNotKnowIsSaidToBeUnknown() {
        var alice = signIn("alice");
        alice.opens("host/pc-9999");
        alice.reads("pc-9999 cannot be opened", "Active Directory has no computer with this name.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void directoryThatIsDownIsSaid() {
        var alice = signIn("alice");
        directory().stop();
        alice.opens("host/pc-0422");
        alice.reads("pc-0422 cannot be opened", "Active Directory is not responding.");
    }

    @Test
    @Shows(ViewState.FULL)
    void checkHistoryBackupsAndPermissionsAreRead() {
        var alice = signIn("alice");
        alice.opens("case/pc-0436");
        alice.reads("Cached licences");
        alice.opens("host/pc-0436/repair/CL-EXPORT");
        alice.reads("Back up now");
        alice.fills("Reason", "Before a new image");
        alice.fills("Ticket", "INC-2");
        alice.presses("Back up now");
        alice.reads("Backup of PC-0436 taken, nothing changed");

        alice.opens("host/pc-0436");
        alice.reads("Last check", "by Alice Ärlig", "In Active Directory", "every kind of value");
        alice.opens("host/pc-0436?tab=history");
        alice.reads("Checked", "Back up the licence cache");
        alice.opens("host/pc-0436?tab=backups");
        alice.reads("Restore…", ".reg file, 64-bit", "Run R-");
        alice.opens("host/pc-0436?tab=permissions");
        alice.reads(
                "Your permissions on this computer",
                "Clear cached licences: yes",
                "Rules for this computer",
                "Helpdesk on workstations");
        assertThat(alice.screen()).doesNotContain("No rule covers this computer");
    }
}
