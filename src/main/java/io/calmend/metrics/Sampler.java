package io.calmend.metrics;

import io.calmend.vocabulary.Measure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads every {@link Measure} at intervals and reports the last value, so that metrics answer at once even while the
 * database is down. A number that could not be read is {@code NaN}, never an old value.
 */
@Component
class Sampler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final Duration EVERY = Duration.ofSeconds(15);

    private final List<Sample> samples;
    private @Nullable ScheduledExecutorService reading;

    Sampler(List<Measure> measures, MeterRegistry registry) {
        samples = measures.stream().map(Sample::new).toList();
        for (var sample : samples) {
            Gauge.builder(sample.measure.name(), sample, one -> one.last)
                    .description(sample.measure.description())
                    .register(registry);
        }
    }

    private static final class Sample {
        private final Measure measure;
        private volatile double last = Double.NaN;

        private Sample(Measure measure) {
            this.measure = measure;
        }

        private void read() {
            try {
                last = measure.read().getAsDouble();
            } catch (RuntimeException unknown) {
                last = Double.NaN;
                LOG.debug("{} could not be read", measure.name(), unknown);
            }
        }
    }

    /** One thread for each measure: if the database does not answer, the others continue. */
    @Override
    public void start() {
        var executor = Executors.newScheduledThreadPool(
                samples.size(), Thread.ofPlatform().daemon().name("metrics-", 0).factory());
        for (var sample : samples) {
            var _ = executor.scheduleWithFixedDelay(sample::read, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        reading = executor;
    }

    @Override
    public void stop() {
        if (reading != null) {
            reading.shutdownNow();
            reading = null;
        }
    }

    @Override
    public boolean isRunning() {
        return reading != null;
    }
}
