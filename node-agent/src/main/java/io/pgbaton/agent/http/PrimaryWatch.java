package io.pgbaton.agent.http;

import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A witness's look at the agent of the view's primary, several times a lease. What it sees is evidence for people: no
/// lease depends on it.
public final class PrimaryWatch implements Runnable {

    private final LogBook book;
    private final Duration deadline;
    private final HttpClient http;
    private volatile @Nullable Answered last;

    private record Answered(NodeId primary, long nanos) {}

    public PrimaryWatch(LogBook book, Duration lease) {
        this.book = book;
        this.deadline = lease.dividedBy(3);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .build();
    }

    /// Null while the log names no primary.
    public Heartbeat.@Nullable Sight sight() {
        NodeId primary = book.log().view().primary().orElse(null);
        Answered answered = last;
        if (primary == null) {
            return null;
        }
        return answered != null && answered.primary().equals(primary)
                ? new Heartbeat.Sight(primary, (System.nanoTime() - answered.nanos()) / 1_000_000)
                : new Heartbeat.Sight(primary, null);
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            ClusterView view = book.log().view();
            view.primary().filter(primary -> answers(view, primary)).ifPresent(primary -> {
                last = new Answered(primary, System.nanoTime());
            });
            Pause.millis(deadline.toMillis() / 2);
        }
    }

    private boolean answers(ClusterView view, NodeId primary) {
        Optional<URI> uri = view.member(primary).flatMap(PrimaryWatch::uriOf);
        if (uri.isEmpty()) {
            return false;
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri.get()).timeout(deadline).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // what does not answer is not seen
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Addresses are others' words: one that cannot be used must not end this thread.
    private static Optional<URI> uriOf(ClusterView.Member member) {
        try {
            return Optional.of(URI.create(member.profile().address().url() + "/liveness"))
                    .filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
