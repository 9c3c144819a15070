package io.pgbaton.failover.kafka;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for a bus that is not there: backs off, says so once in ten seconds, ends when the service does.
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final Duration SAY_AGAIN = Duration.ofSeconds(10);
    /// Asking is cheap, and every cluster waits for it.
    private static final long LONGEST_MILLIS = 500;

    private final String bootstrapServers;
    private long saidAt = System.nanoTime() - SAY_AGAIN.toNanos();
    private long backoffMillis = 100;

    Patience(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    void afterFailure(String what, Exception why) throws InterruptedException {
        Thread.sleep(sayAndBackOff(what, why));
    }

    /// Those who wait for the same bus may share it: one line for all of them.
    private synchronized long sayAndBackOff(String what, Exception why) {
        if (System.nanoTime() - saidAt >= SAY_AGAIN.toNanos()) {
            saidAt = System.nanoTime();
            LOG.warn(
                    "{}",
                    String.format(
                            Locale.ROOT, "waiting for Kafka at %s: %s: %s", bootstrapServers, what, firstLine(why)));
        }
        long wait = backoffMillis;
        backoffMillis = Math.min(backoffMillis * 2, LONGEST_MILLIS);
        return wait;
    }

    synchronized void reset() {
        backoffMillis = 100;
    }

    static String firstLine(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null
                ? root.getClass().getSimpleName()
                : message.lines().findFirst().orElse(root.getClass().getSimpleName());
    }
}
