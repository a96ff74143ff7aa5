package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class RunMetricsTest {

    @Test
    void everyWayInWhichARunMayEndIsThereBeforeTheFirstOneEnds() {
        var registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            var catalog = new Guards().catalog();
            var _ = new RunMetrics(catalog);
            for (var operation : catalog.all()) {
                for (var undo : new String[] {"true", "false"}) {
                    for (var outcome : new String[] {"succeeded", "not_changed", "rolled_back", "needs_attention"}) {
                        var counter = registry.find("calmend.runs")
                                .tags("operation", operation.key().value(), "undo", undo, "outcome", outcome)
                                .counter();
                        assertThat(counter)
                                .as("%s %s %s", operation.key(), undo, outcome)
                                .isNotNull();
                        assertThat(counter.count()).isZero();
                    }
                }
            }
        } finally {
            Metrics.removeRegistry(registry);
        }
    }
}
