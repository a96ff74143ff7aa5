package io.calmend.remote.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
        assertThat(limits.enter(host, SHORT)).isTrue();
        assertThat(limits.enter(host, SHORT)).isTrue();
        assertThat(limits.enter(host, SHORT)).isFalse();
        assertThat(limits.enter(UUID.randomUUID(), SHORT)).isTrue();
        limits.leave(host);
        assertThat(limits.enter(host, SHORT)).isTrue();
    }

    @Test
    void whoeverWaitsGetsTheNextTurn() throws Exception {
        limits.enter(host, SHORT);
        limits.enter(host, SHORT);
        var third = new CompletableFuture<Boolean>();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                third.complete(limits.enter(host, Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
                third.completeExceptionally(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        limits.leave(host);
        assertThat(third.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyLeavesWhoDidNotEnter() throws Exception {
        limits.enter(host, SHORT);
        limits.leave(host);
        assertThatThrownBy(() -> limits.leave(host)).isInstanceOf(IllegalStateException.class);
    }
}
