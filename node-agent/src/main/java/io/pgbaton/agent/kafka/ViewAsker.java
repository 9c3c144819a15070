package io.pgbaton.agent.kafka;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.RequestId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the failover service to write the view in force once more, as long as the decision log names none although
/// this node is bound to a term (rule O5). Until it is read the node stays as it is: fenced.
final class ViewAsker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ViewAsker.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    private final AgentConfig.Node node;
    private final BooleanSupplier isMissing;
    private final Consumer<Request> requests;
    private final Clock clock;
    private Instant next = Instant.MIN;

    ViewAsker(AgentConfig.Node node, BooleanSupplier isMissing, Consumer<Request> requests, Clock clock) {
        this.node = node;
        this.isMissing = isMissing;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            look();
            Pause.millis(LOOK_AGAIN_MILLIS);
        }
    }

    void look() {
        Instant now = clock.instant();
        if (now.isBefore(next) || !isMissing.getAsBoolean()) {
            return;
        }
        next = now.plus(ASK_AGAIN);
        LOG.warn("the decision log is read to its end and names no view: asking for it");
        requests.accept(new Request(
                new RequestId(UUID.randomUUID().toString()),
                node.cluster(),
                new Request.Asked("agent of " + node.name(), now, false),
                new Request.RepeatView(node.id())));
    }
}
