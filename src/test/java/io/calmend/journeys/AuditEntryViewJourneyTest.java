package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditEntryViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void logStaysUntilTheEntryIsThere() throws Exception {
        var mona = signIn("mona");
        mona.opens("audit");
        mona.reads("Audit log", "Verify");
        database().hold();
        mona.opens("audit/1");
        assertThat(mona.screen()).contains("Audit log", "Verify").doesNotContain("In the hash chain");
        assertThat(mona.waits()).isTrue();

        database().release();
        mona.reads("Log entry 1", "In the hash chain");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void entryThatDoesNotExistIsNotFound() {
        var mona = signIn("mona");
        mona.opens("audit/99999999");
        mona.reads("Page not found", "The address may be mistyped, or the page never existed.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void entryThatCannotBeReadIsSaidNotToBe() throws Exception {
        var mona = signIn("mona");
        database().takeAway("audit_entry");
        mona.opens("audit/1");
        mona.reads("Something went wrong on our side.", "Note this number and report it: E-");
    }

    @Test
    @Shows(ViewState.FULL)
    void whatHappenedAndItsPlaceInTheChainAreRead() {
        var mona = signIn("mona");
        mona.opens("audit/2");
        mona.reads(
                "What happened",
                "Person",
                "Raw entry",
                "In the hash chain",
                "Number",
                "Hash of the previous entry",
                "Previous",
                "Next");
    }
}
