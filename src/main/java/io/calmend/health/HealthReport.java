package io.calmend.health;

import java.time.Instant;
import java.util.List;

/**
 * The results of all checks.
 *
 * @param at when the checks were started
 * @param occasion why they ran, and so what they were allowed to do
 */
public record HealthReport(Instant at, HealthCheck.Occasion occasion, List<Area> areas) {

    public HealthReport {
        areas = List.copyOf(areas);
    }

    /** The results of one check, in the order in which it gave them. */
    public record Area(String name, List<CheckResult> results) {
        public Area {
            results = List.copyOf(results);
        }
    }

    public long count(CheckOutcome outcome) {
        return areas.stream()
                .flatMap(area -> area.results().stream())
                .filter(result -> result.outcome() == outcome)
                .count();
    }
}
