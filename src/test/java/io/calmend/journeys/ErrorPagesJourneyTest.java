package io.calmend.journeys;

import org.junit.jupiter.api.Test;

class ErrorPagesJourneyTest extends Journey {

    @Test
    void addressThatDoesNotExistIsNotFound() {
        var alice = signIn("alice");
        alice.opens("no/such/page");
        alice.reads("Page not found", "The address may be mistyped, or the page never existed.", "Back to the start");
    }

    @Test
    void pageOfOthersIsRefused() {
        var alice = signIn("alice");
        alice.opens("audit");
        alice.reads(
                "You do not have access to this page",
                "none of your groups is allowed to open it. This attempt was logged.",
                "If you need it for your work, ask a Calmend administrator.");
    }

    @Test
    void pageThatCannotBeBuiltHasANumberToReport() throws Exception {
        var alice = signIn("alice");
        database().takeAway("diagnosis");
        alice.opens("case/1");
        alice.reads(
                "Something went wrong on our side.",
                "Repairs that are already running continue. Note this number and report it: E-");
    }

    @Test
    void whoIsNotSignedInReadsTheSignInPage() {
        var somebody = arriveUnknown();
        somebody.opens("health");
        somebody.reads("Fix Remote Desktop licensing, calmly.");
    }
}
