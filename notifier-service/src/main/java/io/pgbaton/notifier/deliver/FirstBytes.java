package io.pgbaton.notifier.deliver;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Reads the beginning of an answer and drops the rest, so that a receiver cannot fill the memory or keep a
/// delivery busy with an endless body.
final class FirstBytes implements HttpResponse.BodySubscriber<String> {

    private static final int ENOUGH = 200;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<String> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] some = new byte[Math.min(buffer.remaining(), ENOUGH - read.size())];
            buffer.get(some);
            read.writeBytes(some);
        }
        if (read.size() >= ENOUGH && subscription != null) {
            subscription.cancel();
            body.complete(text());
        }
    }

    /// The status line has come, and that is what counts.
    @Override
    public void onError(Throwable failure) {
        body.complete(text());
    }

    @Override
    public void onComplete() {
        body.complete(text());
    }

    private String text() {
        return read.toString(StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
    }
}
