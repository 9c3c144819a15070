package io.pgbaton.agent.http;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.agent.state.LogBook;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.json.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the followers for grants all the time (rule L2), each of them once in a heartbeat interval. A request that a
/// lossy network holds up does not hold up the next one, which goes by another connection; and it is not given up while
/// its grant would still count. Its threads are its own: Kafka can stall none of them.
public final class GrantClient implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GrantClient.class);

    /// Requests on their way to one follower.
    private static final int MOST_IN_FLIGHT = 5;

    private final AgentConfig config;
    private final LeaseBook leases;
    private final LogBook book;
    private final Duration deadline;
    private final HttpClient http;
    private final Map<NodeId, Integer> inFlight = new ConcurrentHashMap<>();
    private final Map<NodeId, String> said = new ConcurrentHashMap<>();

    public GrantClient(AgentConfig config, LeaseBook leases, LogBook book) {
        this.config = config;
        this.leases = leases;
        this.book = book;
        this.deadline =
                Duration.ofMillis(leases.rules().length() - leases.rules().actBefore());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(deadline)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            LeaseClock lease = leases.lease();
            for (NodeId node : lease.grantsWanted(leases.now())) {
                if (inFlight.merge(node, 1, Integer::sum) <= MOST_IN_FLIGHT) {
                    askOrSay(node, lease.reign());
                } else {
                    landed(node);
                }
            }
            Pause.millis(leases.rules().heartbeat());
        }
    }

    /// Addresses are others' words: one that cannot be used must not end this thread.
    private void askOrSay(NodeId node, LeaseClock.Reign reign) {
        try {
            ask(node, reign);
        } catch (RuntimeException e) {
            answered(node, e.toString());
        }
    }

    private void ask(NodeId node, LeaseClock.Reign reign) {
        Optional<URI> uri = uriOf(node);
        if (uri.isEmpty()) {
            answered(node, "the view has no usable address of its agent");
            return;
        }
        GrantMessage.Asked asked = new GrantMessage.Asked(
                config.node().cluster(),
                reign.term(),
                reign.view(),
                config.node().id(),
                UUID.randomUUID().toString());
        String body = new String(Wire.write(asked), StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.get())
                .timeout(deadline)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (config.local().secret().isSet()) {
            request.header(GrantMessage.SIGNATURE, config.local().secret().sign(GrantMessage.PATH, body));
        }
        // L2: from before the sending
        LeaseClock.GrantAsked sent = new LeaseClock.GrantAsked(node, reign.term(), leases.sendTime());
        CompletableFuture<String> _ = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .handle((response, failure) ->
                        failure == null ? taken(sent, body, response) : String.valueOf(failure.getMessage()))
                // whatever happened to it: one that never landed would keep its place for ever
                .whenComplete((problem, broken) -> answered(node, broken == null ? problem : broken.toString()));
    }

    /// Counts a grant; answers why it is none, or nothing.
    private String taken(LeaseClock.GrantAsked sent, String body, HttpResponse<String> response) {
        String json = response.body();
        if (response.statusCode() != 200) {
            return "it answered " + response.statusCode() + ": " + json;
        }
        boolean genuine = !config.local().secret().isSet()
                || response.headers()
                        .firstValue(GrantMessage.SIGNATURE)
                        .filter(signature -> config.local().secret().verifies(signature, GrantMessage.PATH, body, json))
                        .isPresent();
        if (!genuine) {
            return "its answer is not signed with this cluster's cluster_secret";
        }
        if (!(Wire.read(json.getBytes(StandardCharsets.UTF_8), GrantMessage.Answered.class)
                instanceof Wire.Known<GrantMessage.Answered>(GrantMessage.Answered answer))) {
            return "its answer cannot be read";
        }
        if (!answer.granted()) {
            return "refused: " + answer.why() + " (promised " + answer.promised() + ")";
        }
        leases.change((lease, now) -> lease.granted(sent, now));
        return "";
    }

    private Optional<URI> uriOf(NodeId node) {
        ClusterView read = book.log().view();
        ClusterView view = read.version() > 0 ? read : leases.kept().orElse(read);
        return view.member(node).map(member -> member.profile().address().url()).flatMap(url -> {
            try {
                return Optional.of(URI.create(url + GrantMessage.PATH)).filter(uri -> uri.getHost() != null);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private void landed(NodeId node) {
        inFlight.merge(node, -1, Integer::sum);
    }

    /// Says a refusal once, and once that it is over.
    private void answered(NodeId node, String problem) {
        landed(node);
        String before = problem.isEmpty() ? said.remove(node) : said.put(node, problem);
        if (problem.isEmpty() && before != null) {
            LOG.info("node {} grants the lease again", node);
        } else if (!problem.isEmpty() && before == null) {
            LOG.warn("node {} does not grant the lease: {}", node, problem);
        }
    }
}
