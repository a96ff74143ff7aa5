package io.calmend.execution;

import static io.calmend.execution.SampleDocuments.changes;
import static io.calmend.execution.SampleDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {

    private static final Path FORMATS = Path.of("src/test/resources/formats");

    /** Those of 0.1 had no number. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3"})
    void planOfEachFormatIsReadAndHasTheDigestThatWasConfirmed(String format) throws IOException {
        var stored = Files.readString(FORMATS.resolve("plan-" + format + ".json"));

        assertThat(Documents.PLAN.read(stored, PlanDocument.class)).isEqualTo(plan(changes()));
        assertThat(PlanDocument.digest(stored))
                .isEqualTo(Files.readString(FORMATS.resolve("plan-" + format + ".sha256"))
                        .strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3"})
    void eventsOfEachFormatAreRead(String format) throws IOException {
        assertThat(Files.readAllLines(FORMATS.resolve("events-" + format + ".txt")))
                .map(line -> line.split(" ", 2))
                .map(words -> JournalEvent.read(words[0], words[1]))
                .isEqualTo(format.compareTo("3") < 0 ? SampleDocuments.events() : allEvents());
    }

    private static List<JournalEvent> allEvents() {
        return Stream.concat(SampleDocuments.events().stream(), SampleDocuments.eventsOfActions().stream())
                .toList();
    }

    @Test
    void samplesHoldEveryKindOfEventAndOfChange() {
        assertThat(allEvents()).extracting(event -> (Object) event.getClass()).containsExactlyInAnyOrder((Object[])
                JournalEvent.class.getPermittedSubclasses());
    }

    /** Whoever changes what is stored makes a new format, keeps the samples of the others and adds one of the new. */
    @Test
    void whatIsWrittenIsOfTheNewestFormatThatThereIsASampleOf() throws IOException {
        assertThat(Documents.PLAN.write(plan(changes())))
                .isEqualTo(Files.readString(FORMATS.resolve("plan-" + Documents.PLAN.newest() + ".json")));
        assertThat(Documents.PLAN.write(SampleDocuments.planOfServices()))
                .isEqualTo(Files.readString(FORMATS.resolve("plan-of-services-" + Documents.PLAN.newest() + ".json")));
        assertThat(allEvents())
                .map(event -> JournalEvent.kind(event) + " " + Documents.EVENT.write(event))
                .isEqualTo(Files.readAllLines(FORMATS.resolve("events-" + Documents.EVENT.newest() + ".txt")));
    }

    /** Whoever can write the table could have one of the two digested and the other carried out. */
    @Test
    void planThatSaysSomethingTwiceIsNone() {
        var stored = Documents.PLAN.write(plan(changes()));
        var forged = stored.substring(0, stored.length() - 1) + ",\"changes\":[]}";

        assertThatIllegalStateException().isThrownBy(() -> PlanDocument.digest(forged));
        assertThatIllegalStateException().isThrownBy(() -> Documents.PLAN.read(forged, PlanDocument.class));
    }

    /** The number is read from where it is always written; anywhere else it could say something else to whoever reads on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{%s,\"format\":3}",
                "{ \"format\":3,%s}",
                "{\"\\u0066ormat\":3,%s}",
                "{\"format\":\"3\",%s}",
                "{\"format\":1,%s,\"format\":2}"
            })
    void planThatHidesItsFormatIsNone(String form) {
        var stored = Documents.PLAN.write(plan(changes()));
        var content = stored.substring("{\"format\":3,".length(), stored.length() - 1);
        var hiding = form.replace("%s", content);
        // what it would have if its format did not count
        var digest = PlanDocument.digest("{" + content + "}");

        assertThatIllegalStateException().isThrownBy(() -> PlanDocument.digest(hiding));
        assertThat(row(digest, hiding).fitsItsDigest()).isFalse();
        assertThat(row(PlanDocument.digest(stored), stored).fitsItsDigest()).isTrue();
    }

    private static PlanRow row(String digest, String document) {
        var row = new PlanRow(digest, Guards.ALICE.sid(), Guards.PC.objectId(), Instant.EPOCH, document);
        row.id = 1L;
        return row;
    }

    /** Of a document of an earlier format: the upgrade would keep one of the two. */
    @Test
    void planThatSaysSomethingUnderTwoNamesIsNone() throws IOException {
        var stored = Files.readString(FORMATS.resolve("plan-1.json"));
        var forged = stored.substring(0, stored.length() - 1) + ",\"observed\":[]}";

        assertThatIllegalStateException().isThrownBy(() -> Documents.PLAN.read(forged, PlanDocument.class));
    }

    @Test
    void formatThatOnlyALaterVersionKnowsIsRefusedInASentence() {
        var later = Documents.PLAN.write(plan(changes())).replace("{\"format\":3,", "{\"format\":1234,");

        assertThatIllegalStateException()
                .isThrownBy(() -> Documents.PLAN.read(later, PlanDocument.class))
                .withMessage("a plan of format 1234: only a later version of Calmend can read it");
        assertThatIllegalStateException().isThrownBy(() -> PlanDocument.digest(later));
    }

    @Test
    void planOfServicesIsReadAsItWasWritten() {
        var plan = SampleDocuments.planOfServices();

        assertThat(Documents.PLAN.read(Documents.PLAN.write(plan), PlanDocument.class))
                .isEqualTo(plan);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        var plan = plan(changes());

        var text = Documents.PLAN.write(plan);

        assertThat(Documents.PLAN.read(text, PlanDocument.class)).isEqualTo(plan);
        assertThat(Documents.PLAN.read(text, PlanDocument.class).digest()).isEqualTo(plan.digest());
    }

    @Test
    void bytesToAppendComeBackWhole() {
        var change = new RegistryChange.AppendValue(
                RegistryView.REGISTRY64, MsLicensing.STORE, "ClientLicense", new byte[] {1, 0, -128});

        var read = Documents.PLAN.read(Documents.PLAN.write(plan(List.of(change))), PlanDocument.class);

        assertThat(OfRegistry.registry(read.changes()))
                .singleElement()
                .isInstanceOfSatisfying(RegistryChange.AppendValue.class, append -> {
                    assertThat(append.bytes()).isEqualTo(change.bytes());
                    assertThat(append.name()).isEqualTo("ClientLicense");
                });
    }

    @Test
    void storedTextIsPlainAsciiSoThatAnyDatabaseKeepsIt() {
        assertThat(Documents.PLAN.write(plan(changes())).chars())
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
        var tree = new ObservedTree(
                new TreeTarget(RegistryView.REGISTRY64, MsLicensing.ROOT, 6),
                new KeyState.Present(
                        MsLicensing.ROOT,
                        "O:BA",
                        List.of(RegistryValue.binary("bytes", new byte[Documents.LONGEST])),
                        List.of(),
                        0),
                "digest");
        var difference = new RegistryDifference(
                RegistryView.REGISTRY64,
                MsLicensing.ROOT,
                "x".repeat(1_000),
                RegistryDifference.Kind.VALUE,
                null,
                "after");
        var many = Collections.nCopies(2_000, OfRegistry.differences(difference).getFirst());
        var observed =
                new JournalEvent.HostObserved(HostState.of(List.of(tree)), List.of(), many, List.of("LICENSE000"));
        var ended = new JournalEvent.Ended(ExecutionState.NEEDS_ATTENTION, null, many);

        assertThat(Documents.EVENT.write(observed.fitting())).hasSizeLessThan(Documents.LONGEST);
        assertThat(observed.fitting())
                .isEqualTo(new JournalEvent.HostObserved(
                        new HostState(List.of()), List.of(), many.subList(0, JournalEvent.FEW), List.of("LICENSE000")));
        assertThat(Documents.EVENT.write(ended.fitting())).hasSizeLessThan(Documents.LONGEST);
        assertThat(ended.fitting())
                .isEqualTo(new JournalEvent.Ended(
                        ExecutionState.NEEDS_ATTENTION, null, many.subList(0, JournalEvent.FEW)));
        var small = new JournalEvent.HostObserved(new HostState(List.of()), List.of(), many.subList(0, 1), List.of());
        assertThat(small.fitting()).isSameAs(small);
    }
}
