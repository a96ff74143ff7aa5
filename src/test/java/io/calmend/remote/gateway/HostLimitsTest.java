package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
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
    void turnsAreGivenInTheOrderInWhichTheyWereAskedFor() throws Exception {
        limits.enter(host, SHORT);
        var leaving = limits.enter(host, SHORT);
        var turns = new ArrayList<CompletableFuture<HostLimits.Turn>>();
        for (var i = 0; i < 3; i++) {
            turns.add(waiting());
        }
        for (var i = 0; i < turns.size(); i++) {
            leaving.leave();
            leaving = turns.get(i).get(5, TimeUnit.SECONDS);
            assertThat(leaving).isNotNull();
            assertThat(turns.subList(i + 1, turns.size())).noneMatch(CompletableFuture::isDone);
        }
    }

    /** Asks for a turn on a thread of its own, and is back once that thread stands in the queue. */
    private CompletableFuture<HostLimits.Turn> waiting() {
        var turn = new CompletableFuture<HostLimits.Turn>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                turn.complete(limits.enter(host, Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
                turn.completeExceptionally(e);
            }
        });
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return turn;
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
