package io.pgbaton.agent.reach;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Work that many may ask for and that is done once: who asks while it is under way, or until its result is older than
/// `fresh`, gets that. So nobody makes an agent open more connections by asking it more often.
final class Shared<T> {

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private final Duration fresh;
    private @Nullable Future<T> last;
    private volatile long endedNanos;

    Shared(Duration fresh) {
        this.fresh = fresh;
    }

    /// The result, if it comes within `patience`. Work that takes longer goes on, and no other begins beside it.
    T within(Duration patience, Callable<T> work) throws TimeoutException {
        return awaited(begun(work), patience);
    }

    static <T> T awaited(Future<T> work, Duration patience) throws TimeoutException {
        try {
            return work.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }

    synchronized Future<T> begun(Callable<T> work) {
        Future<T> known = last;
        if (known != null && (!known.isDone() || System.nanoTime() - endedNanos < fresh.toNanos())) {
            return known;
        }
        Future<T> begun = THREADS.submit(() -> {
            try {
                return work.call();
            } finally {
                endedNanos = System.nanoTime();
            }
        });
        last = begun;
        return begun;
    }
}
