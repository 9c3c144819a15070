package io.pgbaton.failover.kafka;

import io.pgbaton.failover.run.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every partition writes on a thread of its own, so that a slow transaction holds up its own clusters only.
public final class TransactionalJournal implements Journal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalJournal.class);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final Map<Integer, PartitionWriter> writers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    public TransactionalJournal(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Begins to fence the older owner of `partition` (rule O1); [#isOpen] tells when no other can write any more.
    public void open(int partition) {
        PartitionWriter writer = new PartitionWriter(settings, partition);
        PartitionWriter before = writers.put(partition, writer);
        if (before != null) {
            give(before);
        }
        threads.execute(() -> {
            try {
                writer.open(patience());
                writer.warmUp();
            } catch (InterruptedException | InterruptException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public boolean isOpen(int partition) {
        PartitionWriter writer = writers.get(partition);
        return writer != null && writer.isHealthy();
    }

    /// Whether another instance has taken the partition over since it was opened here.
    public boolean isFenced(int partition) {
        PartitionWriter writer = writers.get(partition);
        return writer != null && writer.isFenced();
    }

    /// The partition is another's: what is under way is nobody's business here any more.
    public void release(int partition) {
        PartitionWriter writer;
        synchronized (outcomes) {
            writer = writers.remove(partition);
            outcomes.removeIf(outcome -> outcome.partition() == partition);
        }
        if (writer != null) {
            give(writer);
        }
    }

    /// Closing may wait for a transaction under way; who decides must not.
    private void give(PartitionWriter writer) {
        writer.release();
        threads.execute(writer::close);
    }

    private Patience patience() {
        return new Patience(settings.bootstrapServers());
    }

    /// The run has at most one batch of a partition under way, so each writer is used by one thread at a time.
    @Override
    public void write(int partition, List<Entry> batch) {
        PartitionWriter writer = writers.get(partition);
        if (writer == null) {
            return;
        }
        threads.execute(() -> {
            try {
                writer.write(batch, patience()).ifPresent(outcome -> tell(writer, outcome));
            } catch (InterruptedException | InterruptException _) {
                // the service ends; the transaction ends with it, or with its next owner
                Thread.currentThread().interrupt();
            }
        });
    }

    private void tell(PartitionWriter writer, Outcome outcome) {
        synchronized (outcomes) {
            if (writers.get(outcome.partition()) == writer) {
                outcomes.add(outcome);
            }
        }
    }

    @Override
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcomes.poll());
    }

    @Override
    public void close() {
        writers.values().forEach(PartitionWriter::release);
        threads.shutdownNow();
        try {
            // a writer is used by one thread at a time, also at its end
            if (!threads.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a transaction does not end: left to the next owner");
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        writers.values().forEach(PartitionWriter::close);
    }
}
