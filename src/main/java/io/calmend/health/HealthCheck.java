package io.calmend.health;

import java.util.List;

/**
 * Tests one part of the settings against the real environment: each module contributes its own check. Changes nothing
 * anywhere, and ends within a minute. An {@code @Order} gives its place in the report.
 */
public interface HealthCheck {

    /** The name of what it checks, in a word or two: {@code directory}. */
    String area();

    /** One line for each thing that was checked; a foreseen failure is a line, never an exception. */
    List<CheckResult> check(Occasion occasion);

    /** Why the checks run, which decides what they may do. */
    enum Occasion {
        /** In the background of every start: no account signs in, and no large result is counted. */
        START,
        /** An administrator asked on the health page. */
        PAGE,
        /** An administrator asked on the command line, while the portal runs or before it was ever started. */
        COMMAND_LINE
    }
}
