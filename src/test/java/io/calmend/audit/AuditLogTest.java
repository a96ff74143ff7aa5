package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.audit.AuditSearch.Flaw;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@DatabaseTest
@Import({ChainedLog.class, ChainReader.class})
abstract class AuditLogTest {

    @Autowired
    AuditLog auditLog;

    @Autowired
    ChainedLog chained;

    @Autowired
    AuditSearch search;

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    /** They are kept beside the database, which each test finds empty. */
    @AfterEach
    void leaveNoCounts() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            chained.writeAllCounts();
            status.setRollbackOnly();
        });
    }

    // ---- what is refused again and again

    private static AuditEvent throttled(String account, String address) {
        return new AuditEvent.SignInRefused(Actor.PORTAL, account, address, "THROTTLED");
    }

    private static AuditEvent refusedPage(Actor actor, int number) {
        return new AuditEvent.Refused(
                actor, "page", "/permissions/" + number, null, null, FailureReason.NOT_PERMITTED, null);
    }

    @Test
    void throttledSignInsHaveOneEntry() {
        for (var i = 0; i < 320; i++) {
            auditLog.recordAlone(throttled("alice", "192.0.2.7"));
            auditLog.recordAlone(throttled(null, "192.0.2.7"));
        }
        auditLog.recordAlone(throttled("alice", "192.0.2.8"));
        auditLog.recordAlone(throttled("bob", "192.0.2.7"));

        assertThat(search.count(Actor.PORTAL, Filter.ALL)).isEqualTo(4);
        assertWhole(4);
    }

    @Test
    void numberOfWhatWasOnlyCountedIsWrittenThoughNobodyComesAgain() {
        for (var i = 0; i < 3; i++) {
            auditLog.recordAlone(throttled("alice", "192.0.2.7"));
        }
        chained.writeCounts();
        assertThat(search.count(Actor.PORTAL, Filter.ALL))
                .as("its time is not over")
                .isEqualTo(1);

        chained.writeAllCounts();
        chained.writeAllCounts();
        assertThat(search.find(Actor.PORTAL, Filter.ALL, 0, 10))
                .hasSize(2)
                .first()
                .satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo("RefusedMore");
                    assertThat(entry.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(entry.facts()).containsEntry("count", "2").containsEntry("account", "alice");
                });
        assertWhole(2);
    }

    @Test
    void refusedSignInsOfManyNamesAndAddressesAreBoundedTogether() {
        for (var i = 0; i < 320; i++) {
            auditLog.recordAlone(new AuditEvent.SignInRefused(Actor.PORTAL, "name" + i, "192.0.2." + i % 256, "WRONG"));
            auditLog.recordAlone(throttled("name" + i, "192.0.2." + i % 256));
        }

        // a minute may end in between
        assertThat(search.count(Actor.PORTAL, Filter.ALL)).isBetween(60L, 122L);
    }

    @Test
    void refusalsOfOnePersonAreBoundedAndThoseOfAnotherAreWritten() {
        for (var i = 0; i < 320; i++) {
            auditLog.recordAlone(refusedPage(SampleEvents.ALICE, i));
        }
        auditLog.recordAlone(refusedPage(new Actor("S-1-5-21-1-2-3-1105", "bob", "Bob"), 1));
        auditLog.recordAlone(SampleEvents.intended("what is not refused is always written"));

        assertThat(search.count(Actor.PORTAL, Filter.ALL)).isBetween(32L, 63L);
        assertThat(search.find(Actor.PORTAL, Filter.ALL, 0, 2))
                .extracting(AuditEntry::kind)
                .containsExactly("Intended", "Refused");
    }

    // ---- writing

    @Test
    void entriesAreNumberedFromOneAndEachNamesTheHashOfTheOneBefore() {
        for (var event : SampleEvents.ofEveryKind()) {
            auditLog.recordAlone(event);
        }

        var newestFirst = search.find(Actor.PORTAL, Filter.ALL, 0, 200);
        assertThat(newestFirst).hasSameSizeAs(SampleEvents.ofEveryKind());
        var oldestFirst = newestFirst.reversed();
        var previous = "0".repeat(64);
        for (int i = 0; i < oldestFirst.size(); i++) {
            var entry = oldestFirst.get(i);
            assertThat(entry.number()).isEqualTo(i + 1);
            assertThat(entry.previousHash()).isEqualTo(previous);
            assertThat(entry.kind())
                    .isEqualTo(SampleEvents.ofEveryKind().get(i).getClass().getSimpleName());
            previous = entry.hash();
        }
        assertWhole(oldestFirst.size());
    }

    @Test
    void emptyAuditLogIsWhole() {
        assertWhole(0);
    }

    @Test
    void entryBelongsToTheTransactionOfTheStateItTellsAbout() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> auditLog.record(SampleEvents.intended("r")));
        assertThat(search.count(Actor.PORTAL, Filter.ALL)).isZero();
    }

    @Test
    void rolledBackEntryLeavesNoGap() {
        auditLog.recordAlone(SampleEvents.intended("first"));
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            auditLog.record(SampleEvents.intended("never"));
            auditLog.recordAlone(SampleEvents.intended("never either: it joined"));
            status.setRollbackOnly();
        });
        auditLog.recordAlone(SampleEvents.intended("second"));

        assertThat(search.find(Actor.PORTAL, Filter.ALL, 0, 10))
                .extracting(AuditEntry::reason)
                .containsExactly("second", "first");
        assertWhole(2);
    }

    @Test
    void writersAtTheSameTimeLeaveNoGap() throws Exception {
        var writers = new ArrayList<Callable<Integer>>();
        for (int writer = 0; writer < 8; writer++) {
            var name = "writer " + writer;
            writers.add(() -> {
                int committed = 0;
                for (int i = 0; i < 20; i++) {
                    boolean roll = i % 5 == 4;
                    new TransactionTemplate(transactions).executeWithoutResult(status -> {
                        auditLog.record(SampleEvents.intended(name));
                        auditLog.record(SampleEvents.ended("SUCCEEDED", null));
                        if (roll) {
                            status.setRollbackOnly();
                        }
                    });
                    committed += roll ? 0 : 2;
                }
                return committed;
            });
        }
        long committed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var writer : threads.invokeAll(writers)) {
                committed += writer.get();
            }
        }

        assertThat(committed).isEqualTo(8 * 16 * 2);
        assertThat(search.count(Actor.PORTAL, Filter.ALL)).isEqualTo(committed);
        assertWhole(committed);
    }

    @Test
    void hostileTextIsKeptByteForByte() {
        var hostile = "a  b\"&%PATH%^`$()\n\0\u202Egnp.exe <script>alert(1)</script> 😀 ' or 1=1 --";
        auditLog.recordAlone(SampleEvents.intended(hostile));

        assertThat(search.entry(Actor.PORTAL, 1).orElseThrow().reason()).isEqualTo(hostile);
        assertWhole(1);
        assertThat(search.find(Actor.PORTAL, text("gnp.exe <SCRIPT>"), 0, 10)).hasSize(1);
        assertThat(search.find(Actor.PORTAL, text("' or 1=1 --"), 0, 10)).hasSize(1);
    }

    // ---- reading

    @Test
    void filterFindsByEachOfItsFields() {
        auditLog.recordAlone(SampleEvents.intended("100% sure_thing!"));
        auditLog.recordAlone(new AuditEvent.SignedIn(SampleEvents.ALICE, "192.0.2.7"));
        auditLog.recordAlone(new AuditEvent.Refused(
                new Actor("S-1-5-21-9", "bob", "Bob"),
                "plan",
                "dc1",
                null,
                SampleEvents.CL_STORE,
                FailureReason.DOMAIN_CONTROLLER,
                null));

        assertThat(numbers(text("ÄRLIG"))).containsExactly(2L, 1L);
        assertThat(numbers(text("inc-4711"))).containsExactly(1L);
        assertThat(numbers(text("PC-0421"))).containsExactly(1L);
        assertThat(numbers(text("c-1042"))).containsExactly(1L);
        assertThat(numbers(text("cl-store"))).containsExactly(3L, 1L);
        assertThat(numbers(text("100% sure_thing!"))).containsExactly(1L);
        assertThat(numbers(text("100_"))).isEmpty();
        assertThat(numbers(text("%"))).containsExactly(1L);
        assertThat(numbers(text("  "))).hasSize(3);
        assertThat(numbers(new Filter(null, null, null, Outcome.REFUSED, null, null)))
                .containsExactly(3L);
        assertThat(numbers(new Filter(null, null, null, null, null, SampleEvents.PC_0421.objectId())))
                .containsExactly(1L);
        var second = search.entry(Actor.PORTAL, 2).orElseThrow().at();
        assertThat(numbers(new Filter(null, second, null, null, null, null))).containsExactly(3L, 2L);
        assertThat(numbers(new Filter(null, null, second, null, null, null))).containsExactly(1L);
        assertThat(numbers(new Filter("bob", second, null, Outcome.REFUSED, null, null)))
                .containsExactly(3L);
        assertThat(search.entry(Actor.PORTAL, 3).orElseThrow().failure()).isEqualTo(FailureReason.DOMAIN_CONTROLLER);
        assertThat(search.entry(Actor.PORTAL, 4)).isEmpty();
    }

    @Test
    void pagesFollowEachOtherNewestFirst() {
        for (int i = 1; i <= 25; i++) {
            auditLog.recordAlone(SampleEvents.intended("no " + i));
        }

        assertThat(search.find(Actor.PORTAL, Filter.ALL, 0, 10))
                .extracting(AuditEntry::number)
                .startsWith(25L)
                .hasSize(10);
        assertThat(search.find(Actor.PORTAL, Filter.ALL, 20, 10))
                .extracting(AuditEntry::number)
                .containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(search.count(Actor.PORTAL, text("no 2"))).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(() -> search.find(Actor.PORTAL, Filter.ALL, 0, 201));
    }

    @Test
    void entriesOfOneExecutionComeInTheirOrder() {
        auditLog.recordAlone(SampleEvents.intended("r"));
        auditLog.recordAlone(new AuditEvent.SignedIn(SampleEvents.ALICE, "192.0.2.7"));
        auditLog.recordAlone(SampleEvents.ended("SUCCEEDED", null));

        var entries = search.ofExecution(Actor.PORTAL, SampleEvents.EXECUTION);
        assertThat(entries).extracting(AuditEntry::number).containsExactly(1L, 3L);
        assertThat(entries.getFirst().changes()).isEqualTo(SampleEvents.CHANGES);
        assertThat(entries.getFirst().facts()).containsEntry("allowedBy", "Helpdesk on workstations");
    }

    // ---- verifying

    @Test
    void everyFlippedByteIsNoticed() {
        fiveEntries();
        var bytes = database.sql("select document from audit_entry where number = 3")
                .query((row, _) -> row.getBytes(1))
                .single();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            tamper("update audit_entry set document = ? where number = 3", bytes);
            assertBroken(3, Flaw.ALTERED);
            bytes[i] ^= 1;
        }
        tamper("update audit_entry set document = ? where number = 3", bytes);
        assertWhole(5);
    }

    @Test
    void everyChangedColumnIsNoticed() {
        fiveEntries();
        for (var change : List.of(
                "recorded_at = recorded_at + interval '1' second",
                "kind = 'SignedOut'",
                "outcome = 'DONE'",
                "actor_sid = 'S-1-5-21-9'",
                "host_id = null",
                "execution_id = 18",
                "words = 'bob'")) {
            database.sql("create table if not exists kept as select * from audit_entry")
                    .update();
            tamper("update audit_entry set " + change + " where number = 3");
            assertBroken(3, Flaw.COPY_DIFFERS);
            tamper("delete from audit_entry");
            database.sql("insert into audit_entry select * from kept").update();
        }
        assertWhole(5);
        tamper("update audit_entry set hash = '" + "f".repeat(64) + "' where number = 3");
        assertBroken(3, Flaw.ALTERED);
    }

    @Test
    void entryThatWasReplacedTogetherWithItsHashDoesNotFitItsNeighbour() {
        fiveEntries();
        var third = search.entry(Actor.PORTAL, 3).orElseThrow();
        var forged = ChainedEntry.of(3, third.at(), third.previousHash(), SampleEvents.intended("forged"));
        tamper(
                "update audit_entry set document = ?, words = ?, hash = ? where number = 3",
                forged.bytes(),
                forged.words(),
                forged.hash());

        assertBroken(4, Flaw.NOT_LINKED);
    }

    @Test
    void deletedEntryIsNamed() {
        fiveEntries();
        tamper("delete from audit_entry where number = 3");
        assertBroken(3, Flaw.MISSING);
        tamper("delete from audit_entry where number = 1");
        assertBroken(1, Flaw.MISSING);
    }

    @Test
    void cutTailIsNoticedByTheHead() {
        fiveEntries();
        tamper("delete from audit_entry where number >= 4");
        assertBroken(4, Flaw.MISSING);
        tamper("update audit_head set number = 3");
        assertBroken(3, Flaw.HEAD_DIFFERS);
        tamper("delete from audit_entry");
        assertBroken(1, Flaw.MISSING);
        tamper("delete from audit_head");
        assertBroken(1, Flaw.HEAD_DIFFERS);
        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> auditLog.recordAlone(SampleEvents.intended("nothing is written without a head")));
    }

    @Test
    void insertedEntryIsNamed() {
        fiveEntries();
        tamper(copyOf(3, "6"));
        assertBroken(6, Flaw.INSERTED);
        tamper("update audit_entry set number = 0 where number = 6");
        assertBroken(0, Flaw.INSERTED);
    }

    @Test
    void duplicateInPlaceOfItsNeighbourIsNamed() {
        fiveEntries();
        tamper("delete from audit_entry where number = 4");
        tamper(copyOf(3, "4"));
        assertBroken(4, Flaw.MISPLACED);
    }

    @Test
    void swappedEntriesAreNamed() {
        fiveEntries();
        tamper("update audit_entry set number = 100 where number = 2");
        tamper("update audit_entry set number = 2 where number = 4");
        tamper("update audit_entry set number = 4 where number = 100");
        assertBroken(2, Flaw.MISPLACED);
    }

    @Test
    void longAuditLogIsReadInPages() {
        new TransactionTemplate(transactions).executeWithoutResult(_ -> {
            for (int i = 0; i < 1100; i++) {
                auditLog.record(SampleEvents.intended("no " + i));
            }
        });
        assertWhole(1100);
        tamper("update audit_entry set outcome = 'DONE' where number = 1050");
        assertBroken(1050, Flaw.COPY_DIFFERS);
    }

    @Test
    void verifyingBesideWritersFindsNothingWrong() throws Exception {
        fiveEntries();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> {
                for (int i = 0; i < 200; i++) {
                    auditLog.recordAlone(SampleEvents.intended("no " + i));
                }
            });
            do {
                assertThat(search.verify(Actor.PORTAL).flaw()).isNull();
            } while (!writer.isDone());
            writer.get();
        }
        assertWhole(205);
    }

    private void fiveEntries() {
        for (int i = 1; i <= 5; i++) {
            auditLog.recordAlone(SampleEvents.intended("no " + i));
        }
    }

    private static String copyOf(long number, String as) {
        var columns = "recorded_at, kind, outcome, actor_sid, host_id, execution_id, words, document, hash";
        return "insert into audit_entry (number, " + columns + ") select " + as + ", " + columns
                + " from audit_entry where number = " + number;
    }

    /** What somebody could do who has the database account and gives it back the rights it gave up. */
    private void tamper(String sql, Object... parameters) {
        var user = database.sql("select current_user").query(String.class).single();
        database.sql("grant update, delete on audit_entry to \"" + user + "\"").update();
        database.sql("grant delete on audit_head to \"" + user + "\"").update();
        database.sql(sql).params(parameters).update();
    }

    @Test
    void readingAndVerifyingTheLogIsInTheLog() {
        var mona = SampleEvents.ofEveryKind().getFirst().actor();
        var review = new LoggedReview(search, auditLog);
        assertThat(review.lastVerification(mona)).isEmpty();

        review.reads(mona, "text=alice");
        var result = review.verify(mona);

        assertThat(result.entries()).isEqualTo(1);
        assertThat(review.lastVerification(mona)).hasValue(result);
        assertThat(search.find(Actor.PORTAL, Filter.ALL, 0, 10))
                .extracting(AuditEntry::kind, AuditEntry::actorName)
                .containsExactly(tuple("LogVerified", mona.displayName()), tuple("LogRead", mona.displayName()));
        assertWhole(2);
    }

    private List<Long> numbers(Filter filter) {
        var found = search.find(Actor.PORTAL, filter, 0, 200);
        assertThat(search.count(Actor.PORTAL, filter)).isEqualTo(found.size());
        return found.stream().map(AuditEntry::number).toList();
    }

    private static Filter text(String text) {
        return new Filter(text, null, null, null, null, null);
    }

    private void assertWhole(long records) {
        var verification = search.verify(Actor.PORTAL);
        assertThat(verification.flaw()).isNull();
        assertThat(verification.broken()).isNull();
        assertThat(verification.entries()).isEqualTo(records);
        assertThat(LongStream.rangeClosed(1, records).boxed().toList())
                .isEqualTo(database.sql("select number from audit_entry order by number")
                        .query(Long.class)
                        .list());
    }

    private void assertBroken(long number, Flaw flaw) {
        var verification = search.verify(Actor.PORTAL);
        assertThat(verification.flaw()).isEqualTo(flaw);
        assertThat(verification.broken()).isEqualTo(number);
    }
}

@OnH2
class AuditLogOnH2Test extends AuditLogTest {}

@OnPostgres
class AuditLogOnPostgresTest extends AuditLogTest {

    @Test
    void portalsOwnAccountMayNotChangeAnEntry() {
        auditLog.recordAlone(SampleEvents.intended("r"));

        for (var sql : List.of(
                "update audit_entry set kind = 'SignedOut'",
                "delete from audit_entry",
                "truncate audit_entry",
                "truncate audit_head",
                "delete from audit_head",
                "insert into audit_head (only_row, number, hash) values (2, 0, '')",
                "create trigger quiet before insert on audit_entry execute function suppress_redundant_updates_trigger()",
                "create table sees (number bigint references audit_entry (number))",
                "update audit_entry set hash = ''")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(sql)
                    .isThrownBy(() -> database.sql(sql).update())
                    .withStackTraceContaining("permission denied for table audit_");
        }
    }
}
