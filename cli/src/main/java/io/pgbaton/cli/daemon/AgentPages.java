package io.pgbaton.cli.daemon;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// What an agent on this host answers, by the status of its health pages alone.
final class AgentPages {

    private static final int NOBODY = -1;
    private static final Duration TO_ANSWER = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final String address;

    AgentPages(String address) {
        this.address = address;
    }

    /// Also one that is stuck is there.
    boolean isThere() {
        return status("/liveness") != NOBODY;
    }

    boolean isAlive() {
        return status("/liveness") == HttpURLConnection.HTTP_OK;
    }

    /// Whether its server may accept writes.
    boolean isPrimary() {
        return status("/primary") == HttpURLConnection.HTTP_OK;
    }

    /// Whether it came to be before `deadline`, of the monotonic clock.
    static boolean await(BooleanSupplier wanted, long deadline) {
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > deadline || !slept()) {
                return false;
            }
        }
        return true;
    }

    private static boolean slept() {
        try {
            Thread.sleep(BETWEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int status(String page) {
        try {
            HttpURLConnection http =
                    (HttpURLConnection) URI.create(address + page).toURL().openConnection();
            http.setConnectTimeout((int) TO_ANSWER.toMillis());
            http.setReadTimeout((int) TO_ANSWER.toMillis());
            try {
                return http.getResponseCode();
            } finally {
                http.disconnect();
            }
        } catch (SocketTimeoutException e) {
            // it took the connection, or its host is stuck: somebody is there
            return HttpURLConnection.HTTP_UNAVAILABLE;
        } catch (IOException e) {
            return NOBODY;
        }
    }
}
