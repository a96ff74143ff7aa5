package io.calmend.audit;

import io.calmend.audit.AuditEvent.Change;
import io.calmend.audit.AuditEvent.Host;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.UUID;

/** One event of each kind. */
final class SampleEvents {

    static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1104", "alice", "Alice Ärlig");
    static final Host PC_0421 =
            new Host(UUID.fromString("5f0c1b1e-8f43-4b8e-9d4b-0d1c2e3f4a5b"), "pc-0421.corp.example");
    static final OperationKey CL_STORE = new OperationKey("CL-STORE");
    static final ExecutionId EXECUTION = new ExecutionId(17);
    static final List<Change> CHANGES =
            List.of(new Change("Registry64 SOFTWARE\\Microsoft\\MSLicensing\\Store\\LICENSE000", "1 value", null));

    private SampleEvents() {}

    static AuditEvent intended(String reason) {
        return new AuditEvent.Intended(
                ALICE,
                PC_0421,
                EXECUTION,
                new CaseId(1042),
                CL_STORE,
                null,
                "0a1b",
                "Helpdesk on workstations",
                reason,
                "INC-4711",
                CHANGES);
    }

    static AuditEvent ended(String state, FailureReason reason) {
        return new AuditEvent.Ended(
                ALICE,
                PC_0421,
                EXECUTION,
                new CaseId(1042),
                CL_STORE,
                null,
                AuditEvent.EndState.valueOf(state),
                reason,
                "INC-4711",
                CHANGES);
    }

    static List<AuditEvent> ofEveryKind() {
        return List.of(
                new AuditEvent.SignedIn(ALICE, "192.0.2.7"),
                new AuditEvent.SignInRefused(Actor.PORTAL, "dave", "192.0.2.7", "DISABLED"),
                new AuditEvent.SignedOut(ALICE),
                new AuditEvent.Diagnosed(ALICE, PC_0421, new DiagnosisId(3), new CaseId(1042), "licence.expired", null),
                new AuditEvent.HostOpened(ALICE, PC_0421),
                new AuditEvent.Refused(
                        ALICE, "start", "dc1", null, CL_STORE, FailureReason.DOMAIN_CONTROLLER, "INC-4711"),
                new AuditEvent.RefusedMore(Actor.PORTAL, "dave", "192.0.2.7", "THROTTLED", 318, "2026-03-04T05:06:07Z"),
                new AuditEvent.Planned(ALICE, PC_0421, CL_STORE, null, "0a1b", CHANGES),
                intended("Remote Desktop says the licence has expired"),
                new AuditEvent.BackupSaved(ALICE, PC_0421, EXECUTION, new BackupId(5), "c0ffee", 4, 9, 0),
                new AuditEvent.ChangeSent(ALICE, PC_0421, EXECUTION, 1),
                new AuditEvent.StepEnded(
                        ALICE,
                        PC_0421,
                        EXECUTION,
                        AuditEvent.Phase.CHANGE,
                        AuditEvent.PhaseOutcome.UNKNOWN,
                        "no answer"),
                ended("SUCCEEDED", null),
                new AuditEvent.TakenOver(Actor.PORTAL, PC_0421, EXECUTION, "SENT"),
                new AuditEvent.Downloaded(ALICE, "backup", "5", PC_0421),
                new AuditEvent.LogVerified(ALICE, 12, 7L),
                new AuditEvent.LogRead(ALICE, "text=alice"),
                new AuditEvent.PermissionsExplained(ALICE, "bob", "pc-0421"),
                new AuditEvent.ChangesStopped(ALICE, "a bad repair"),
                new AuditEvent.ChangesAllowed(ALICE),
                new AuditEvent.AccountStopped(Actor.PORTAL, "workstations", PC_0421),
                new AuditEvent.AccountReleased(ALICE, "workstations", PC_0421),
                new AuditEvent.RulesRead(Actor.PORTAL, 4, "c0ffee"));
    }
}
