package io.calmend.remote.winrm;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many commands run on one host at once: hosts have quotas, and a leaked shell stays for hours. */
final class HostLimits {

    private final int most;
    private final Map<UUID, Turns> hosts = new ConcurrentHashMap<>();

    private static final class Turns {
        private final Semaphore free;
        private int users;

        Turns(int most) {
            free = new Semaphore(most, true);
        }
    }

    HostLimits(int most) {
        this.most = most;
    }

    /** Whether a turn on {@code host} came within {@code patience}; then {@link #leave} must follow. */
    boolean enter(UUID host, Duration patience) throws InterruptedException {
        var turns = hosts.compute(host, (_, known) -> {
            var one = known == null ? new Turns(most) : known;
            one.users++;
            return one;
        });
        var entered = false;
        try {
            entered = turns.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            return entered;
        } finally {
            if (!entered) {
                forget(host);
            }
        }
    }

    void leave(UUID host) {
        var turns = hosts.get(host);
        if (turns == null) {
            throw new IllegalStateException("nobody is on that host");
        }
        turns.free.release();
        forget(host);
    }

    private void forget(UUID host) {
        hosts.computeIfPresent(host, (_, turns) -> --turns.users == 0 ? null : turns);
    }
}
