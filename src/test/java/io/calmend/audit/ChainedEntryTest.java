package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainedEntryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:14:05.123456789Z");

    /** Verifiers outside this product read entries of years ago: this text and its hash may never change. */
    @Test
    void entryOfFormatTwoIsWrittenLikeThis() {
        var entry = ChainedEntry.of(7, NOW, ChainedEntry.NO_PREVIOUS, SampleEvents.intended("expired \"licence\""));

        assertThat(entry.json()).isEqualTo("""
                {"actor":{"account":"alice","name":"Alice Ärlig","sid":"S-1-5-21-1-2-3-1104"},\
                "at":"2026-03-01T09:14:05.123456Z",\
                "event":{"allowedBy":"Helpdesk on workstations","caseId":1042,\
                "changes":[{"before":"1 value","where":"Registry64 SOFTWARE\\\\Microsoft\\\\MSLicensing\\\\Store\\\\LICENSE000"}],\
                "execution":17,"host":{"id":"5f0c1b1e-8f43-4b8e-9d4b-0d1c2e3f4a5b","name":"pc-0421.corp.example"},\
                "operation":"CL-STORE","planDigest":"0a1b","reason":"expired \\"licence\\"","ticket":"INC-4711"},\
                "format":2,"kind":"Intended","number":7,"outcome":"NOTED",\
                "previous":"0000000000000000000000000000000000000000000000000000000000000000"}""");
        assertThat(entry.hash()).isEqualTo("520ff9fccf28b107f625b085b3e87a458227529dc978b43c26f903af5cf919f1");
    }

    /** One entry of each kind, hanging in one chain. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void logOfEachFormatIsRead(String format) throws IOException {
        var previous = ChainedEntry.NO_PREVIOUS;
        var kinds = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("src/test/resources/formats/log-" + format + ".txt"))) {
            var entry = ChainedEntry.read(line);
            assertThat(entry.previous()).isEqualTo(previous);
            kinds.add(entry.entry().kind());
            previous = entry.hash();
        }
        assertThat(kinds.size() + " " + previous + "\n")
                .isEqualTo(Files.readString(Path.of("src/test/resources/formats/log-" + format + ".head")));
        assertThat(kinds)
                .isEqualTo(SampleEvents.ofEveryKind().stream()
                        .map(event -> event.getClass().getSimpleName())
                        .toList());
    }

    @Test
    void everyKindOfEventIsReadBackAsItWasWritten() {
        assertThat(SampleEvents.ofEveryKind())
                .extracting(event -> (Object) event.getClass())
                .containsExactlyInAnyOrder((Object[]) AuditEvent.class.getPermittedSubclasses());
        for (var event : SampleEvents.ofEveryKind()) {
            var written = ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, event);

            assertThat(ChainedEntry.read(written.json())).isEqualTo(written);
            var entry = written.entry();
            assertThat(entry.kind()).isEqualTo(event.getClass().getSimpleName());
            assertThat(entry.actorName()).isEqualTo(event.actor().displayName());
        }
    }

    /** Every field of an event that is not null, whatever its kind, is in its entry. */
    @Test
    void nothingThatAnEventTellsIsLeftOut() throws Exception {
        for (var event : SampleEvents.ofEveryKind()) {
            var entry = ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, event);
            for (var component : event.getClass().getRecordComponents()) {
                var value = component.getAccessor().invoke(event);
                if (value != null) {
                    assertThat(entry.json())
                            .contains(
                                    switch (value) {
                                        case io.calmend.vocabulary.Actor actor -> actor.sid();
                                        case AuditEvent.Host host ->
                                            host.objectId().toString();
                                        case java.util.List<?> _ -> "\"changes\":[{";
                                        case io.calmend.vocabulary.ExecutionId id -> ":" + id.value();
                                        case io.calmend.vocabulary.CaseId id -> ":" + id.value();
                                        case io.calmend.vocabulary.BackupId id -> ":" + id.value();
                                        case io.calmend.vocabulary.DiagnosisId id -> ":" + id.value();
                                        default -> value.toString();
                                    });
                }
            }
        }
    }

    @Test
    void endOfAnExecutionIsReportedByItsState() {
        assertThat(outcome(SampleEvents.ended("SUCCEEDED", null))).isEqualTo(Outcome.DONE);
        assertThat(outcome(SampleEvents.ended("NOT_CHANGED", FailureReason.HOST_CHANGED)))
                .isEqualTo(Outcome.FAILED);
        assertThat(outcome(SampleEvents.ended("ROLLED_BACK", FailureReason.CHANGE_FAILED)))
                .isEqualTo(Outcome.FAILED);
        assertThat(outcome(SampleEvents.ended("NEEDS_ATTENTION", FailureReason.OUTCOME_UNKNOWN)))
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(outcome(SampleEvents.ended("NEEDS_ATTENTION", FailureReason.DESCRIPTOR_NOT_RESTORED)))
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void halfASurrogatePairFromAHostDoesNotKeepAnEventOutOfTheAuditLog() {
        var entry = ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, SampleEvents.intended("a\ud83db\ude00c😀"));

        assertThat(entry.entry().reason()).isEqualTo("a\ufffdb\ufffdc😀");
    }

    @Test
    void entryThatNobodyBoundedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainedEntry.of(
                        1, NOW, ChainedEntry.NO_PREVIOUS, SampleEvents.intended("x".repeat(1_000_000))));
    }

    @Test
    void longTextIsSearchedByItsBeginningAndKeptWhole() {
        var reason = "r".repeat(3900) + "😀".repeat(200);
        var entry = ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, SampleEvents.intended(reason));

        assertThat(entry.words().length()).isBetween(3998, 4000);
        assertThat(entry.words().codePoints()).allMatch(Character::isDefined);
        assertThat(Character.isHighSurrogate(entry.words().charAt(entry.words().length() - 1)))
                .isFalse();
        assertThat(entry.entry().reason()).isEqualTo(reason);
    }

    @Test
    void textThatIsNotAnEntryIsRefused() {
        var good = ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, SampleEvents.intended("r"))
                .json();
        for (var bad : Arrays.asList(
                "",
                "[]",
                "{}",
                good + " ",
                good + good,
                good.replace("\"format\":2", "\"format\": 2"),
                good.replace("{\"actor\"", "{\"actor\":{},\"actor\""),
                good.replace("NOTED", "SOMETHING"),
                good.replace("2026-03-01T", "2026-13-01T"),
                good.replace("5f0c1b1e-", "nonsense"))) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> ChainedEntry.read(bad));
        }
    }

    private static Outcome outcome(AuditEvent event) {
        return ChainedEntry.of(1, NOW, ChainedEntry.NO_PREVIOUS, event).outcome();
    }
}
