package io.calmend.ui.parts;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Brings many signs of life down to one in a while, and never loses the last. */
public final class Heartbeat {

    private final Duration rest;
    private final Runnable beat;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** @param rest how long after the first sign {@code beat} runs, on a thread of its own */
    public Heartbeat(Duration rest, Runnable beat) {
        this.rest = rest;
        this.beat = beat;
    }

    /** Something happened: the beat follows. */
    public void poke() {
        if (waiting.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    Thread.sleep(rest);
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
