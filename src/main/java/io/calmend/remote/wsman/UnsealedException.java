package io.calmend.remote.wsman;

import java.io.IOException;

/**
 * Thrown when an answer was not sealed correctly, so that it may be forged or damaged. The message holds nothing of
 * its content.
 */
final class UnsealedException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsealedException(String message) {
        super(message);
    }
}
