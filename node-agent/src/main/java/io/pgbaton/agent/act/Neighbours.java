package io.pgbaton.agent.act;

import io.pgbaton.agent.moves.ValidationCommand;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// Which agents of this cluster answer here and now.
final class Neighbours {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /// Of those that share `me`'s upstream, with `me`.
    int visible(ClusterView view, NodeId me) {
        List<CompletableFuture<Integer>> asked = ValidationCommand.sharing(view, me).stream()
                .filter(member -> !member.node().equals(me))
                .flatMap(member -> page(member).stream())
                .map(this::answers)
                .toList();
        return 1 + asked.stream().mapToInt(CompletableFuture::join).sum();
    }

    private CompletableFuture<Integer> answers(URI page) {
        return http.sendAsync(
                        HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                .handle((_, failure) -> failure == null ? 1 : 0);
    }

    /// Addresses are others' words.
    private static Optional<URI> page(ClusterView.Member member) {
        try {
            return Optional.of(URI.create(member.profile().address().url() + "/liveness"))
                    .filter(uri -> uri.getHost() != null && "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
