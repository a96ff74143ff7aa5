package io.calmend.execution;

import io.calmend.vocabulary.Bounds;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How executions are run.
 *
 * @param planValid how long after its observation a plan may be started; later it has to be made again;
 *     1 second to 30 minutes
 * @param changeDeadline how long after sending a host may still begin a change, in its own time;
 *     half a second to 10 minutes
 * @param undoOffered how long after an execution its undo is offered;
 *     1 hour to 366 days
 * @param node the name of this process in the journal; each process adds a number of its own
 * @param lease how long an execution stays with a process that gives no sign of life; then another one takes it over;
 *     half a second to 10 minutes
 * @param tick how often leases are renewed and executions are looked for that wait for an observation or were left behind;
 *     50 milliseconds to 1 minute
 * @param pauses how long to wait before the first, second… further observation of a host whose outcome is unknown; the last repeats;
 *     each 50 milliseconds to 1 day
 * @param shutdownWait how long a stopping portal waits for the commands that are under way;
 *     at most 10 minutes
 */
@ConfigurationProperties("calmend.execution")
@Validated
record ExecutionSettings(
        @DefaultValue("10m") Duration planValid,
        @DefaultValue("60s") Duration changeDeadline,
        @DefaultValue("30d") Duration undoOffered,

        @DefaultValue("portal") @NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,60}")
        String node,

        @DefaultValue("30s") Duration lease,
        @DefaultValue("5s") Duration tick,

        @DefaultValue({"5s", "15s", "1m", "5m", "15m"}) @NotEmpty
        List<@NotNull Duration> pauses,

        @DefaultValue("20s") Duration shutdownWait) {

    ExecutionSettings {
        check("plan-valid", planValid, Duration.ofSeconds(1), Duration.ofMinutes(30));
        check("change-deadline", changeDeadline, Duration.ofMillis(500), Duration.ofMinutes(10));
        check("undo-offered", undoOffered, Duration.ofHours(1), Duration.ofDays(366));
        check("lease", lease, Duration.ofMillis(500), Duration.ofMinutes(10));
        check("tick", tick, Duration.ofMillis(50), Duration.ofMinutes(1));
        check("shutdown-wait", shutdownWait, Duration.ZERO, Duration.ofMinutes(10));
        pauses = List.copyOf(pauses);
        for (var i = 0; i < pauses.size(); i++) {
            check("pauses[" + i + "]", pauses.get(i), Duration.ofMillis(50), Duration.ofDays(1));
        }
    }

    private static void check(String setting, Duration value, Duration least, Duration most) {
        Bounds.check("calmend.execution." + setting, value, least, most);
    }

    /** How long to wait after {@code observations} of them that told nothing. */
    Duration pauseAfter(int observations) {
        return pauses.get(Math.clamp(observations, 0, pauses.size() - 1));
    }
}
