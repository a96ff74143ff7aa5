package io.calmend.execution;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.OfRegistry;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.StateSize;
import io.calmend.host.WindowsService;
import io.calmend.operation.Arguments;
import io.calmend.registry.AccessGain;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plans and events that hold every kind of change, key and value, and texts that databases and parsers stumble over. */
final class SampleDocuments {

    static final String HOSTILE = "a  b \"'&%PATH%^`$(x)\n\0\u202e🙂\ud83d half </script>";

    private static final Instant MOMENT = Instant.parse("2026-07-01T10:00:00.123456Z");
    private static final List<Difference> DIFFERENCES = OfRegistry.differences(new RegistryDifference(
            RegistryView.REGISTRY32, MsLicensing.ROOT, HOSTILE, RegistryDifference.Kind.VALUE, null, "after"));
    private static final Action ACTION = new Action.RestartService(WindowsService.REMOTE_DESKTOP);
    private static final Fact.Known PLANNED = new Fact.Known(ACTION.confirmedBy(), "812");

    private SampleDocuments() {}

    private static List<ObservedTree> trees() {
        var root = MsLicensing.ROOT;
        var tree = new KeyState.Present(
                root,
                "O:BAG:SYD:(A;;KA;;;BA)",
                List.of(
                        RegistryValue.text("", HOSTILE),
                        RegistryValue.text(HOSTILE, ""),
                        RegistryValue.of("many", RegistryContent.MULTI_SZ, List.of("a", "", HOSTILE)),
                        RegistryValue.binary("bytes", new byte[] {0, -1, 127}),
                        RegistryValue.dword("number", 4294967295L),
                        new RegistryValue("lost", new RegistryContent.Unreadable(9))),
                List.of(
                        new KeyState.Absent(root.child("Store")),
                        new KeyState.Unreadable(root.child("Unreadable"), "SecurityException"),
                        new KeyState.Present(root.child("No rights"), null, List.of(), List.of(), 3)),
                0);
        return List.of(new ObservedTree(new TreeTarget(RegistryView.REGISTRY32, root, 6), tree, "digest"));
    }

    static PlanDocument plan(List<? extends RegistryChange> changes) {
        return plan(HostState.of(trees()), OfRegistry.changes(changes), null);
    }

    /** A plan for facets that the first formats did not know. */
    static PlanDocument planOfServices() {
        var services = new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, ServiceStatus.RUNNING, StartMode.AUTOMATIC),
                new FacetState.Unreadable(new Facet.ServiceRun(WindowsService.PORT_REDIRECTOR), "CimException")));
        return plan(services, List.of(), new PlannedAction(ACTION, PLANNED));
    }

    private static PlanDocument plan(HostState state, List<Change> changes, @Nullable PlannedAction act) {
        return new PlanDocument(
                new OperationKey("CL-STORE"),
                3,
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                "PC-0421",
                new CaseId(7),
                new Arguments(new BackupId(8)),
                new ExecutionId(9),
                state,
                changes,
                act,
                state,
                DIFFERENCES,
                List.of(),
                List.of(new AccessGain(
                        RegistryView.REGISTRY32, MsLicensing.ROOT, "S-1-1-0", AccessGain.Access.CONTROL, false)),
                1,
                MOMENT,
                Instant.parse("2026-07-01T10:00:01Z"),
                Duration.ofMillis(-1500),
                Instant.parse("2026-07-01T10:10:01Z"),
                "rule");
    }

    static List<RegistryChange> changes() {
        var view = RegistryView.REGISTRY64;
        var path = MsLicensing.STORE;
        return List.of(
                new RegistryChange.TakeOwnership(view, path),
                new RegistryChange.DeleteKeys(view, path, List.of("LICENSE000")),
                new RegistryChange.CreateKey(view, path),
                new RegistryChange.SetValue(view, path, RegistryValue.text("name", HOSTILE)),
                new RegistryChange.DeleteValue(view, path, HOSTILE),
                new RegistryChange.Secure(view, path, "O:BA"));
    }

    /** Those that the first formats did not know. */
    static List<JournalEvent> eventsOfActions() {
        return List.of(
                new JournalEvent.ActionSent(ACTION, PLANNED, MOMENT),
                new JournalEvent.ActionAnswered("ServiceDisabled", PLANNED));
    }

    /** One of each kind, without {@link #eventsOfActions}. */
    static List<JournalEvent> events() {
        return List.of(
                new JournalEvent.Intended(),
                new JournalEvent.TakenOver("portal/1", ExecutionState.SENT),
                new JournalEvent.BackupSaved(new BackupId(8), "c0ffee", 900, new StateSize(4, 9, 0)),
                new JournalEvent.ChangeSent(1, 2, MOMENT),
                new JournalEvent.RollbackBegun(FailureReason.CHANGE_FAILED, 1),
                new JournalEvent.RollbackSent(1, 1, MOMENT),
                new JournalEvent.DescriptorsSent(MOMENT, List.of(HOSTILE)),
                new JournalEvent.Answered(1, "SecurityException", HOSTILE, List.of("key"), List.of("digest")),
                new JournalEvent.Declined(FailureReason.HOST_CHANGED, HOSTILE),
                new JournalEvent.AnswerLost(FailureReason.CONNECTION_LOST, "RECEIVE"),
                new JournalEvent.HostObserved(HostState.of(trees()), List.of(), DIFFERENCES, List.of("LICENSE000")),
                new JournalEvent.ObservationFailed(FailureReason.HOST_UNREACHABLE, "PORT"),
                new JournalEvent.Ended(ExecutionState.NEEDS_ATTENTION, FailureReason.OUTCOME_UNKNOWN, DIFFERENCES));
    }
}
