package io.calmend.remote.transport;

import org.jspecify.annotations.Nullable;

/** Runs commands on hosts; one implementation for each way of speaking WinRM. */
public interface Transport {

    /**
     * Runs {@code command} until it ends, its timeout is over or this thread is interrupted. In the last two cases the
     * command is ended on the host as well, and the interrupt flag is set again. Gives the reason of a failure as far
     * as it can be found out from the host.
     *
     * @param accepted called as soon as the account's password is known to be right
     * @param ended called once, when the host is free again: at the latest shortly after this method has returned
     */
    Ending run(RemoteCommand command, Runnable accepted, Runnable ended);

    /**
     * Called before {@code command} uses an account whose password is not yet known to be right. Only one command at a
     * time may use such an account, so a host that never answers has to be found out first, or it would block all
     * others.
     *
     * @return the reason not to send the command; null if there is none
     */
    default @Nullable ConnectionFailure preflightFailure(RemoteCommand command) throws InterruptedException {
        return null;
    }

    /** The messages of a command that can fail, in order. */
    enum Stage {
        /** Signing in and opening the shell: nothing of the command was sent yet. */
        CREATE,
        /** From here on the host may have started the command. */
        COMMAND,
        RECEIVE
    }

    /** The outcome of a command. */
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
