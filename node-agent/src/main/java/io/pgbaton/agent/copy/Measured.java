package io.pgbaton.agent.copy;

import io.pgbaton.contracts.Copying;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The progress of a program that tells none: by the size of what it fills. It also closes that again, which such a
/// program has opened.
final class Measured implements AutoCloseable {

    private static final Duration SHORTEST = Duration.ofMillis(500);

    /// Looking through many files takes a while: at most a tenth of the time goes into it.
    private static final int PAUSE_PER_LOOK = 9;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    private Measured(Runnable look) {
        this.thread = Thread.ofVirtual().start(() -> repeat(look));
    }

    /// `filled` are directories; the last of them is the one to keep closed.
    static Measured watch(List<Path> filled, long total, Consumer<Copying> progress) {
        Pace pace = new Pace();
        return new Measured(() -> {
            try {
                Seal.close(filled.getLast());
            } catch (IOException e) {
                // it is measured all the same
            }
            long bytes = filled.stream().mapToLong(Measured::sizeOf).sum();
            progress.accept(pace.reached(bytes, total, System.nanoTime()));
        });
    }

    private void repeat(Runnable look) {
        try {
            long pause = 0;
            while (!over.await(pause, TimeUnit.NANOSECONDS)) {
                long began = System.nanoTime();
                look.run();
                pause = Math.max(SHORTEST.toNanos(), PAUSE_PER_LOOK * (System.nanoTime() - began));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is being written may be gone at the next look.
    private static long sizeOf(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
