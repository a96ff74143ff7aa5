package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event for the audit log, with a record for each kind. A new kind does not compile until the writer handles it.
 */
public sealed interface AuditEvent {

    /** Who did it; {@link Actor#PORTAL} if the portal acted by itself. */
    Actor actor();

    /** The host an event is about: the directory's object id and name at that time. */
    record Host(UUID objectId, String name) {}

    /** One thing that changed, as shown to people. {@code before} or {@code after} is null if it did not exist then. */
    record Change(
            String where, @Nullable String before, @Nullable String after) {}

    // signing in and out

    record SignedIn(Actor actor, String address) implements AuditEvent {}

    /**
     * @param account as the directory writes it; null if the directory knows no account of the name that was typed.
     *     That name is not kept, because it may be a password
     * @param cause a word such as {@code DISABLED}
     */
    record SignInRefused(Actor actor, @Nullable String account, String address, String cause) implements AuditEvent {

        /** The cause of an attempt that was refused without asking the directory, because too many came before it. */
        public static final String THROTTLED = "THROTTLED";
    }

    record SignedOut(Actor actor) implements AuditEvent {}

    // checks

    /** @param finding the first finding's cause and variant, null if the host could not be observed ({@code failure} then says why) */
    record Diagnosed(
            Actor actor,
            Host host,
            DiagnosisId diagnosis,
            CaseId caseId,
            @Nullable String finding,
            @Nullable FailureReason failure)
            implements AuditEvent {}

    record HostOpened(Actor actor, Host host) implements AuditEvent {}

    // refusals: something was asked for and did not happen

    /**
     * @param asked what the person asked for: {@code diagnosis}, {@code plan}, {@code start}, {@code undo}, {@code
     *     page}, {@code download}…
     * @param subject the host, page or id as it was asked for, cut to 260 characters
     */
    record Refused(
            Actor actor,
            String asked,
            String subject,
            @Nullable Host host,
            @Nullable OperationKey operation,
            FailureReason reason,
            @Nullable String ticket)
            implements AuditEvent {}

    /**
     * Further refusals of the same kind, which are only counted and get no entries of their own.
     *
     * @param actor who was refused; the portal for people who did not sign in
     * @param account as in {@link SignInRefused}; null if the refusals concern several accounts, or none
     * @param address null if the refusals came from several addresses, or concern people who are signed in
     * @param cause {@code THROTTLED}, {@code SIGN_IN} for sign-ins of all kinds, null for people who are signed in
     * @param count how many, from 1
     * @param since when the first refusal with an entry of its own was made, in ISO 8601
     */
    record RefusedMore(
            Actor actor,
            @Nullable String account,
            @Nullable String address,
            @Nullable String cause,
            long count,
            String since)
            implements AuditEvent {}

    // runs

    /** @param undoOf the execution that the plan would undo, or null */
    record Planned(
            Actor actor,
            Host host,
            OperationKey operation,
            @Nullable ExecutionId undoOf,
            String planDigest,
            List<Change> changes)
            implements AuditEvent {
        public Planned {
            changes = List.copyOf(changes);
        }
    }

    /** Committed before anything is sent. @param undoOf the execution that this one undoes, or null */
    record Intended(
            Actor actor,
            Host host,
            ExecutionId execution,
            CaseId caseId,
            OperationKey operation,
            @Nullable ExecutionId undoOf,
            String planDigest,
            String allowedBy,
            String reason,
            String ticket,
            List<Change> changes)
            implements AuditEvent {
        public Intended {
            changes = List.copyOf(changes);
        }
    }

    record BackupSaved(
            Actor actor,
            Host host,
            ExecutionId execution,
            BackupId backup,
            String sha256,
            int keys,
            int values,
            int services)
            implements AuditEvent {}

    /**
     * A command that changes something is about to be sent. @param command its number, from 1, where one execution
     * needs several
     */
    record ChangeSent(Actor actor, Host host, ExecutionId execution, int command) implements AuditEvent {}

    /** What a run does. Its name is stored, so it is changed only with {@link EntryFormat}. */
    enum Phase {
        CHANGE,
        ACT,
        ROLL_BACK,
        VERIFY
    }

    /** How a phase went. Its name is stored. */
    enum PhaseOutcome {
        BEGUN,
        DONE,
        FAILED,
        UNKNOWN
    }

    /** A phase of a run ended, or began. */
    record StepEnded(Actor actor, Host host, ExecutionId execution, Phase step, PhaseOutcome outcome, String detail)
            implements AuditEvent {}

    /** How a run ended. Its name is stored. */
    enum EndState {
        SUCCEEDED,
        NOT_CHANGED,
        ROLLED_BACK,
        NEEDS_ATTENTION
    }

    /**
     * @param changes what is different from before, as verified by an
     * observation
     */
    record Ended(
            Actor actor,
            Host host,
            ExecutionId execution,
            CaseId caseId,
            OperationKey operation,
            @Nullable ExecutionId undoOf,
            EndState state,
            @Nullable FailureReason reason,
            String ticket,
            List<Change> changes)
            implements AuditEvent {
        public Ended {
            changes = List.copyOf(changes);
        }
    }

    /** After a restart or crash the portal took over an execution that had been running. */
    record TakenOver(Actor actor, Host host, ExecutionId execution, String stateBefore) implements AuditEvent {}

    // everything else

    record Downloaded(
            Actor actor, String what, String id, @Nullable Host host) implements AuditEvent {}

    /** @param broken the first entry that fails verification, null if the log is intact */
    record LogVerified(Actor actor, long entries, @Nullable Long broken) implements AuditEvent {}

    record LogRead(Actor actor, String filter) implements AuditEvent {}

    record PermissionsExplained(Actor actor, String person, String host) implements AuditEvent {}

    record ChangesStopped(Actor actor, String reason) implements AuditEvent {}

    record ChangesAllowed(Actor actor) implements AuditEvent {}

    /**
     * A host rejected the password of one of the portal's accounts, which is not used again until an administrator
     * releases it. A domain account is then used on no host; a host's own local account is not used on that host.
     */
    record AccountStopped(Actor actor, String account, Host host) implements AuditEvent {}

    /** @param host where it was released, null for everywhere */
    record AccountReleased(
            Actor actor, String account, @Nullable Host host) implements AuditEvent {}

    record RulesRead(Actor actor, int rules, String sha256) implements AuditEvent {}
}
