package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.operation.RegistryChange;
import io.calmend.operation.TreeTarget;
import java.util.List;
import java.util.Optional;

/** The changing half of the door. Only {@code execution} may hold it. */
public interface HostChanger {

    /**
     * Sends one command that makes all of {@code change} or, where the host is not as expected, nothing. Blocks like
     * {@link HostObserver#observe}. Must not be called inside a database transaction.
     *
     * @throws IllegalArgumentException if a change is not on the allow-list or not one of {@link #commands}: a bug
     */
    Answer change(ManagedHost host, HostChange change);

    /**
     * The command lines that {@code changes} fill, in order: lists that each fit one {@link #change} which expects
     * {@code targets}. Long binary values are cut into a {@code SetValue} and {@code AppendValue}s. A borrowed key is
     * borrowed again in each list that needs it. Empty if one of them, as a long text, can neither be cut nor sent in one piece.
     */
    Optional<List<List<RegistryChange>>> commands(List<TreeTarget> targets, List<RegistryChange> changes);
}
