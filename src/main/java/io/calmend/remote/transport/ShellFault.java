package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;

/** The numbers of WS-Management's faults (Windows' header {@code wsmerror.h}). */
public final class ShellFault {

    /** A host that has been asked for output and has had none for the operation's time-out. */
    public static final long NOTHING_YET = 2_150_858_793L;

    /** A policy forbids remote shells. */
    private static final long POLICY = 2_150_859_180L;

    private ShellFault() {}

    /** Why no shell is opened, or no command begun. @param code −1 if the host says none */
    public static ConnectionFailure failure(long code) {
        return new ConnectionFailure(reason(code), detail(code));
    }

    /** Why a command that had begun was broken off. */
    public static ConnectionFailure failureWhileRunning(long code) {
        // ended from outside, or the shell is gone: closed, idle for too long, service restarted
        var ended = code == 995 || code == 2_150_858_843L || code == 2_147_943_418L;
        // no refusal, whatever the number says of others: it ran
        return new ConnectionFailure(ended ? FailureReason.SHELL_ENDED : FailureReason.CONNECTION_LOST, detail(code));
    }

    /** Whether a fault to the command itself says for certain that nothing was begun. */
    public static boolean isRefusal(long code) {
        return switch (reason(code)) {
            case ACCESS_DENIED, HOST_QUOTA, HOST_TOO_BUSY, REMOTE_SHELL_REFUSED -> true;
            default -> false;
        };
    }

    private static String detail(long code) {
        return code < 0 ? "HTTP 500" : "WSManFault " + code;
    }

    private static FailureReason reason(long code) {
        if (code == 5 || code == 2_147_942_405L) {
            return FailureReason.ACCESS_DENIED;
        }
        // shells of a user, users: each has an older and a newer number
        if (code == 2_150_859_173L || code == 2_150_859_236L || code == 2_150_859_179L || code == 2_150_859_237L) {
            return FailureReason.HOST_QUOTA;
        }
        // operations of a user at once
        if (code == 2_150_859_174L || code == 2_150_859_240L) {
            return FailureReason.HOST_TOO_BUSY;
        }
        if (code == POLICY) {
            return FailureReason.REMOTE_SHELL_REFUSED;
        }
        return code == NOTHING_YET ? FailureReason.TIMED_OUT : FailureReason.HOST_REFUSED;
    }
}
