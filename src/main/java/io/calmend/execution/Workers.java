package io.calmend.execution;

import io.calmend.vocabulary.ExecutionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The threads that work on executions: virtual, at most one for each execution. */
@Component
class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final Map<ExecutionId, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Runs {@code work} on a thread of its own. If it fails, the execution is left to recovery, which observes the host
     * instead of guessing.
     *
     * @return false if a thread is at work on the execution, or the portal stops
     */
    boolean start(ExecutionId id, Runnable work) {
        var thread = Thread.ofVirtual().name("execution-" + id.value()).unstarted(() -> {
            try {
                work.run();
            } catch (RuntimeException broken) {
                LOG.error("{} was left to recovery", id, broken);
            } finally {
                threads.remove(id);
            }
        });
        if (closed || threads.putIfAbsent(id, thread) != null) {
            return false;
        }
        thread.start();
        return true;
    }

    /** As {@link #start}, after whatever is at work on the execution: an observation may have come first, and found nothing to do. */
    void startNext(ExecutionId id, Runnable work) {
        while (!closed && !start(id, work)) {
            var other = threads.get(id);
            try {
                if (other != null) {
                    other.join();
                }
            } catch (InterruptedException interrupted) {
                // recovery finds what was begun
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    List<ExecutionId> atWork() {
        return List.copyOf(threads.keySet());
    }

    boolean isClosed() {
        return closed;
    }

    /** Takes no more work and waits for what is under way; what is not done by then is left to recovery. */
    void close(Duration longest) {
        closed = true;
        var end = System.nanoTime() + longest.toNanos();
        try {
            for (var thread : threads.values()) {
                thread.join(Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), end - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
