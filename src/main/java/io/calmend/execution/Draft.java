package io.calmend.execution;

import io.calmend.execution.Preconditions.Permitted;
import io.calmend.operation.Operation;
import io.calmend.registry.ObservedTree;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is decided about a plan before its host is observed.
 *
 * @param caseId the case it belongs to, null to open one when it is started
 * @param saved the backup that the operation restores, null for one that needs none
 * @param undo null for anything but an undo
 */
record Draft(
        Permitted permitted,
        Operation definition,
        @Nullable CaseId caseId,
        @Nullable Saved saved,
        @Nullable Undo undo) {

    record Saved(BackupId backup, List<ObservedTree> trees) {}

    /** @param left how the execution left the host */
    record Undo(ExecutionId of, List<ObservedTree> left) {}

    List<ObservedTree> savedTrees() {
        return saved == null ? List.of() : saved.trees();
    }
}
