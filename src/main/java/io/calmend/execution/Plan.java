package io.calmend.execution;

import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.StateSize;
import io.calmend.operation.Arguments;
import io.calmend.registry.AccessGain;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What will be changed on one host, to be read before it is confirmed. Bound by its digest to the state that was observed.
 *
 * @param undoOf the execution that this undoes, or null
 * @param drift for an undo: what somebody changed since; it would be overwritten (and is saved first)
 * @param gains who will be able to do what to which key, and cannot now
 * @param differences what will be different afterwards, for people
 * @param changes the concrete changes in order; empty if the operation only saves
 * @param act what is done that is no change, or null; then there are no changes
 * @param commands how many command lines the changes fill
 * @param saved how much the backup will hold
 * @param digest covers operation, version, host, parameters, changes, all states and what is shown
 * @param validUntil after it the host has to be observed again
 * @param allowedBy the name of the rule that allows it
 */
public record Plan(
        PlanId id,
        String digest,
        OperationKey operation,
        int operationVersion,
        UUID hostId,
        String hostName,
        @Nullable CaseId caseId,
        Arguments arguments,
        @Nullable ExecutionId undoOf,
        List<Difference> differences,
        List<Difference> drift,
        List<AccessGain> gains,
        List<Change> changes,
        @Nullable PlannedAction act,
        int commands,
        StateSize saved,
        Instant observedAt,
        Instant validUntil,
        String allowedBy) {

    /** Whether it takes a backup and does nothing else. */
    public boolean onlySaves() {
        return changes.isEmpty() && act == null;
    }
}
