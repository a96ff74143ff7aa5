package io.calmend.remote.transport;

import java.io.IOException;

/** Thrown when a host's answer breaks the protocol; its message is written here and holds no text of the host. */
public final class AnswerMalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnswerMalformedException(String what) {
        super(what);
    }
}
