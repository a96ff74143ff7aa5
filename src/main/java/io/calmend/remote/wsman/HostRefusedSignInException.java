package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import java.io.IOException;

/** Thrown when a host refuses the sign-in or does not support it; nothing but the sign-in was sent. */
final class HostRefusedSignInException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient ConnectionFailure failure;

    HostRefusedSignInException(ConnectionFailure failure) {
        super(failure.detail());
        this.failure = failure;
    }

    ConnectionFailure failure() {
        return failure;
    }
}
