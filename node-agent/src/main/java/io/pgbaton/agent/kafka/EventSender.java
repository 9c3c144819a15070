package io.pgbaton.agent.kafka;

import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.Bound;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.EventKind;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.CloudEvents;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events one after the other and keeps each until Kafka has it; its id stays the same however often it is
/// sent.
final class EventSender implements Events, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
    private static final int BACKLOG = 1_000;
    private static final long ANSWER_MILLIS = 3_000;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Outgoing outgoing;
    private final ClusterId cluster;
    private final NodeId node;
    private final Bound bound;
    private final Clock clock;
    private final BlockingDeque<ClusterEvent> backlog = new LinkedBlockingDeque<>(BACKLOG);
    private volatile long dropped;

    EventSender(Outgoing outgoing, ClusterId cluster, NodeId node, Bound bound, Clock clock) {
        this.outgoing = outgoing;
        this.cluster = cluster;
        this.node = node;
        this.bound = bound;
        this.clock = clock;
    }

    @Override
    public synchronized void announce(EventKind kind, Said said) {
        ClusterEvent event = new ClusterEvent(
                UUID.randomUUID().toString(),
                clock.instant(),
                cluster,
                new ClusterEvent.Subject(kind.wireName(), node, bound.standing().term(), null),
                new ClusterEvent.Outcome(said.successful(), said.severity(kind), said.details(), said.data()));
        if (!backlog.offerLast(event)) {
            if (dropped == 0) {
                LOG.error("{} events wait for Kafka: further ones are lost, beginning with {}", BACKLOG, kind);
            }
            dropped = dropped + 1;
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ClusterEvent event = backlog.takeFirst();
                sendUntilAcknowledged(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendUntilAcknowledged(ClusterEvent event) throws InterruptedException {
        long pause = 100;
        while (!sent(event)) {
            Pause.millis(pause);
            if (Thread.currentThread().isInterrupted()) {
                backlog.offerFirst(event);
                throw new InterruptedException();
            }
            pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
        }
    }

    private boolean sent(ClusterEvent event) throws InterruptedException {
        byte[] key = event.cluster().name().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(Topic.EVENTS.topicName(), key, Wire.write(event));
        CloudEvents.kafkaHeaders(event)
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            outgoing.send(message).get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    int waiting() {
        return backlog.size();
    }

    long droppedCount() {
        return dropped;
    }
}
