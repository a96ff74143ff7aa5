package io.calmend.health;

import java.time.Instant;
import java.util.List;

/**
 * What all checks came to.
 *
 * @param at when they were begun
 * @param occasion what may have been tried
 */
public record HealthReport(Instant at, HealthCheck.Occasion occasion, List<Area> areas) {

    public HealthReport {
        areas = List.copyOf(areas);
    }

    /** The results of one check, in its order. */
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
