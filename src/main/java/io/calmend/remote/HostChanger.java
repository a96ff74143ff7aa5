package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Sends changes to hosts: the changing half of the gateway. Only {@code execution} may hold it. */
public interface HostChanger {

    /**
     * Sends one command that does all of {@code command} or, where the host is not as expected, nothing. Blocks like
     * {@link HostObserver#observe}. Must not be called inside a database transaction.
     *
     * @throws IllegalArgumentException if a change is not on the allow-list or not one of {@link #commands}: that is a
     *     bug
     */
    default Answer change(ManagedHost host, HostCommand command) {
        return change(host, command, () -> true);
    }

    /**
     * As {@link #change(ManagedHost, HostChange)}, unless {@code stillWanted} says no.
     *
     * @param stillWanted asked when the command's turn has come, which may be after other commands on the host; if
     *     false, the answer is {@code NeverSent} because changes are stopped
     */
    Answer change(ManagedHost host, HostCommand command, BooleanSupplier stillWanted);

    /**
     * The command lines that {@code changes} fill, in order: lists that each fit one {@link #change} which expects
     * {@code facets}. Long binary values are cut into a {@code SetValue} and {@code AppendValue}s. A key whose ownership is taken is
     * owned again in each list that needs it. Empty if one of them, as a long text, can neither be cut nor sent in one piece.
     */
    Optional<List<List<Change>>> commands(List<Facet> facets, List<Change> changes);
}
