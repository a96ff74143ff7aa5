package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.grid.Grid;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditLogViewJourneyTest extends Journey {

    @Test
    @Shows(ViewState.LOADING)
    void everyEntryIsSaidToBeReadUntilAllWere() throws Exception {
        var mona = signIn("mona");
        mona.opens("audit");
        mona.reads("Audit log", "Verify");
        database().hold();
        mona.presses("Verify");
        mona.reads("Reading every entry…");
        assertThat(mona.screen()).doesNotContain("entries verified");

        database().release();
        mona.reads("entries verified", "Each entry carries the hash of the one before, and all of them match.");
        assertThat(mona.screen()).doesNotContain("Reading every entry…");
    }

    @Test
    @Shows(ViewState.EMPTY)
    void filterThatFitsNoEntryIsSaidToFitNone() {
        var mona = signIn("mona");
        mona.opens("audit?from=2999-01-01");
        mona.reads("No entries match", "Remove a filter or widen the dates.", "Remove all filters");
    }

    @Test
    @Shows(ViewState.ERROR)
    void logThatCannotBeReadIsSaidNotToBe() throws Exception {
        var mona = signIn("mona");
        database().takeAway("audit_entry");
        mona.opens("audit");
        mona.reads("Something went wrong on our side.", "Note this number and report it: E-");
    }

    @Test
    @Shows(ViewState.FULL)
    void newestEntriesStandFirst() {
        signIn("alice");
        var mona = signIn("mona");
        mona.opens("audit?text=alice");
        mona.reads("Audit log");
        var newest = mona.look(window -> {
            var grid = window.test(window.find(Grid.class).single());
            return IntStream.range(0, 2)
                    .mapToObj(row -> grid.getCellComponent(row, 0).getElement().getTextRecursively())
                    .toList();
        });
        assertThat(newest.getFirst()).contains("Audit log read", "Mona Meyer");
        assertThat(newest.getLast()).contains("Signed in", "Alice Ärlig");
    }
}
