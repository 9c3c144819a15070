package io.pgbaton.simulation.service;

import io.pgbaton.contracts.ClusterEvent;
import io.pgbaton.contracts.Decision;
import io.pgbaton.contracts.NodeDescribed;
import io.pgbaton.contracts.Report;
import io.pgbaton.contracts.Request;
import io.pgbaton.failover.run.Bus;
import io.pgbaton.failover.run.Inbound;
import io.pgbaton.simulation.bus.SimulatedBus;
import io.pgbaton.simulation.bus.TopicReader;
import io.pgbaton.simulation.bus.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads for one owner of the partition, in the order of rule O1: decisions, requests and events to their end, then
/// heartbeats from an end fetched after that.
final class ServiceBus implements Bus {

    private static final int PARTITION = 0;
    private static final long SAY_AGAIN = 200_000_000L;

    private final Wire wire;
    private final Runnable arrived;
    private final TopicReader<Decision> decisions;
    private final TopicReader<Request> requests;
    private final TopicReader<ClusterEvent> events;
    private final Deque<Late> late = new ArrayDeque<>();
    private final LongSupplier lag;
    private final Supplier<Instant> wallClock;
    private final List<Inbound> injected = new ArrayList<>();
    private final int decisionsEnd;
    private @Nullable TopicReader<Report> heartbeats;
    private int heartbeatsEnd = Integer.MAX_VALUE;
    private boolean asking;

    /// A heartbeat that was fetched and waits in the service.
    private record Late(long due, Report report) {}

    /// `decisionsEnd` was fetched after the takeover; `overtaken`: answers to a freeze come past the log.
    record Start(int decisionsEnd, boolean overtaken) {}

    /// Heartbeats are read `lag` nanoseconds late.
    ServiceBus(Wire wire, Start start, LongSupplier lag, Supplier<Instant> wallClock, Runnable arrived) {
        this.lag = lag;
        this.wallClock = wallClock;
        SimulatedBus bus = wire.bus();
        this.wire = wire;
        this.arrived = arrived;
        this.decisionsEnd = start.decisionsEnd();
        this.decisions = new TopicReader<>(wire, bus.decisions(), 0, arrived);
        this.requests = new TopicReader<>(wire, bus.requests(), 0, arrived);
        this.events = new TopicReader<>(wire, bus.events(), 0, arrived);
        decisions.start();
        requests.start();
        events.start();
        if (start.overtaken()) {
            bus.onAnswer(answer -> wire.program().taking(() -> inject(answer)).run());
        }
    }

    @Override
    public List<Inbound> poll(Duration patience) {
        List<Inbound> inbound = new ArrayList<>(injected);
        injected.clear();
        decisions.poll().forEach(each -> inbound.add(new Inbound.DecisionIn(PARTITION, each, wallClock.get())));
        requests.poll().forEach(each -> inbound.add(new Inbound.RequestIn(PARTITION, each)));
        events.poll().forEach(each -> inbound.add(new Inbound.EventIn(each)));
        if (heartbeats != null) {
            long due = wire.program().clock().nanos() + lag.getAsLong();
            heartbeats.poll().forEach(each -> late.add(new Late(due, each)));
            while (!late.isEmpty()
                    && late.getFirst().due() <= wire.program().clock().nanos()) {
                inbound.add(new Inbound.ReportIn(PARTITION, late.removeFirst().report()));
            }
        } else if (decisions.position() >= decisionsEnd && !asking) {
            asking = true;
            askForHeartbeats();
        }
        return inbound;
    }

    private void askForHeartbeats() {
        if (heartbeats != null) {
            return;
        }
        wire.ask(() -> wire.bus().heartbeats().end(), this::readHeartbeatsFrom);
        wire.program().after(SAY_AGAIN, this::askForHeartbeats);
    }

    /// Descriptions of the last seconds count, states do not: the simulation keeps descriptions in the requests'
    /// place, so that reading starts at the end.
    private void readHeartbeatsFrom(int end) {
        if (heartbeats == null) {
            heartbeatsEnd = end;
            TopicReader<Report> reader = new TopicReader<>(wire, wire.bus().heartbeats(), end, arrived);
            heartbeats = reader;
            reader.start();
            wire.bus().heartbeats().from(0, end).records().stream()
                    .filter(NodeDescribed.class::isInstance)
                    .forEach(each -> injected.add(new Inbound.ReportIn(PARTITION, each)));
            arrived.run();
        }
    }

    /// What a mutation puts before the reader's eyes without the log.
    void inject(Report report) {
        injected.add(new Inbound.ReportIn(PARTITION, report));
        arrived.run();
    }

    @Override
    public boolean isCaughtUp() {
        TopicReader<Report> reader = heartbeats;
        return reader != null && reader.position() >= heartbeatsEnd;
    }

    @Override
    public long decisionsReadTo(int partition) {
        return decisions.position();
    }

    @Override
    public OptionalLong decisionsEnd(int partition) {
        return OptionalLong.of(wire.bus().decisions().end());
    }
}
