package io.calmend.remote.transport;

import java.io.IOException;

/** A host's answer says something else than the protocol lets it; its message is ours. */
public final class AnswerMalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnswerMalformedException(String what) {
        super(what);
    }
}
