package io.calmend.remote.transport;

import java.io.IOException;

/** A host's answer is larger than anybody would keep; it was broken off. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnswerTooLargeException(String limit) {
        super("an answer of more than " + limit);
    }
}
