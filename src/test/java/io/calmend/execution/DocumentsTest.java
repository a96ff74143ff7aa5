package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.operation.Difference;
import io.calmend.operation.KeyState;
import io.calmend.operation.MsLicensing;
import io.calmend.operation.RegistryChange;
import io.calmend.operation.RegistryValue;
import io.calmend.operation.RightsGain;
import io.calmend.operation.SeenTree;
import io.calmend.operation.TreeTarget;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final String HOSTILE = "a  b \"'&%PATH%^`$(x)\n\0\u202e🙂\ud83d half </script>";

    /** Every kind of change and of key, and texts that databases and parsers stumble over. */
    private static PlanDocument plan(List<RegistryChange> changes) {
        var root = MsLicensing.ROOT;
        var tree = new KeyState.Present(
                root,
                "O:BAG:SYD:(A;;KA;;;BA)",
                List.of(
                        RegistryValue.text("", HOSTILE),
                        RegistryValue.text(HOSTILE, ""),
                        new RegistryValue("many", RegistryValue.MULTI_SZ, List.of("a", "", HOSTILE), false),
                        RegistryValue.binary("bytes", new byte[] {0, -1, 127}),
                        RegistryValue.dword("number", 4294967295L),
                        new RegistryValue("lost", 9, List.of(""), true)),
                List.of(
                        new KeyState.Absent(root.child("Store")),
                        new KeyState.Unreadable(root.child("Unreadable"), "SecurityException"),
                        new KeyState.Present(root.child("No rights"), null, List.of(), List.of(), 3)),
                0);
        var seen = List.of(new SeenTree(new TreeTarget(RegistryView.REGISTRY32, root, 6), tree, "digest"));
        return new PlanDocument(
                new OperationKey("CL-STORE"),
                3,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                "PC-0421",
                new CaseId(7),
                new BackupId(8),
                new ExecutionId(9),
                seen,
                changes,
                seen,
                List.of(new Difference(RegistryView.REGISTRY32, root, HOSTILE, Difference.Kind.VALUE, null, "after")),
                List.of(),
                List.of(new RightsGain(RegistryView.REGISTRY32, root, "S-1-1-0", RightsGain.Right.CONTROL, false)),
                1,
                Instant.parse("2026-07-01T10:00:00.123456Z"),
                Instant.parse("2026-07-01T10:00:01Z"),
                Duration.ofMillis(-1500),
                Instant.parse("2026-07-01T10:10:01Z"),
                "rule");
    }

    private static List<RegistryChange> changes() {
        var view = RegistryView.REGISTRY64;
        var path = MsLicensing.STORE;
        return List.of(
                new RegistryChange.Borrow(view, path),
                new RegistryChange.DeleteKeys(view, path, List.of("LICENSE000")),
                new RegistryChange.CreateKey(view, path),
                new RegistryChange.SetValue(view, path, RegistryValue.text("name", HOSTILE)),
                new RegistryChange.DeleteValue(view, path, HOSTILE),
                new RegistryChange.Secure(view, path, "O:BA"));
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        var plan = plan(changes());

        var text = Documents.write(plan);

        assertThat(Documents.read(text, PlanDocument.class)).isEqualTo(plan);
        assertThat(Documents.read(text, PlanDocument.class).digest()).isEqualTo(plan.digest());
    }

    @Test
    void bytesToAppendComeBackWhole() {
        var change = new RegistryChange.AppendValue(
                RegistryView.REGISTRY64, MsLicensing.STORE, "ClientLicense", new byte[] {1, 0, -128});

        var read = Documents.read(Documents.write(plan(List.of(change))), PlanDocument.class);

        assertThat(read.changes()).singleElement().isInstanceOfSatisfying(RegistryChange.AppendValue.class, append -> {
            assertThat(append.bytes()).isEqualTo(change.bytes());
            assertThat(append.name()).isEqualTo("ClientLicense");
        });
    }

    @Test
    void storedTextIsPlainAsciiSoThatAnyDatabaseKeepsIt() {
        assertThat(Documents.write(plan(changes())).chars())
                .allMatch(character -> character >= 0x20 && character < 0x7f);
    }

    @Test
    void digestCoversWhatHappensOnTheHost() {
        var plan = plan(changes());
        assertThat(plan(changes().subList(0, 5)).digest()).isNotEqualTo(plan.digest());
        assertThat(plan(changes().reversed()).digest()).isNotEqualTo(plan.digest());
    }

    /** An execution whose end cannot be written would be looked after for ever. */
    @Test
    void whatIsTooLargeToBeStoredIsStoredInParts() {
        var tree = new SeenTree(
                new TreeTarget(RegistryView.REGISTRY64, MsLicensing.ROOT, 6),
                new KeyState.Present(
                        MsLicensing.ROOT,
                        "O:BA",
                        List.of(RegistryValue.binary("bytes", new byte[Documents.LONGEST])),
                        List.of(),
                        0),
                "digest");
        var difference = new Difference(
                RegistryView.REGISTRY64, MsLicensing.ROOT, "x".repeat(1_000), Difference.Kind.VALUE, null, "after");
        var many = Collections.nCopies(2_000, difference);
        var looked = new JournalEvent.Looked(List.of(tree), many, List.of("LICENSE000"));
        var ended = new JournalEvent.Ended(ExecutionState.NEEDS_ATTENTION, null, many);

        assertThat(Documents.write(looked.fitting())).hasSizeLessThan(Documents.LONGEST);
        assertThat(looked.fitting())
                .isEqualTo(
                        new JournalEvent.Looked(List.of(), many.subList(0, JournalEvent.FEW), List.of("LICENSE000")));
        assertThat(Documents.write(ended.fitting())).hasSizeLessThan(Documents.LONGEST);
        assertThat(ended.fitting())
                .isEqualTo(new JournalEvent.Ended(
                        ExecutionState.NEEDS_ATTENTION, null, many.subList(0, JournalEvent.FEW)));
        var small = new JournalEvent.Looked(List.of(), List.of(difference), List.of());
        assertThat(small.fitting()).isSameAs(small);
    }
}
