package io.pgbaton.notifier.deliver;

import io.pgbaton.contracts.json.CloudEvents;
import io.pgbaton.notifier.route.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts an event as a CloudEvent in structured mode, signed as Standard Webhooks says. Only 2xx is a success;
/// redirects are not followed, since they would lead past the check of the address.
public final class WebhookCourier {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration patience;
    private final Clock clock;
    private final HttpClient http;

    public WebhookCourier(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
        // HTTP/1.1: an upgrade header to an old receiver is one more thing that can go wrong
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT.compareTo(patience) < 0 ? CONNECT : patience)
                .build();
    }

    Outcome deliver(Delivery delivery, Endpoint.Webhook webhook) throws InterruptedException {
        Optional<Outcome> barred = barred(webhook);
        if (barred.isPresent()) {
            return barred.get();
        }
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request(delivery, webhook), _ -> new FirstBytes());
        try {
            return outcome(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Outcome.Failed.because("no answer within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Outcome.Failed.because(inWords(e.getCause() == null ? e : e.getCause()));
        }
    }

    private HttpRequest request(Delivery delivery, Endpoint.Webhook webhook) {
        byte[] body = CloudEvents.structured(delivery.event());
        long timestamp = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(webhook.url())
                .timeout(patience)
                .header("content-type", "application/cloudevents+json; charset=utf-8")
                .header("user-agent", "pgbaton-notifier")
                .header("webhook-id", delivery.id())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", Signature.of(delivery.id(), timestamp, body, webhook.secrets()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Optional<Outcome> barred(Endpoint.Webhook webhook) {
        URI url = webhook.url();
        try {
            InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
            if (webhook.reach() == Endpoint.Reach.PUBLIC_ONLY
                    && Arrays.stream(addresses).anyMatch(AddressGuard::isPrivate)) {
                return Optional.of(new Outcome.Refused(
                        "its host has a private address; allow-private: true in the subscriptions file allows that"));
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(Outcome.Failed.because("its host has no address"));
        }
    }

    private Outcome outcome(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return new Outcome.Delivered("HTTP " + status);
        }
        String reply = "HTTP " + status + (answer.body().isEmpty() ? "" : ": " + answer.body());
        return switch (status) {
            case 410 -> new Outcome.Gone(reply);
            case 408 -> Outcome.Failed.because(reply);
            case 429, 503 -> new Outcome.Failed(reply, pause(answer));
            default -> status / 100 == 4 ? new Outcome.Refused(reply) : Outcome.Failed.because(reply);
        };
    }

    private Duration pause(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("retry-after")
                .map(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(Duration.ZERO);
    }

    private static String inWords(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return failure instanceof IOException && message != null ? kind + ": " + message : kind;
    }
}
