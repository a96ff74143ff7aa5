package io.calmend.simulator;

import io.calmend.registry.ObservedTree;
import io.calmend.registry.TreeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One host of the network, as a test or the demo steers it: in this process or in another. */
public interface HostControl {

    /** The DNS name: {@code pc-0421.corp.example}. */
    String name();

    void inject(Fault fault, When when);

    /** From now on, always. */
    default void inject(Fault fault) {
        inject(fault, When.always());
    }

    /** Takes all faults away, those of the cast too, and lets go what was held. */
    void clearFaults();

    /** Waits until a command is held; false if none was within {@code timeout}. */
    boolean awaitHeld(Duration timeout) throws InterruptedException;

    /** Lets go what is held, and holds nothing any more. */
    void release();

    /** Every command that was accepted, in order. */
    List<Command> commands();

    /** Forgets the commands so far. */
    void forgetCommands();

    /** How many shells are open. */
    int shells();

    /** The registry as the host itself knows it; nobody is refused here. */
    ObservedTree observe(TreeTarget target);

    /**
     * @param line as it came over the wire
     * @param exitCode null until it has ended
     */
    record Command(
            int number,
            Instant at,
            String account,
            CommandKind verb,
            String line,
            @Nullable Integer exitCode) {}
}
