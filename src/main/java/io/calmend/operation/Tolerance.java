package io.calmend.operation;

import io.calmend.host.Difference;
import io.calmend.host.HostState;
import java.util.Optional;

/** What verification accepts although the plan does not say so, because a computer does it by itself. */
@FunctionalInterface
public interface Tolerance {

    /** Nothing: the host is to be exactly as planned. */
    Tolerance NONE = (_, _, _) -> _ -> Optional.empty();

    /**
     * @param before what was there before the change
     * @param expected what the plan says
     * @param present what was found
     */
    Accepting over(HostState before, HostState expected, HostState present);

    @FunctionalInterface
    interface Accepting {
        /** Why {@code difference}, one between what was expected and what is there, is no fault; empty if it is one. */
        Optional<Accepted> accepts(Difference difference);
    }

    /**
     * Several differences can be one thing.
     *
     * @param where what makes it one
     * @param name for people: {@code LICENSE000}
     */
    record Accepted(Object where, String name) {}
}
