package io.pgbaton.failover.kafka;

import io.pgbaton.failover.run.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every partition writes on a thread of its own, so that a slow transaction holds up its own clusters only.
public final class TransactionalJournal implements Journal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalJournal.class);
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final KafkaSettings settings;
    private final List<PartitionWriter> writers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    public TransactionalJournal(KafkaSettings settings, int partitions) {
        this.settings = settings;
        this.writers = IntStream.range(0, partitions)
                .mapToObj(partition -> new PartitionWriter(settings, partition))
                .toList();
    }

    /// Begins to take over every partition, all at once: each waits for the broker most of its time.
    public Takeover takeOver() {
        Patience shared = patience();
        return new Takeover(writers.stream()
                .<Future<?>>map(writer -> threads.submit(() -> {
                    writer.open(shared);
                    return writer;
                }))
                .toList());
    }

    /// Needs the topics, and the takeover to be over.
    public void warmUp() throws InterruptedException {
        new Takeover(writers.stream()
                        .<Future<?>>map(writer -> threads.submit(writer::warmUp))
                        .toList())
                .await();
    }

    /// A takeover under way. It needs no topics, so they can be made meanwhile; reading has to wait for it (rule
    /// O1).
    public record Takeover(List<Future<?>> partitions) {

        /// Returns when no older owner can write any more.
        public void await() throws InterruptedException {
            for (Future<?> each : partitions) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(
                            "cannot write to the decision log: " + Patience.firstLine(e), e.getCause());
                }
            }
        }
    }

    private Patience patience() {
        return new Patience(settings.bootstrapServers());
    }

    /// The run has at most one batch of a partition under way, so each writer is used by one thread at a time.
    @Override
    public void write(int partition, List<Entry> batch) {
        threads.execute(() -> {
            try {
                outcomes.add(writers.get(partition).write(batch, patience()));
            } catch (InterruptedException | InterruptException _) {
                // the service ends; the transaction ends with it, or with its next owner
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcomes.poll());
    }

    public boolean isHealthy() {
        return writers.stream().allMatch(PartitionWriter::isHealthy);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            // a writer is used by one thread at a time, also at its end
            if (!threads.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a transaction does not end: left to the next owner");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        writers.forEach(PartitionWriter::close);
    }
}
