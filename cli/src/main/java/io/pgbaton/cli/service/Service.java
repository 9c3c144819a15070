package io.pgbaton.cli.service;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.contracts.json.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// One kind of service, reached at the first of its addresses that answers and is in order.
final class Service {

    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);

    private final ServiceAddresses addresses;
    private final HttpClient.Builder clients;

    Service(ServiceAddresses addresses) {
        this.addresses = addresses;
        this.clients =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TO_CONNECT);
        if (addresses.all().stream().noneMatch(address -> "https".equals(address.getScheme()))) {
            clients.sslContext(trustingNobody());
        }
    }

    /// The client wants a TLS context even for plain HTTP; the default one reads every root certificate there is,
    /// which takes as long as the rest of the client's start.
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    Answer get(String path) {
        return firstAnswer(path, HttpRequest.newBuilder().GET());
    }

    /// The record carries an id, so that a second address that gets it too does nothing twice.
    Answer post(String path, Object record) {
        return firstAnswer(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Wire.write(record))));
    }

    private Answer firstAnswer(String path, HttpRequest.Builder request) {
        List<String> failures = new ArrayList<>();
        for (URI address : addresses.all()) {
            try {
                Answer answer = ask(address, path, request);
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

    private Answer ask(URI address, String path, HttpRequest.Builder request) throws IOException {
        String base = address.toString();
        URI target = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        // A client for each request: one left open has a thread that waits in native code, and the JVM stands still
        // for 300 ms at its exit for such a thread.
        try (HttpClient http = clients.build()) {
            return new Answer(
                    http.send(request.uri(target).timeout(TO_ANSWER).build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String why(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof ConnectException) {
            return e.getCause() instanceof ConnectException cause
                            && cause.getCause() instanceof UnresolvedAddressException
                    ? "unknown host"
                    : "connection refused";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
