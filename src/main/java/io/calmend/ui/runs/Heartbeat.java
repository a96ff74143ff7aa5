package io.calmend.ui.runs;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brings many signs of life down to at most two a second, and never loses the last. */
final class Heartbeat {

    private static final Duration REST = Duration.ofMillis(500);

    private final Runnable beat;
    private final AtomicBoolean waiting = new AtomicBoolean();

    Heartbeat(Runnable beat) {
        this.beat = beat;
    }

    /** Something happened: the beat follows within half a second. */
    void poke() {
        if (waiting.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(REST);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                } finally {
                    waiting.set(false);
                }
                beat.run();
            });
        }
    }
}
