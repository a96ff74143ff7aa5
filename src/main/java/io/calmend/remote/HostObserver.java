package io.calmend.remote;

import io.calmend.directory.ManagedHost;

/** Reads the state of hosts: the observing half of the gateway. */
public interface HostObserver {

    /**
     * Observes a host with one remote command; changes nothing. Blocks until the answer has come, the configured
     * timeout is over, or the thread is interrupted (then the remote command is ended, the interrupt flag set again
     * and the answer is {@code NotObserved(CANCELLED)}).
     *
     * @throws IllegalArgumentException if a facet is not on the allow-list: a bug, never a person's fault
     */
    ObservationResult observe(ManagedHost host, Observation observation);
}
