package io.calmend.vocabulary;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs CPU-bound work on a few platform threads: half of the processors, at least one.
 *
 * <p>Requests and executions run on virtual threads, of which only as many as there are processors can compute at
 * once. Parsing, judging or planning the answer of a large host would delay all others, even people who sign in; here
 * such work waits for a free thread and everything else continues.
 */
public final class Computing {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** In characters; a journal event of a normal computer has a few thousand. */
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
     * As {@link #compute(Supplier)}, but work on a short document is done at once on the calling thread, because
     * waiting for a free thread would take longer, and a list of hundreds would wait hundreds of times.
     *
     * @param characters how long the document is, from 0
     */
    public static <T> T compute(int characters, Supplier<T> work) {
        return characters <= FEW ? work.get() : compute(work);
    }

    /**
     * Returns or throws what {@code work} does; waits for it without being interruptible. {@code work} must not wait
     * for anything, nor use anything bound to a thread (transactions, sessions, the person signed in).
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
