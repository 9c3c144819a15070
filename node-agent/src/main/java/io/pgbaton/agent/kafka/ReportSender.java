package io.pgbaton.agent.kafka;

import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.observe.Reports;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends reports from a thread of its own, since the client may block while Kafka is away and a fence must not wait
/// for that. Old reports give way to new ones.
final class ReportSender implements Reports, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
    private static final int WAITING = 64;

    private final Outgoing outgoing;
    private final String bootstrap;
    private final LeaseBook leases;
    private final BlockingQueue<Report> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile long lastAcknowledged = System.nanoTime();
    private volatile boolean heard = true;

    ReportSender(Outgoing outgoing, String bootstrap, LeaseBook leases) {
        this.outgoing = outgoing;
        this.bootstrap = bootstrap;
        this.leases = leases;
    }

    @Override
    public void report(Report report) {
        while (!waiting.offer(report)) {
            waiting.poll();
        }
    }

    @Override
    public void run() {
        // a restarted agent has little time left: the way to Kafka is made while the first heartbeat is
        outgoing.prepare(Topic.HEARTBEATS);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Report report) {
        long sentAt = System.nanoTime();
        // L1: from before the sending
        long leasedFrom = leases.sendTime();
        byte[] key = report.cluster().name().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(Topic.HEARTBEATS.topicName(), key, Wire.write(report));
        CompletableFuture<Void> _ = outgoing.send(message).whenComplete((_, failure) -> {
            if (failure == null) {
                renew(report, leasedFrom);
                acknowledged(report, sentAt);
            } else {
                unacknowledged(failure);
            }
        });
    }

    /// L1: every acknowledged heartbeat of the term that this node leads under, in any order.
    private void renew(Report report, long sentAt) {
        if (report instanceof Heartbeat heartbeat) {
            LeaseClock.Beat beat = new LeaseClock.Beat(heartbeat.standing().term(), sentAt);
            leases.change((lease, now) -> lease.acknowledged(beat, now));
        }
    }

    private void acknowledged(Report report, long sentAt) {
        acknowledged.incrementAndGet();
        if (report instanceof Heartbeat && sentAt - lastAcknowledged > 0) {
            lastAcknowledged = sentAt;
        }
        if (!heard) {
            heard = true;
            LOG.info("Kafka at {} acknowledges heartbeats again", bootstrap);
        }
    }

    private void unacknowledged(Throwable failure) {
        failed.incrementAndGet();
        if (heard) {
            heard = false;
            LOG.warn("heartbeats are not acknowledged by Kafka at {}: {}", bootstrap, failure.getMessage());
        }
    }

    /// How old the last acknowledged heartbeat is, from when it was sent.
    long ackAgeMillis() {
        return (System.nanoTime() - lastAcknowledged) / 1_000_000;
    }

    long acknowledgedCount() {
        return acknowledged.get();
    }

    long failedCount() {
        return failed.get();
    }
}
