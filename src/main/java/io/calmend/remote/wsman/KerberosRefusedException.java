package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;

/** No ticket. */
public final class KerberosRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ConnectionFailure failure;
    private final boolean passwordRejected;

    KerberosRefusedException(ConnectionFailure failure, boolean passwordRejected) {
        super(failure.detail());
        this.failure = failure;
        this.passwordRejected = passwordRejected;
    }

    public ConnectionFailure failure() {
        return failure;
    }

    public boolean passwordRejected() {
        return passwordRejected;
    }
}
