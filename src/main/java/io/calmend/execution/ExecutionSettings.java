package io.calmend.execution;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How executions are run.
 *
 * @param planValid how long a plan may be started after its look; later the host has to be looked at again
 * @param changeDeadline how long after sending a host may still begin a change, in its own time
 * @param undoOffered how long after an execution its undo is offered
 * @param node the name of this process in the journal; each process adds a number of its own
 * @param lease how long an execution stays with a process that gives no sign of life; then another one takes it over
 * @param tick how often leases are renewed and executions are looked for that wait for a look or were left behind
 * @param pauses how long to wait before the first, second… further look at a host whose outcome is unknown; the last repeats
 * @param shutdownWait how long a stopping portal waits for the commands that are under way
 */
@ConfigurationProperties("calmend.execution")
@Validated
record ExecutionSettings(
        @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 30)
        Duration planValid,

        @DefaultValue("60s") @NotNull @DurationMin(millis = 500) @DurationMax(minutes = 10)
        Duration changeDeadline,

        @DefaultValue("30d") @NotNull @DurationMin(hours = 1)
        Duration undoOffered,

        @DefaultValue("portal") @NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,60}")
        String node,

        @DefaultValue("30s") @NotNull @DurationMin(millis = 500)
        Duration lease,

        @DefaultValue("5s") @NotNull @DurationMin(millis = 50)
        Duration tick,

        @DefaultValue({"5s", "15s", "1m", "5m", "15m"}) @NotEmpty
        List<@NotNull Duration> pauses,

        @DefaultValue("20s") @NotNull Duration shutdownWait) {

    ExecutionSettings {
        pauses = List.copyOf(pauses);
    }

    /** How long to wait after {@code looks} looks that told nothing. */
    Duration pauseAfter(int looks) {
        return pauses.get(Math.clamp(looks, 0, pauses.size() - 1));
    }
}
