package io.pgbaton.agent.act;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.postgres.DataDirectory;
import io.pgbaton.agent.postgres.WalFiles;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.FreezeAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Fetches what the old primary's disk still holds and lays it behind the own log, where recovery reads it before
/// it ends (rule F5a). Recovery reads `pg_wal` again before it honours a promotion, so no restart is needed.
public final class TailRescue {

    /// Of an agent's answer, in bytes.
    private static final int MOST_WORDS = 200;

    private final DataDirectory directory;

    TailRescue(DataDirectory directory) {
        this.directory = directory;
    }

    /// What came of it; `data` goes into the promotion's event.
    record Rescued(boolean whole, String words, Map<String, String> data) {}

    Rescued fetch(Decision.Tail tail, FreezeAnswer.Position own) {
        long started = System.nanoTime();
        try {
            URI uri = URI.create(tail.url() + "/wal?from=" + own.furthest() + "&timeline=" + own.timeline());
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) tail.timeoutMillis());
            connection.setReadTimeout((int) tail.timeoutMillis());
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return missed("node " + tail.from() + " answered " + connection.getResponseCode() + ": "
                        + whyNot(connection));
            }
            WalFiles files = WalFiles.of(directory, own.timeline());
            try (InputStream body =
                    new Bounded(connection.getInputStream(), started + tail.timeoutMillis() * 1_000_000)) {
                long bytes = files.append(body, own.furthest());
                return new Rescued(
                        true,
                        "the old primary's disk gave " + bytes + " more bytes of log",
                        Map.of("tail_bytes", Long.toString(bytes)));
            }
        } catch (IOException | IllegalArgumentException e) {
            return missed(Body.oneLine(e));
        }
    }

    private static String whyNot(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(MOST_WORDS), StandardCharsets.UTF_8).strip();
        }
    }

    /// Fetches once from the own agent, which refuses: the first use of HTTP costs a tenth of a second, and a
    /// failover is no time for that.
    public static void rehearse(AgentConfig.Local own) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + own.httpHost() + ":" + own.httpPort() + "/wal?from=0/1")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException | IllegalArgumentException e) {
            // only slower then
        }
    }

    private static Rescued missed(String why) {
        return new Rescued(
                false,
                "the end of the old primary's log could not be fetched (" + why + ")",
                Map.of("tail_failed", why));
    }

    /// Ends the reading when the time for all of it is over.
    private static final class Bounded extends java.io.FilterInputStream {
        private final long deadline;

        Bounded(InputStream in, long deadline) {
            super(in);
            this.deadline = deadline;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (System.nanoTime() > deadline) {
                throw new IOException("not whole within its time");
            }
            return super.read(buffer, offset, length);
        }
    }
}
