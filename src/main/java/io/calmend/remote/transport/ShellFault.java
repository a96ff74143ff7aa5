package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;

/** The numbers of WS-Management's faults when a shell is opened (Windows' header {@code wsmerror.h}). */
public final class ShellFault {

    private ShellFault() {}

    public static FailureReason reason(long code) {
        if (code == 5 || code == 2_147_942_405L) {
            return FailureReason.ACCESS_DENIED;
        }
        // shells of a user, users, operations of a user: each has an older and a newer number
        if (code == 2_150_859_173L
                || code == 2_150_859_236L
                || code == 2_150_859_179L
                || code == 2_150_859_237L
                || code == 2_150_859_174L
                || code == 2_150_859_240L) {
            return FailureReason.HOST_QUOTA;
        }
        // 2150859180 is the policy that forbids remote shells; others are as final for a person
        return FailureReason.REMOTE_SHELL_REFUSED;
    }
}
