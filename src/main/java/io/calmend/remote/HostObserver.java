package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.operation.Observation;

/** The looking half of the gateway. */
public interface HostObserver {

    /**
     * Looks at a host with one remote command; changes nothing. Blocks until the answer is there, the time-out of the
     * configuration is over, or the thread is interrupted (then the remote command is ended, the interrupt flag restored
     * and the answer is {@code NotSeen(CANCELLED)}).
     *
     * @throws IllegalArgumentException if a target is not on the allow-list: a bug, never a person's fault
     */
    Sight observe(ManagedHost host, Observation observation);
}
