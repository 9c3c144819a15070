package io.pgbaton.notifier.kafka;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import io.pgbaton.notifier.outbox.Arrival;
import io.pgbaton.notifier.outbox.Bookmarks;
import io.pgbaton.notifier.outbox.Counts;
import io.pgbaton.notifier.outbox.Outbox;
import io.pgbaton.notifier.parcel.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `pgbaton.events` on a thread of its own and hands every event to the outbox. Reads no further than the
/// outbox has room for, and stays in its group all the while.
public final class EventsReader {

    private static final Logger LOG = LoggerFactory.getLogger(EventsReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RESTART = Duration.ofSeconds(1);
    private static final Duration JOIN = Duration.ofSeconds(5);
    private static final Duration ALIVE = Duration.ofSeconds(30);

    private final Bus bus;
    private final Outbox outbox;
    private final Bookmarks bookmarks;
    private final Counts counts;
    private final Thread loop =
            Thread.ofPlatform().name("events-reader").daemon().unstarted(this::run);
    private volatile boolean open = true;
    private volatile boolean ready;
    private volatile boolean holding;
    private volatile long lastRound = System.nanoTime();

    public EventsReader(Bus bus, Outbox outbox, Bookmarks bookmarks, Counts counts) {
        this.bus = bus;
        this.outbox = outbox;
        this.bookmarks = bookmarks;
        this.counts = counts;
    }

    public void start() {
        loop.start();
    }

    /// True while the thread goes round, whether or not there is a bus to read from.
    public boolean isAlive() {
        return loop.isAlive() && System.nanoTime() - lastRound < ALIVE.toNanos();
    }

    /// True once it has found the topic and joined.
    public boolean isReady() {
        return ready;
    }

    /// True while the outbox is full and the bus keeps what comes.
    public boolean isHolding() {
        return holding;
    }

    private void run() {
        while (open) {
            try (KafkaConsumer<byte[], byte[]> consumer = bus.consumer()) {
                if (bus.awaitTopic(consumer, this::goOn)) {
                    read(consumer);
                }
            } catch (WakeupException e) {
                // closing
                open = false;
            } catch (KafkaException e) {
                ready = false;
                LOG.error("reading {} failed, beginning again: {}", Topic.EVENTS.topicName(), e.getMessage());
                pauseBeforeRestart();
            }
        }
    }

    private boolean goOn() {
        lastRound = System.nanoTime();
        return open;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        Marks marks = new Marks(consumer, bookmarks, bus.firstLook());
        consumer.subscribe(List.of(Topic.EVENTS.topicName()), marks);
        List<Arrival> waiting = new ArrayList<>();
        while (goOn()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            ready = ready || !consumer.assignment().isEmpty();
            if (marks.takeRevoked()) {
                // whoever has the partition now reads these from the committed offset
                waiting.clear();
            }
            records.forEach(record -> take(record, waiting));
            handOver(waiting);
            // what is paused is assigned still: polling on keeps this member in the group
            if (waiting.isEmpty()) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            holding = !waiting.isEmpty();
            marks.commit();
        }
        marks.commitLast();
    }

    private void handOver(List<Arrival> waiting) {
        if (!waiting.isEmpty()) {
            waiting.subList(0, outbox.accept(waiting)).clear();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, List<Arrival> waiting) {
        Place place = new Place(record.partition(), record.offset());
        switch (EventRecord.read(record.value())) {
            case Wire.Known<ClusterEvent>(ClusterEvent event) -> {
                counts.event(event.knownKind().isPresent() ? "known" : "unknown-kind");
                waiting.add(new Arrival(place, Optional.of(event)));
            }
            case Wire.Unknown<ClusterEvent> _ -> {
                counts.event("unknown-kind");
                waiting.add(new Arrival(place, Optional.empty()));
            }
            case Wire.Malformed<ClusterEvent>(String why) -> {
                LOG.warn(
                        "{}-{} offset {} is no event and is passed over: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        why);
                counts.event("malformed");
                waiting.add(new Arrival(place, Optional.empty()));
            }
        }
    }

    private void pauseBeforeRestart() {
        try {
            Thread.sleep(RESTART);
        } catch (InterruptedException e) {
            open = false;
        }
    }

    public void stop() throws InterruptedException {
        open = false;
        loop.join(JOIN);
        if (loop.isAlive()) {
            loop.interrupt();
        }
    }
}
