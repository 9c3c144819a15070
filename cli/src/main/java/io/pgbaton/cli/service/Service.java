package io.pgbaton.cli.service;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.json.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One kind of service, reached at the first of its addresses that answers and is in order. By the JDK's old HTTP
/// client: the new one has threads and a TLS context of its own, and takes longer to start than everything else here.
final class Service {

    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final int CHUNK = 16 * 1024;

    private final ServiceAddresses addresses;

    Service(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    Answer get(String path) {
        return firstAnswer(path, null);
    }

    /// The record carries an id, so that a second address that gets it too does nothing twice.
    Answer post(String path, Object record) {
        return firstAnswer(path, Wire.write(record));
    }

    private Answer firstAnswer(String path, byte @Nullable [] sent) {
        List<String> failures = new ArrayList<>();
        for (URI address : addresses.all()) {
            try {
                Answer answer = ask(address, path, sent);
                if (!answer.isOutOfOrder()) {
                    return answer;
                }
                failures.add(address + " (" + answer.error() + ")");
            } catch (IOException e) {
                failures.add(address + " (" + why(e) + ")");
            }
        }
        throw new CommandFailed(
                ExitCode.CONNECTION,
                "no answer from the " + addresses.service() + " service at " + String.join(", ", failures)
                        + ": start it, or say where it is with " + addresses.option());
    }

    private static Answer ask(URI address, String path, byte @Nullable [] sent) throws IOException {
        String base = address.toString();
        URI target = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        HttpURLConnection http = (HttpURLConnection) target.toURL().openConnection();
        http.setConnectTimeout((int) TO_CONNECT.toMillis());
        http.setReadTimeout((int) TO_ANSWER.toMillis());
        http.setInstanceFollowRedirects(false);
        try {
            if (sent != null) {
                http.setRequestProperty("Content-Type", "application/json");
                http.setDoOutput(true);
                http.setFixedLengthStreamingMode(sent.length);
                try (OutputStream body = http.getOutputStream()) {
                    body.write(sent);
                }
            }
            int status = http.getResponseCode();
            return new Answer(status, bodyOf(http), target.toString());
        } finally {
            http.disconnect();
        }
    }

    private static byte[] bodyOf(HttpURLConnection http) throws IOException {
        long deadline = System.nanoTime() + TO_ANSWER.toNanos();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream body = http.getResponseCode() < 400 ? http.getInputStream() : http.getErrorStream()) {
            byte[] chunk = new byte[CHUNK];
            for (int length = 0; body != null && length >= 0; length = body.read(chunk)) {
                read.write(chunk, 0, length);
                if (System.nanoTime() > deadline) {
                    throw new SocketTimeoutException("not whole in time");
                }
            }
        }
        return read.toByteArray();
    }

    private static String why(IOException e) {
        return switch (e) {
            case SocketTimeoutException _ -> "no answer in time";
            case UnknownHostException _ -> "unknown host";
            case ConnectException _ -> "connection refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
