package io.calmend.operation;

import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryState;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/**
 * An operation as data: what it touches and its steps. Preview, backup, change, verification and undo follow from the
 * steps; the texts stand in {@code vaadin-i18n/translations.properties} below {@code operation.KEY.}: {@code title},
 * {@code does}, {@code after} (what to tell the user).
 */
public interface Operation {

    OperationKey key();

    /** Raised whenever the steps mean something else; part of the plan digest. */
    int version();

    Risk risk();

    /** The trees that are observed before and after, and saved: everything a step may change lies below them. */
    List<TreeTarget> touches();

    /** The steps in order; empty for an operation that only saves. */
    List<Step> steps();

    default Set<Effect> effects() {
        return Set.of();
    }

    /** Whether a backup has to be chosen, which the steps then restore. */
    default boolean needsBackup() {
        return steps().stream().anyMatch(Step.Restore.class::isInstance);
    }

    /**
     * Turns the steps into concrete changes for a host that looks like {@code observed}. Pure: the same input gives the same
     * changes.
     *
     * @param saved the states to restore, for an operation that {@link #needsBackup}; else empty
     */
    default Compilation compile(RegistryState observed, List<ObservedTree> saved) {
        return Compiler.compile(this, observed, saved);
    }
}
