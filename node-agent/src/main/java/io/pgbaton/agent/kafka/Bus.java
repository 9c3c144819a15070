package io.pgbaton.agent.kafka;

import io.pgbaton.agent.config.AgentConfig;
import io.pgbaton.agent.observe.Events;
import io.pgbaton.agent.observe.Reports;
import io.pgbaton.agent.postgres.Pause;
import io.pgbaton.agent.state.LeaseBook;
import io.pgbaton.contracts.Request;
import io.pgbaton.contracts.Topic;
import io.pgbaton.contracts.json.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The agent's end of the bus: five threads around the Kafka client, none of which others wait for.
public final class Bus implements AutoCloseable {

    private final AgentConfig.Node node;
    private final Outgoing outgoing;
    private final ReportSender reports;
    private final EventSender events;
    private final ClaimSender claims;
    private final ViewAsker views;
    private final DecisionReader decisions;
    private final List<Thread> threads = new ArrayList<>();

    public Bus(AgentConfig config, LeaseBook leases, DecisionReader.Reading reading, Clock clock) {
        String bootstrap = config.bus().bootstrap();
        this.node = config.node();
        String client = "agent-" + node.cluster() + "-" + node.id();
        this.outgoing = new Outgoing(bootstrap, client);
        this.reports = new ReportSender(outgoing, bootstrap, leases);
        this.events = new EventSender(outgoing, node.cluster(), node.id(), leases.bound(), clock);
        this.claims = new ClaimSender(outgoing, leases, reading, node);
        this.views = new ViewAsker(node, reading::lacksView, this::ask, clock);
        this.decisions = new DecisionReader(bootstrap, node.cluster(), client, reading, clock);
    }

    /// First, what a lease lives on.
    public void startReports() {
        threads.add(Thread.ofPlatform().daemon().name("reports").start(reports));
    }

    public void startOthers() {
        threads.add(Thread.ofPlatform().daemon().name("events").start(events));
        threads.add(Thread.ofPlatform().daemon().name("claims").start(claims));
        threads.add(Thread.ofPlatform().daemon().name("decisions").start(decisions));
        threads.add(Thread.ofPlatform().daemon().name("views").start(views));
    }

    public void rehearse() {
        Rehearsal.play(node.cluster(), node.id());
    }

    /// A request that is lost is asked again.
    private void ask(Request request) {
        byte[] key = request.cluster().name().getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Void> _ =
                outgoing.send(new ProducerRecord<>(Topic.REQUESTS.topicName(), key, Wire.write(request)));
    }

    public Reports reports() {
        return reports;
    }

    public Events events() {
        return events;
    }

    /// Numbers for metrics, at no cost.
    public record Numbers(
            long ackAgeMillis,
            long acknowledged,
            long failed,
            long eventsWaiting,
            long eventsDropped,
            long malformed) {}

    public Numbers numbers() {
        return new Numbers(
                reports.ackAgeMillis(),
                reports.acknowledgedCount(),
                reports.failedCount(),
                events.waiting(),
                events.droppedCount(),
                decisions.malformedCount() + decisions.unknownCount());
    }

    /// Gives waiting events a moment to get out.
    @Override
    public void close() {
        Pause.until(() -> events.waiting() == 0, Duration.ofSeconds(2), 20);
        threads.forEach(Thread::interrupt);
        outgoing.close();
    }
}
