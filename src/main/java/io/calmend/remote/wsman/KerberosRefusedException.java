package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.vocabulary.FailureReason;

/** Thrown when Kerberos gives no sign-in, ticket or security context, with the reason. Holds nothing secret. */
public final class KerberosRefusedException extends Exception {

    private final ConnectionFailure failure;

    KerberosRefusedException(ConnectionFailure failure) {
        super(failure.reason() + ": " + failure.detail());
        this.failure = failure;
    }

    public ConnectionFailure failure() {
        return failure;
    }

    /**
     * Whether the domain rejected the password or the keys of the keytab: each further attempt brings the account
     * closer to being locked.
     */
    public boolean passwordRejected() {
        return failure.reason() == FailureReason.SIGN_IN_REJECTED;
    }
}
