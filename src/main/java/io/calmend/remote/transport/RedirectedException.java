package io.calmend.remote.transport;

import java.io.IOException;

/**
 * Thrown when a host answered with a redirect. Redirects are never followed: the message is meant for that host alone.
 */
public final class RedirectedException extends IOException {

    private static final long serialVersionUID = 1L;

    public RedirectedException(int status) {
        super("HTTP " + status);
    }

    /** Whether {@code status} is a redirect, or refers to a cached answer. */
    public static boolean isRedirect(int status) {
        return status >= 300 && status < 400;
    }
}
