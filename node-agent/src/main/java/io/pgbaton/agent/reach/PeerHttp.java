package io.pgbaton.agent.reach;

import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Gets a page of another agent's. Each time over a new connection: one that was kept says nothing of the way there.
final class PeerHttp {

    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    /// A view of a hundred nodes is a tenth of this.
    private static final int MOST_BYTES = 1_000_000;

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private PeerHttp() {}

    record Answer(int status, String body) {

        <T> Wire.Read<T> as(Class<T> type) {
            return Wire.read(body.getBytes(StandardCharsets.UTF_8), type);
        }
    }

    static Answer get(URI page, Duration toAnswer) throws IOException {
        HttpURLConnection http = (HttpURLConnection) page.toURL().openConnection();
        http.setConnectTimeout((int) TO_CONNECT.toMillis());
        http.setReadTimeout((int) toAnswer.toMillis());
        http.setInstanceFollowRedirects(false);
        http.setUseCaches(false);
        http.setRequestProperty("Connection", "close");
        try {
            int status = http.getResponseCode();
            try (InputStream body = status < 400 ? http.getInputStream() : http.getErrorStream()) {
                byte[] read = body == null ? new byte[0] : body.readNBytes(MOST_BYTES);
                return new Answer(status, new String(read, StandardCharsets.UTF_8));
            }
        } finally {
            http.disconnect();
        }
    }

    /// Addresses are others' words: empty for one that cannot be used.
    static Optional<URI> page(ClusterView.Member member, String path) {
        try {
            return Optional.of(URI.create(member.profile().address().url() + path))
                    .filter(uri -> uri.getHost() != null && SCHEMES.contains(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String why(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ -> "connection refused";
            default -> OneLine.of(e);
        };
    }
}
