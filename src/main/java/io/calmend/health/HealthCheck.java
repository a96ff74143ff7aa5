package io.calmend.health;

import java.util.List;

/**
 * Examines one part of the settings against the world: each module contributes its own. Changes nothing anywhere, and ends by
 * itself within a minute. An {@code @Order} places it in the report.
 */
public interface HealthCheck {

    /** What it examines, in a word or two: {@code directory}. */
    String area();

    /** One line for each thing that was examined; foreseen trouble is a line, never an exception. */
    List<CheckResult> check(Occasion occasion);

    /** Why it is examined, which decides what may be tried. */
    enum Occasion {
        /** Beside every start: no account signs in, and nothing large is counted. */
        START,
        /** An administrator asks on the page. */
        PAGE,
        /** An administrator asks on the command line, beside the portal or before it was ever started. */
        COMMAND_LINE
    }
}
