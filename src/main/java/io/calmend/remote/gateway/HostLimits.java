package io.calmend.remote.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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

    /** A turn on {@code host}, which must be released; null if none came within {@code timeout}. */
    @Nullable
    Turn enter(UUID host, Duration timeout) throws InterruptedException {
        var turns = hosts.compute(host, (_, known) -> {
            var one = known == null ? new Turns(most) : known;
            one.users++;
            return one;
        });
        Turn turn = null;
        try {
            if (turns.free.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                turn = new Turn(host, turns);
            }
            return turn;
        } finally {
            if (turn == null) {
                forget(host);
            }
        }
    }

    /** One place on one host. Released once, however often and by whichever thread. */
    final class Turn {

        private final UUID host;
        private final Turns turns;
        private final AtomicBoolean over = new AtomicBoolean();

        private Turn(UUID host, Turns turns) {
            this.host = host;
            this.turns = turns;
        }

        void leave() {
            if (over.compareAndSet(false, true)) {
                turns.free.release();
                forget(host);
            }
        }
    }

    private void forget(UUID host) {
        hosts.computeIfPresent(host, (_, turns) -> --turns.users == 0 ? null : turns);
    }
}
