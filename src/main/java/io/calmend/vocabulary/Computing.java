package io.calmend.vocabulary;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Work that only computes, on a few platform threads: half of the processors, at least one.
 *
 * <p>Requests and executions run on virtual threads, of which no more than there are processors compute at once. Whoever reads,
 * judges or plans what a large host showed would keep the others from their turn, signing in among them; here such work waits
 * for its turn and everything else goes on.
 */
public final class Computing {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** A journal's event of a computer in order has a few thousand. */
    private static final int FEW = 50_000;

    private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS, OfPool::new);

    private Computing() {}

    private static final class OfPool extends Thread {

        private static final AtomicInteger MADE = new AtomicInteger();

        OfPool(Runnable work) {
            super(work, "computing-" + MADE.incrementAndGet());
            setDaemon(true);
        }
    }

    /**
     * As {@link #compute(Supplier)}; work on a document of few characters is done at once, since waiting for a turn would take
     * longer, and a list of hundreds would wait as often.
     *
     * @param characters how long the document is, from 0
     */
    public static <T> T compute(int characters, Supplier<T> work) {
        return characters <= FEW ? work.get() : compute(work);
    }

    /**
     * What {@code work} gives, or throws; waits for it, and is not interrupted meanwhile. {@code work} must touch nothing that
     * belongs to a thread (transactions, sessions, the person signed in) and wait for nothing.
     */
    public static <T> T compute(Supplier<T> work) {
        if (Thread.currentThread() instanceof OfPool) {
            return work.get();
        }
        try {
            return CompletableFuture.supplyAsync(work, POOL).join();
        } catch (CompletionException failed) {
            switch (failed.getCause()) {
                case RuntimeException own -> throw own;
                case Error own -> throw own;
                case null, default -> throw failed;
            }
        }
    }
}
