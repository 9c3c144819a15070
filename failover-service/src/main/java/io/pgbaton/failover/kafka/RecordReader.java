package io.pgbaton.failover.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.failover.run.Inbound;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a Kafka record into what it says. One that says nothing is counted, told in one line, and passed over.
public final class RecordReader {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

    private final AtomicLong unknown = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();

    Optional<Inbound> read(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        int partition = record.partition();
        return switch (topic) {
            case HEARTBEATS -> read(record, Report.class, report -> new Inbound.ReportIn(partition, report));
            case DECISIONS ->
                read(
                        record,
                        Decision.class,
                        decision ->
                                new Inbound.DecisionIn(partition, decision, Instant.ofEpochMilli(record.timestamp())));
            case REQUESTS -> read(record, Request.class, request -> new Inbound.RequestIn(partition, request));
            case EVENTS -> read(record, ClusterEvent.class, Inbound.EventIn::new);
            case VIEWS, DEAD_LETTERS -> Optional.empty();
        };
    }

    private <T> Optional<Inbound> read(
            ConsumerRecord<byte[], byte[]> record, Class<T> type, Function<T, Inbound> inbound) {
        return switch (Wire.read(record.value(), type)) {
            case Wire.Known<T>(T value) -> Optional.of(inbound.apply(value));
            case Wire.Unknown<T> _ -> {
                unknown.incrementAndGet();
                yield Optional.empty();
            }
            case Wire.Malformed<T>(String why) -> {
                malformed.incrementAndGet();
                LOG.warn(
                        "passed over a malformed record: {} partition {} offset {}: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        why);
                yield Optional.empty();
            }
        };
    }

    public long unknown() {
        return unknown.get();
    }

    public long malformed() {
        return malformed.get();
    }
}
