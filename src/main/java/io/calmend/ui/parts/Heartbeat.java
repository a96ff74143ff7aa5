package io.calmend.ui.parts;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Combines frequent notifications into one run per interval, and never drops the last. */
public final class Heartbeat {

    private final Duration rest;
    private final Runnable beat;
    private final AtomicBoolean waiting = new AtomicBoolean();

    /** @param rest how long after the first notification {@code beat} runs, on a thread of its own */
    public Heartbeat(Duration rest, Runnable beat) {
        this.rest = rest;
        this.beat = beat;
    }

    /** Notifies it that something happened; {@code beat} will run. */
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
