package io.pgbaton.agent.kafka;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.lease.LeaseClock;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends claims to the decision log as they fall due (rule L1c): plain records, never in a transaction. A claim
/// that an open transaction holds back, or Kafka loses, is sent again under a new nonce.
final class ClaimSender implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimSender.class);

    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Outgoing outgoing;
    private final LeaseBook leases;
    private final DecisionReader.Reading log;
    private final AgentConfig.Node node;

    ClaimSender(Outgoing outgoing, LeaseBook leases, DecisionReader.Reading log, AgentConfig.Node node) {
        this.outgoing = outgoing;
        this.leases = leases;
        this.log = log;
        this.node = node;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                LeaseClock lease = leases.lease();
                if (lease.claimDue(leases.now())) {
                    claim(lease);
                }
                // a promotion's first claim goes out at once
                leases.awaitTerm(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void claim(LeaseClock lease) {
        String nonce = UUID.randomUUID().toString();
        Decision.Claim claim = new Decision.Claim(node.cluster(), lease.reign().view(), lease.term(), node.id(), nonce);
        if (!log.upholds(claim)) {
            return; // it would be void
        }
        // L1c: from before the sending
        long sentAt = leases.sendTime();
        leases.change(clock -> clock.term().equals(claim.term()) ? clock.claimSent(nonce, sentAt) : clock);
        byte[] key = node.cluster().name().getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(Topic.DECISIONS.topicName(), key, Wire.write(claim));
        CompletableFuture<Void> _ = outgoing.send(message).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.debug("a claim of term {} was not taken by Kafka: {}", claim.term(), failure.getMessage());
            }
        });
        LOG.debug("claimed term {} as {}", claim.term(), nonce);
    }
}
