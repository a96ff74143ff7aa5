package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostLimitsTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final HostLimits limits = new HostLimits(2);
    private final UUID host = UUID.randomUUID();

    @Test
    void noMoreThanAllowedAreOnAHostAtOnce() throws Exception {
        var first = limits.enter(host, SHORT);
        assertThat(first).isNotNull();
        assertThat(limits.enter(host, SHORT)).isNotNull();
        assertThat(limits.enter(host, SHORT)).isNull();
        assertThat(limits.enter(UUID.randomUUID(), SHORT)).isNotNull();
        first.leave();
        assertThat(limits.enter(host, SHORT)).isNotNull();
    }

    @Test
    void whoeverWaitsGetsTheNextTurn() throws Exception {
        limits.enter(host, SHORT);
        var second = limits.enter(host, SHORT);
        var third = new CompletableFuture<HostLimits.Turn>();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                third.complete(limits.enter(host, Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
                third.completeExceptionally(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        second.leave();
        assertThat(third.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void turnIsReleasedOnceHoweverOftenItIsReleased() throws Exception {
        var first = limits.enter(host, SHORT);
        assertThat(limits.enter(host, SHORT)).isNotNull();
        first.leave();
        first.leave();
        assertThat(limits.enter(host, SHORT)).isNotNull();
        assertThat(limits.enter(host, SHORT)).isNull();
    }
}
