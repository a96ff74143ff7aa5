package io.calmend.remote.transport;

import java.io.IOException;

/** A host answered that the message should go elsewhere. It never does: what is sent belongs to that one host. */
public final class RedirectedException extends IOException {

    private static final long serialVersionUID = 1L;

    public RedirectedException(int status) {
        super("HTTP " + status);
    }

    /** Whether {@code status} sends the asker elsewhere, or to what it may have kept. */
    public static boolean isRedirect(int status) {
        return status >= 300 && status < 400;
    }
}
