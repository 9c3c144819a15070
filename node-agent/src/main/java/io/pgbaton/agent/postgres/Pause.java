package io.pgbaton.agent.postgres;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Short waits with an end.
public final class Pause {

    private Pause() {}

    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks every `step` milliseconds until it holds. False when it did not within `patience`, or on the way out.
    public static boolean until(BooleanSupplier holds, Duration patience, long step) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() >= deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            millis(step);
        }
        return true;
    }
}
