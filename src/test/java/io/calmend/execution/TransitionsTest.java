package io.calmend.execution;

import static io.calmend.execution.ExecutionState.ANSWERED;
import static io.calmend.execution.ExecutionState.INTENDED;
import static io.calmend.execution.ExecutionState.NEEDS_ATTENTION;
import static io.calmend.execution.ExecutionState.NOT_CHANGED;
import static io.calmend.execution.ExecutionState.OUTCOME_UNKNOWN;
import static io.calmend.execution.ExecutionState.ROLLED_BACK;
import static io.calmend.execution.ExecutionState.ROLLING_BACK;
import static io.calmend.execution.ExecutionState.SENT;
import static io.calmend.execution.ExecutionState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.calmend.host.Action;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.FailureReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitionsTest {

    private static final Action ACT = new Action.RestartService(WindowsService.REMOTE_DESKTOP);
    private static final Fact.Known PLANNED = new Fact.Known(ACT.confirmedBy(), "812");
    private static final Map<String, JournalEvent> EVENTS = events();

    private static Map<String, JournalEvent> events() {
        var events = new HashMap<String, JournalEvent>();
        for (var event : List.of(
                new JournalEvent.Intended(),
                new JournalEvent.TakenOver("node", SENT),
                new JournalEvent.BackupSaved(new BackupId(1), "", 0, new StateSize(0, 0, 0)),
                new JournalEvent.ChangeSent(1, 1, Instant.EPOCH),
                new JournalEvent.RollbackBegun(FailureReason.CHANGE_FAILED, 1),
                new JournalEvent.RollbackSent(1, 1, Instant.EPOCH),
                new JournalEvent.DescriptorsSent(Instant.EPOCH, List.of()),
                new JournalEvent.Answered(1, null, "", List.of(), List.of()),
                new JournalEvent.Declined(FailureReason.HOST_CHANGED, ""),
                new JournalEvent.AnswerLost(FailureReason.CONNECTION_LOST, ""),
                new JournalEvent.HostObserved(new HostState(List.of()), List.of(), List.of(), List.of()),
                new JournalEvent.ActionSent(ACT, PLANNED, Instant.EPOCH),
                new JournalEvent.ActionAnswered(null, PLANNED),
                new JournalEvent.ObservationFailed(FailureReason.HOST_UNREACHABLE, ""))) {
            events.put(JournalEvent.kind(event), event);
        }
        for (var end : List.of(SUCCEEDED, NOT_CHANGED, ROLLED_BACK, NEEDS_ATTENTION)) {
            events.put("Ended " + end, new JournalEvent.Ended(end, null, List.of()));
        }
        return Map.copyOf(events);
    }

    /** Everything that may happen, and nothing else. */
    private static final Map<ExecutionState, Map<String, ExecutionState>> TABLE = Map.of(
            INTENDED,
                    Map.of(
                            "TakenOver", INTENDED,
                            "BackupSaved", INTENDED,
                            "ChangeSent", SENT,
                            "ActionSent", SENT,
                            "Ended SUCCEEDED", SUCCEEDED,
                            "Ended NOT_CHANGED", NOT_CHANGED),
            SENT,
                    Map.of(
                            "Answered", ANSWERED,
                            "ActionAnswered", ANSWERED,
                            "Declined", ANSWERED,
                            "AnswerLost", OUTCOME_UNKNOWN,
                            "TakenOver", OUTCOME_UNKNOWN),
            ANSWERED,
                    Map.ofEntries(
                            Map.entry("ChangeSent", SENT),
                            Map.entry("TakenOver", ANSWERED),
                            Map.entry("DescriptorsSent", ANSWERED),
                            Map.entry("Answered", ANSWERED),
                            Map.entry("Declined", ANSWERED),
                            Map.entry("HostObserved", ANSWERED),
                            Map.entry("AnswerLost", OUTCOME_UNKNOWN),
                            Map.entry("ObservationFailed", OUTCOME_UNKNOWN),
                            Map.entry("RollbackBegun", ROLLING_BACK),
                            Map.entry("Ended SUCCEEDED", SUCCEEDED),
                            Map.entry("Ended NOT_CHANGED", NOT_CHANGED),
                            Map.entry("Ended NEEDS_ATTENTION", NEEDS_ATTENTION)),
            OUTCOME_UNKNOWN,
                    Map.ofEntries(
                            Map.entry("TakenOver", OUTCOME_UNKNOWN),
                            Map.entry("DescriptorsSent", OUTCOME_UNKNOWN),
                            Map.entry("Answered", OUTCOME_UNKNOWN),
                            Map.entry("Declined", OUTCOME_UNKNOWN),
                            Map.entry("AnswerLost", OUTCOME_UNKNOWN),
                            Map.entry("HostObserved", OUTCOME_UNKNOWN),
                            Map.entry("ObservationFailed", OUTCOME_UNKNOWN),
                            Map.entry("RollbackBegun", ROLLING_BACK),
                            Map.entry("Ended SUCCEEDED", SUCCEEDED),
                            Map.entry("Ended NOT_CHANGED", NOT_CHANGED),
                            Map.entry("Ended NEEDS_ATTENTION", NEEDS_ATTENTION)),
            ROLLING_BACK,
                    Map.ofEntries(
                            Map.entry("TakenOver", ROLLING_BACK),
                            Map.entry("RollbackSent", ROLLING_BACK),
                            Map.entry("DescriptorsSent", ROLLING_BACK),
                            Map.entry("Answered", ROLLING_BACK),
                            Map.entry("Declined", ROLLING_BACK),
                            Map.entry("AnswerLost", ROLLING_BACK),
                            Map.entry("HostObserved", ROLLING_BACK),
                            Map.entry("ObservationFailed", ROLLING_BACK),
                            Map.entry("Ended ROLLED_BACK", ROLLED_BACK),
                            Map.entry("Ended NEEDS_ATTENTION", NEEDS_ATTENTION)),
            NEEDS_ATTENTION,
                    Map.of(
                            "HostObserved", NEEDS_ATTENTION,
                            "ObservationFailed", NEEDS_ATTENTION,
                            "Ended SUCCEEDED", SUCCEEDED,
                            "Ended NOT_CHANGED", NOT_CHANGED,
                            "Ended ROLLED_BACK", ROLLED_BACK),
            SUCCEEDED, Map.of(),
            NOT_CHANGED, Map.of(),
            ROLLED_BACK, Map.of());

    @TestFactory
    Stream<DynamicTest> eachEventLeadsFromEachStateWhereTheTableSaysOrNowhere() {
        return Arrays.stream(ExecutionState.values())
                .flatMap(state -> EVENTS.entrySet().stream()
                        .map(event -> DynamicTest.dynamicTest(state + " × " + event.getKey(), () -> {
                            var expected = TABLE.get(state).get(event.getKey());
                            assertThat(reached(state, event.getValue())).isEqualTo(expected);
                        })));
    }

    private static ExecutionState reached(ExecutionState state, JournalEvent event) {
        try {
            return Transitions.next(state, event);
        } catch (IllegalStateException impossible) {
            return null;
        }
    }

    @Test
    void theTableKnowsEveryKindOfEvent() {
        assertThat(EVENTS.keySet().stream().map(name -> name.split(" ")[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(JournalEvent.KINDS.keySet());
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionState.class,
            names = {"INTENDED", "SENT", "ANSWERED", "OUTCOME_UNKNOWN", "ROLLING_BACK"})
    void nothingEndsInAStateThatIsNoEnd(ExecutionState state) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JournalEvent.Ended(state, null, List.of()));
    }
}
