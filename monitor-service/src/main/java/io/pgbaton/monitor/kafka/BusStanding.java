package io.pgbaton.monitor.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the readers have found the bus, and the one line that says so while they have not.
@ApplicationScoped
public class BusStanding {

    private static final Logger LOG = LoggerFactory.getLogger(BusStanding.class);
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final String bus;
    private final Set<String> reading = new ConcurrentSkipListSet<>();
    private final AtomicLong lastSaid = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    BusStanding(@ConfigProperty(name = "pgbaton.bus") String bus) {
        this.bus = bus;
    }

    void reading(String reader, int partitions) {
        reading.add(reader);
        LOG.info("{} reads {} partitions of Kafka at {}", reader, partitions, bus);
    }

    void waitingForTopic(String topic) {
        sayNowAndThen("waiting for Kafka at %s: topic %s does not exist yet (the failover service creates it)"
                .formatted(bus, topic));
    }

    void lost(String reader, KafkaException why) {
        reading.remove(reader);
        sayNowAndThen("waiting for Kafka at %s: %s".formatted(bus, firstLine(why)));
    }

    /// All five readers have found their topics.
    public boolean isWhole() {
        return reading.size() >= Readers.COUNT;
    }

    public String bus() {
        return bus;
    }

    private void sayNowAndThen(String line) {
        long now = System.nanoTime();
        long said = lastSaid.get();
        if (now - said >= QUIET_NANOS && lastSaid.compareAndSet(said, now)) {
            LOG.warn("{}", line);
        }
    }

    private static String firstLine(Throwable why) {
        Throwable root = why.getCause() == null ? why : why.getCause();
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
