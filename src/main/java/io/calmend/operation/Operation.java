package io.calmend.operation;

import io.calmend.host.Action;
import io.calmend.host.Facet;
import io.calmend.host.HostKind;
import io.calmend.host.HostState;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;

/**
 * An operation as data: what it touches and its steps. Preview, backup, change, verification and undo follow from the
 * steps; the texts stand in {@code vaadin-i18n/translations.properties} below {@code operation.KEY.}: {@code title},
 * {@code does}, {@code after} (what to tell the user).
 *
 * <p>Its steps either change or act: an operation with an {@link Step.Act} has that step alone, since a change can be undone
 * and an action cannot.
 */
public interface Operation {

    OperationKey key();

    /** Raised whenever the steps mean something else; part of the plan digest. */
    int version();

    Risk risk();

    /** For which kind of computer it is on offer. */
    HostKind on();

    /** What a person has to choose first. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** The facets that are observed before and after, and saved: everything a step may change lies in them. */
    List<Facet> touches(Arguments arguments);

    /** The steps in order; empty for an operation that only saves. */
    List<Step> steps(Arguments arguments);

    /** What it means for licensing and for people; rules, guards and checks ask for it, never for the key. */
    default Set<Effect> effects() {
        return Set.of();
    }

    /** What a computer does by itself meanwhile, and verification therefore accepts. */
    default Tolerance tolerance() {
        return Tolerance.NONE;
    }

    /** The action that its steps come to; none where they change. */
    default List<Action> actions(Arguments arguments) {
        return steps(arguments).stream()
                .filter(Step.Act.class::isInstance)
                .map(step -> ((Step.Act) step).action())
                .toList();
    }

    default boolean needs(Parameter parameter) {
        return parameters().contains(parameter);
    }

    /**
     * Turns the steps into concrete changes for a host that looks like {@code observed}. Pure: the same input gives the same
     * changes.
     *
     * @param saved the state to restore, where there is a {@link Step.Restore}; else empty
     */
    default Compilation compile(Arguments arguments, HostState observed, HostState saved) {
        return Compiler.compile(touches(arguments), steps(arguments), observed, saved);
    }
}
