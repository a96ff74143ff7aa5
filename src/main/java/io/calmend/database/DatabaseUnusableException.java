package io.calmend.database;

import java.io.Serial;

/**
 * Thrown when the database cannot be used, or is used by another portal; the message tells the administrator why and
 * what to do.
 */
public final class DatabaseUnusableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    DatabaseUnusableException(String sentence) {
        super(sentence);
    }
}
