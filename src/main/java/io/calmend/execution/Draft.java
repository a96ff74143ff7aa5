package io.calmend.execution;

import io.calmend.execution.Preconditions.Permitted;
import io.calmend.host.Action;
import io.calmend.host.HostState;
import io.calmend.operation.Arguments;
import io.calmend.operation.Compilation;
import io.calmend.operation.Operation;
import io.calmend.operation.Restoration;
import io.calmend.remote.Observation;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.OperationKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a plan before its host is observed.
 *
 * @param caseId the case it belongs to, null to open one when it is started
 * @param onlySaves whether nothing is to be done but to take a backup
 * @param undo null for anything but an undo
 * @param compile what it comes to on a host that was observed; pure
 */
record Draft(
        Permitted permitted,
        OperationKey operation,
        int version,
        Arguments arguments,
        @Nullable CaseId caseId,
        boolean onlySaves,
        @Nullable Undo undo,
        Observation observation,
        Function<HostState, Compilation> compile) {

    /** @param left how the execution left the host */
    record Undo(ExecutionId of, HostState left) {}

    /** @param saved what the operation restores, if it does */
    static Draft of(
            Permitted permitted, Operation operation, Arguments arguments, @Nullable CaseId caseId, HostState saved) {
        var facts =
                operation.actions(arguments).stream().map(Action::confirmedBy).toList();
        return new Draft(
                permitted,
                operation.key(),
                operation.version(),
                arguments,
                caseId,
                operation.steps(arguments).isEmpty(),
                null,
                new Observation(operation.touches(arguments), facts, false),
                present -> operation.compile(arguments, present, saved));
    }

    /** The way back to {@code saved}. */
    static Draft of(Permitted permitted, ExecutionRow undone, Undo undo, BackupId backup, HostState saved) {
        return new Draft(
                permitted,
                undone.operationKey(),
                undone.operationVersion,
                new Arguments(backup),
                new CaseId(undone.caseId),
                false,
                undo,
                Observation.of(saved.facets()),
                present -> Restoration.compile(present, saved));
    }
}
