package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;

/** Translates the fault numbers of WS-Management (Windows' header {@code wsmerror.h}). */
public final class ShellFault {

    /** The host was asked for output, and the operation timeout passed without any. */
    public static final long NOTHING_YET = 2_150_858_793L;

    /** A policy forbids remote shells. */
    private static final long POLICY = 2_150_859_180L;

    private ShellFault() {}

    /** Why no shell was opened or no command started. @param code −1 if the host gives no number */
    public static ConnectionFailure failure(long code) {
        return new ConnectionFailure(reason(code), detail(code));
    }

    /** Why a running command was ended. */
    public static ConnectionFailure failureWhileRunning(long code) {
        // the command was ended from outside, or the shell is gone: closed, idle for too long, service restarted
        var ended = code == 995 || code == 2_150_858_843L || code == 2_147_943_418L;
        // not a refusal, whatever the number means elsewhere: the command was running
        return new ConnectionFailure(ended ? FailureReason.SHELL_ENDED : FailureReason.CONNECTION_LOST, detail(code));
    }

    /** Whether a fault in answer to the command message means for certain that nothing was started. */
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
        // too many shells of one user, or too many users: each has an older and a newer number
        if (code == 2_150_859_173L || code == 2_150_859_236L || code == 2_150_859_179L || code == 2_150_859_237L) {
            return FailureReason.HOST_QUOTA;
        }
        // too many operations of one user at once
        if (code == 2_150_859_174L || code == 2_150_859_240L) {
            return FailureReason.HOST_TOO_BUSY;
        }
        if (code == POLICY) {
            return FailureReason.REMOTE_SHELL_REFUSED;
        }
        return code == NOTHING_YET ? FailureReason.TIMED_OUT : FailureReason.HOST_REFUSED;
    }
}
