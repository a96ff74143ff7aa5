package io.calmend.remote.transport;

import org.jspecify.annotations.Nullable;

/** One way of running a command on a host. */
public interface Transport {

    /**
     * Runs {@code command} to its end, its time-out or the interrupt of this thread; the last two end it on the host as well,
     * and the interrupt flag is set again. Tells why it failed as far as the host can be made to say.
     *
     * @param accepted called as soon as the account's password is known to be right
     * @param ended called once, when the host is free again: at the latest shortly after this method has come back
     */
    Ending run(RemoteCommand command, Runnable accepted, Runnable ended);

    /**
     * What must be out of the way before {@code command} may try an account of which nobody knows yet whether its password is
     * right: one command at a time does, and a host that never answers must not be the one. Null if it may.
     */
    default @Nullable ConnectionFailure preflightFailure(RemoteCommand command) throws InterruptedException {
        return null;
    }

    /** The messages of a command that can fail, in order. */
    enum Stage {
        /** Signing in and opening the shell: nothing of the command was sent. */
        CREATE,
        /** From here on the host may have begun. */
        COMMAND,
        RECEIVE
    }

    /** What became of a command. */
    sealed interface Ending {
        record Ran(CommandOutput output) implements Ending {}

        /**
         * @param sent whether the command may have reached the host
         * @param passwordRejected whether the account must not be tried again: it would be locked
         */
        record Failed(Stage stage, boolean sent, boolean passwordRejected, ConnectionFailure failure)
                implements Ending {}
    }
}
