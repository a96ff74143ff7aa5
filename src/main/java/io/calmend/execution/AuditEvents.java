package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditEvent.Change;
import io.calmend.audit.AuditEvent.EndState;
import io.calmend.audit.AuditEvent.Phase;
import io.calmend.audit.AuditEvent.PhaseOutcome;
import io.calmend.execution.JournalEvent.ActionAnswered;
import io.calmend.execution.JournalEvent.ActionSent;
import io.calmend.execution.JournalEvent.AnswerLost;
import io.calmend.execution.JournalEvent.Answered;
import io.calmend.execution.JournalEvent.BackupSaved;
import io.calmend.execution.JournalEvent.ChangeSent;
import io.calmend.execution.JournalEvent.Declined;
import io.calmend.execution.JournalEvent.DescriptorsSent;
import io.calmend.execution.JournalEvent.Ended;
import io.calmend.execution.JournalEvent.HostObserved;
import io.calmend.execution.JournalEvent.Intended;
import io.calmend.execution.JournalEvent.ObservationFailed;
import io.calmend.execution.JournalEvent.RollbackBegun;
import io.calmend.execution.JournalEvent.RollbackSent;
import io.calmend.execution.JournalEvent.TakenOver;
import io.calmend.host.Difference;
import io.calmend.host.Verb;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the audit log says of a journal event. */
final class AuditEvents {

    /** More differences than this are counted, not listed: the backup holds them all. */
    private static final int MOST_CHANGES = 50;

    private static final int LONGEST_TEXT = 300;

    private AuditEvents() {}

    /** @param row as it stands after {@code event} */
    static List<AuditEvent> of(JournalEvent event, ExecutionRow row, PlanDocument plan, Actor by) {
        var id = row.executionId();
        var host = new AuditEvent.Host(row.hostId, row.hostName);
        var caseId = new CaseId(row.caseId);
        return switch (event) {
            case Intended _ ->
                List.of(new AuditEvent.Intended(
                        by,
                        host,
                        id,
                        caseId,
                        row.operationKey(),
                        row.undoOfExecution(),
                        row.planDigest,
                        row.allowedBy,
                        row.reason,
                        row.ticket,
                        intended(plan)));
            case TakenOver taken ->
                List.of(new AuditEvent.TakenOver(by, host, id, taken.found().name()));
            case BackupSaved saved ->
                List.of(new AuditEvent.BackupSaved(
                        by,
                        host,
                        id,
                        saved.backup(),
                        saved.sha256(),
                        saved.size().keys(),
                        saved.size().values(),
                        saved.size().services()));
            case ChangeSent _, RollbackSent _, DescriptorsSent _, ActionSent _ ->
                List.of(new AuditEvent.ChangeSent(by, host, id, row.sent));
            case Answered answered ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        Phase.CHANGE,
                        answered.error() == null && answered.notRestored().isEmpty()
                                ? PhaseOutcome.DONE
                                : PhaseOutcome.FAILED,
                        bounded(answered.error() == null ? "" : answered.error() + ": " + answered.where())));
            case ActionAnswered answered ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        Phase.ACT,
                        answered.error() == null ? PhaseOutcome.DONE : PhaseOutcome.FAILED,
                        bounded(answered.error() == null ? "" : answered.error())));
            case Declined declined ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        work(plan),
                        PhaseOutcome.FAILED,
                        declined.reason().name()));
            case AnswerLost lost ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        work(plan),
                        PhaseOutcome.UNKNOWN,
                        lost.reason().name()));
            case RollbackBegun begun ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        Phase.ROLL_BACK,
                        PhaseOutcome.BEGUN,
                        begun.why().name()));
            case HostObserved observed ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        Phase.VERIFY,
                        isAsPlanned(observed, plan) ? PhaseOutcome.DONE : PhaseOutcome.FAILED,
                        ""));
            case ObservationFailed failed ->
                List.of(new AuditEvent.StepEnded(
                        by,
                        host,
                        id,
                        Phase.VERIFY,
                        PhaseOutcome.UNKNOWN,
                        failed.reason().name()));
            case Ended ended ->
                List.of(new AuditEvent.Ended(
                        by,
                        host,
                        id,
                        caseId,
                        row.operationKey(),
                        row.undoOfExecution(),
                        endState(ended.state()),
                        ended.reason(),
                        row.ticket,
                        changes(ended.changed())));
        };
    }

    private static Phase work(PlanDocument plan) {
        return plan.act() == null ? Phase.CHANGE : Phase.ACT;
    }

    private static boolean isAsPlanned(HostObserved observed, PlanDocument plan) {
        var act = plan.act();
        return observed.wrong().isEmpty() && (act == null || !observed.known().contains(act.planned()));
    }

    private static EndState endState(ExecutionState state) {
        return switch (state) {
            case SUCCEEDED -> EndState.SUCCEEDED;
            case NOT_CHANGED -> EndState.NOT_CHANGED;
            case ROLLED_BACK -> EndState.ROLLED_BACK;
            case NEEDS_ATTENTION -> EndState.NEEDS_ATTENTION;
            case INTENDED, SENT, ANSWERED, OUTCOME_UNKNOWN, ROLLING_BACK ->
                throw new IllegalArgumentException("not an end state");
        };
    }

    /** What will be different, or what will be done. */
    static List<Change> intended(PlanDocument plan) {
        var act = plan.act();
        return act == null
                ? changes(plan.differences())
                : List.of(new Change(
                        act.action().where(), null, Verb.of(act.action()).text()));
    }

    static List<Change> changes(List<Difference> differences) {
        return differences.stream()
                .limit(MOST_CHANGES)
                .map(one -> new Change(bounded(one.where()), cut(one.before()), cut(one.after())))
                .toList();
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : bounded(text);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : Texts.cut(text, LONGEST_TEXT) + "…";
    }
}
