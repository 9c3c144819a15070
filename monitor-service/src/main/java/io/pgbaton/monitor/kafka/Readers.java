package io.pgbaton.monitor.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.ClusterView;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Topic;
import io.pgbaton.monitor.history.History;
import io.pgbaton.monitor.history.Sample;
import io.pgbaton.monitor.history.SampleFold;
import io.pgbaton.monitor.kafka.Subscription.Pace;
import io.pgbaton.monitor.live.LiveFleet;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The five readers: three for the picture, which start near the end and keep no position; two for the history,
/// which read everything once and wait for the database.
@ApplicationScoped
class Readers {

    static final int COUNT = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
    private static final Duration RECENTLY = Duration.ofSeconds(15);
    private static final long LAST_EVENTS_A_PARTITION = 500;

    private final BusStanding standing;
    private final LiveFleet fleet;
    private final History history;
    private final MeterRegistry metrics;
    private final List<TopicReader> running = new ArrayList<>();

    Readers(BusStanding standing, LiveFleet fleet, History history, MeterRegistry metrics) {
        this.standing = standing;
        this.fleet = fleet;
        this.history = history;
        this.metrics = metrics;
    }

    void begin(@Observes StartupEvent started) {
        liveViews();
        liveHeartbeats();
        liveEvents();
        storedSamples();
        storedEvents();
    }

    void end(@Observes ShutdownEvent stopping) {
        running.forEach(TopicReader::close);
    }

    private void liveViews() {
        Subscription views = Subscription.live(Topic.VIEWS, StartAt.beginning());
        Decoder<ClusterView> decoder = new Decoder<>(views, ClusterView.class, metrics, LOG::warn);
        run(views, records -> records.forEach(entry -> decoder.read(entry).ifPresent(fleet::fold)));
    }

    private void liveHeartbeats() {
        Subscription heartbeats = Subscription.live(Topic.HEARTBEATS, StartAt.ago(RECENTLY, fleet::instant));
        // what is malformed is said by the reader that stores it
        Decoder<Report> decoder = new Decoder<>(heartbeats, Report.class, metrics, _ -> {});
        run(
                heartbeats,
                records -> records.forEach(
                        entry -> decoder.read(entry).ifPresent(report -> fleet.fold(report, stamped(entry)))));
    }

    private void liveEvents() {
        Subscription events = Subscription.live(Topic.EVENTS, StartAt.last(LAST_EVENTS_A_PARTITION));
        Decoder<ClusterEvent> decoder = new Decoder<>(events, ClusterEvent.class, metrics, _ -> {});
        run(events, records -> records.forEach(entry -> decoder.read(entry).ifPresent(fleet::fold)));
    }

    private void storedSamples() {
        Subscription heartbeats = Subscription.stored(Topic.HEARTBEATS, Pace.BULK);
        Decoder<Report> decoder = new Decoder<>(heartbeats, Report.class, metrics, LOG::warn);
        SampleFold fold = new SampleFold();
        run(heartbeats, records -> {
            List<Sample> samples = new ArrayList<>(records.count());
            records.forEach(entry -> decoder.read(entry)
                    .flatMap(report -> report instanceof Heartbeat heartbeat
                            ? fold.sample(heartbeat, stamped(entry))
                            : Optional.empty())
                    .ifPresent(samples::add));
            history.storeSamples(samples);
        });
    }

    private void storedEvents() {
        Subscription events = Subscription.stored(Topic.EVENTS, Pace.PROMPT);
        Decoder<ClusterEvent> decoder = new Decoder<>(events, ClusterEvent.class, metrics, LOG::warn);
        run(events, records -> {
            List<ClusterEvent> batch = new ArrayList<>(records.count());
            records.forEach(entry -> decoder.read(entry).ifPresent(batch::add));
            history.storeEvents(batch);
        });
    }

    private void run(Subscription subscription, Inbox inbox) {
        running.add(new TopicReader(subscription, standing.bus(), inbox, standing).start());
    }

    private static Instant stamped(ConsumerRecord<byte[], byte[]> entry) {
        return Instant.ofEpochMilli(entry.timestamp());
    }
}
