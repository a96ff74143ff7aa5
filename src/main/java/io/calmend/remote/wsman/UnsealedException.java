package io.calmend.remote.wsman;

import java.io.IOException;

/** An answer of which nobody can say that it came whole and unread from the host. Its message tells no content. */
final class UnsealedException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsealedException(String message) {
        super(message);
    }
}
