package io.calmend.health;

import io.calmend.health.HealthCheck.Occasion;
import java.io.PrintStream;
import java.util.Locale;

/** Prints the results of all checks, for an administrator at a command line. */
public final class HealthCommand {

    private HealthCommand() {}

    /** @return 0 if nothing failed, else 1 */
    public static int run(AllChecks checks, PrintStream out) {
        var report = checks.run(Occasion.COMMAND_LINE);
        for (var area : report.areas()) {
            for (var result : area.results()) {
                out.printf(
                        "%-11s %s, %s: %s%n", word(result.outcome()), area.name(), result.subject(), result.sentence());
            }
        }
        var failed = report.count(CheckOutcome.FAILED);
        out.printf(
                "%d in order, %d with warnings, %d failed, %d not checked.%n",
                report.count(CheckOutcome.OK),
                report.count(CheckOutcome.WARNING),
                failed,
                report.count(CheckOutcome.NOT_CHECKED));
        return failed == 0 ? 0 : 1;
    }

    private static String word(CheckOutcome outcome) {
        return switch (outcome) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "FAILED";
            case NOT_CHECKED -> outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
