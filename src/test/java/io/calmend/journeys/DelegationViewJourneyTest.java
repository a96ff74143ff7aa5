package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelegationViewJourneyTest extends Journey {

    private static final String ALICE = "delegation?person=alice&host=pc-0421";

    @Test
    @Shows(ViewState.LOADING)
    void nothingIsSaidOfThePersonUntilTheDirectoryAnswers() throws InterruptedException {
        var carol = signIn("carol");
        carol.opens("delegation");
        carol.reads("Permissions");
        directoryLine().hold();
        carol.opens(ALICE);
        directoryLine().awaitQuestion();
        assertThat(carol.screen()).contains("Permissions").doesNotContain("Permissions of Alice");

        directoryLine().release();
        carol.reads("Permissions of Alice Ärlig on PC-0421");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void noAccountIsPausedAndNothingIsStopped() {
        var carol = signIn("carol");
        carol.opens("delegation");
        carol.reads("None is paused", "Changes are allowed", "Stop all changes");
        assertThat(carol.screen()).doesNotContain("Permissions of");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void portalWithoutRulesSaysThatNobodyMayDoAnything() throws ClassNotFoundException {
        var carol = signIn("carol");
        try (var withoutRules = besideThePortal()) {
            withoutRules.unset("calmend.delegation", "io.calmend.delegation.DelegationSettings");
            withoutRules.make("io.calmend.delegation.ConfiguredDelegations");
            carol.faces(() -> withoutRules.view("io.calmend.ui.delegations.DelegationView"));
            carol.reads(
                    "No rules yet: nobody can check or repair anything",
                    "Rules are set in the configuration file: a group, operations, an organisational unit and an end date.");
        }
    }

    @Test
    @Shows(ViewState.ERROR)
    void directoryThatIsDownIsSaid() {
        var carol = signIn("carol");
        directory().stop();
        carol.opens(ALICE);
        carol.reads("Active Directory is not responding.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void personWhomTheDirectoryDoesNotKnowIsSaidToBeUnknown() {
        var carol = signIn("carol");
        carol.opens("delegation?person=nobody-at-all&host=pc-0421");
        carol.reads("Active Directory has no such person.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void whatIsMissingIsSaidAtItsField() {
        var carol = signIn("carol");
        carol.opens("delegation");
        carol.reads("Check permissions");
        carol.presses("Check permissions");
        carol.reads("Type an account name.", "No computer was named.");
    }

    @Test
    @Shows(ViewState.FULL)
    void rulesAnswersAndPausedAccountsAreRead() {
        var alice = signIn("alice");
        alice.opens("case/pc-0432");
        alice.reads("Calmend’s own service account could not sign in (password rejected).");

        var carol = signIn("carol");
        carol.opens(ALICE);
        carol.reads(
                "4 rules",
                "Helpdesk on workstations",
                "Approvers on session hosts, until last year",
                "Expired",
                "Permissions of Alice Ärlig on PC-0421",
                "Clear cached licences: yes",
                "local account of PC-0432, password rejected there");
        carol.presses("Release calmend-branch on PC-0432");
        carol.reads("can be used again.", "None is paused");
    }

    @Test
    @Shows(ViewState.FULL)
    void changesThatSomebodyStoppedAreSaidToBeAndAllowedAgain() {
        var carol = signIn("carol");
        carol.opens("delegation");
        carol.reads("Changes are allowed");
        carol.presses("Stop all changes");
        carol.reads("Stop all changes?", "Repairs already running will finish.");
        carol.fills("Reason", "Something smells");
        carol.pressesInDialog("Stop all changes");
        carol.reads("All changes are stopped", "By Carol Costa", "Something smells", "Allow changes again");

        var alice = signIn("alice");
        alice.reads("All changes are stopped", "Checks still work.");

        carol.presses("Allow changes again");
        carol.reads("Changes are allowed", "Stop all changes");
        assertThat(carol.screen()).doesNotContain("Allow changes again");
    }
}
