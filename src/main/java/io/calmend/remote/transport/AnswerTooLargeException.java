package io.calmend.remote.transport;

import java.io.IOException;

/** Thrown when a host's answer exceeds a limit; reading it was stopped. */
public final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnswerTooLargeException(String limit) {
        super("an answer of more than " + limit);
    }
}
