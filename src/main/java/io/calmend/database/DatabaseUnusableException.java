package io.calmend.database;

import java.io.Serial;

/** The database cannot be used, or not by this portal alone; the message says why and what to do, in words for whoever starts it. */
public final class DatabaseUnusableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    DatabaseUnusableException(String sentence) {
        super(sentence);
    }
}
