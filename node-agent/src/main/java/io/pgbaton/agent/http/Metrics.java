package io.pgbaton.agent.http;

import io.pgbaton.agent.kafka.Bus;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import java.util.Locale;
import java.util.Map;

/// Prometheus's text format, written by hand: a dozen numbers need no registry in an agent that has to stay small.
final class Metrics {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder();
    private final String labels;

    private Metrics(Heartbeat heartbeat) {
        this.labels = "{cluster=\"" + heartbeat.cluster() + "\",node=\"" + heartbeat.node() + "\"}";
    }

    static String of(NodePage page, Bus.Numbers bus) {
        Heartbeat heartbeat = page.heartbeat();
        Metrics metrics = new Metrics(heartbeat);
        metrics.server(heartbeat);
        metrics.standing(heartbeat.standing());
        metrics.lease(page.lease());
        metrics.slots(page.slots());
        metrics.bus(bus);
        Runtime runtime = Runtime.getRuntime();
        metrics.gauge("heap_used_bytes", "memory used by the agent", runtime.totalMemory() - runtime.freeMemory());
        return metrics.text.toString();
    }

    private void server(Heartbeat heartbeat) {
        Heartbeat.Server server = heartbeat.server();
        gauge("up", "1 while the server runs", server.state() == ServerState.RUNNING ? 1 : 0);
        gauge("primary", "1 while the server is writable", heartbeat.servesAs(Role.PRIMARY) ? 1 : 0);
        if (server.wal() != null) {
            gauge("timeline", "the server's timeline", server.wal().timeline().value());
        }
        Heartbeat.Replication replication = server.replication();
        if (replication != null) {
            gauge(
                    "attached_standbys",
                    "standbys that stream from here",
                    replication.attached().size());
            if (replication.lagBytes() != null) {
                gauge("lag_bytes", "log not yet replayed", replication.lagBytes());
            }
            if (replication.lagMillis() != null) {
                seconds("lag_seconds", "age of the last replayed commit", replication.lagMillis());
            }
        }
    }

    private void standing(Heartbeat.Standing standing) {
        gauge("term", "the term acted under", standing.term().value());
        gauge("promised_term", "the highest term promised", standing.promised().value());
        gauge("fenced_term", "the highest term given up", standing.fenced().value());
        gauge("view_version", "the version of the view adopted", standing.view());
    }

    private void slots(Map<String, Long> slots) {
        gauge("replication_slots", "physical replication slots of this server", slots.size());
        long most = slots.values().stream().mapToLong(Long::longValue).max().orElse(0);
        gauge("slot_retained_bytes_max", "log held back by the slot that holds back most", most);
    }

    private void lease(LeasePage lease) {
        gauge("lease_held", "1 while this node may accept writes", lease.held() ? 1 : 0);
        seconds("lease_bus_seconds", "how long the lease's bus route still holds", lease.busMillis());
        seconds("lease_peer_seconds", "how long the lease's peer route still holds", lease.peerMillis());
    }

    private void bus(Bus.Numbers bus) {
        seconds("bus_ack_age_seconds", "age of the last acknowledged heartbeat", bus.ackAgeMillis());
        counter("heartbeats_acknowledged_total", "heartbeats Kafka has", bus.acknowledged());
        counter("heartbeats_failed_total", "heartbeats Kafka did not take in time", bus.failed());
        gauge("events_waiting", "events that wait for Kafka", bus.eventsWaiting());
        counter("events_dropped_total", "events lost because too many waited", bus.eventsDropped());
        counter("decisions_unreadable_total", "malformed or unknown records skipped", bus.malformed());
    }

    private void gauge(String name, String help, long value) {
        line(name, help, "gauge", Long.toString(value));
    }

    private void seconds(String name, String help, long millis) {
        line(name, help, "gauge", Double.toString(millis / 1000.0));
    }

    private void counter(String name, String help, long value) {
        line(name, help, "counter", Long.toString(value));
    }

    private void line(String name, String help, String type, String value) {
        text.append(String.format(
                Locale.ROOT,
                "# HELP pgbaton_agent_%1$s %2$s%n# TYPE pgbaton_agent_%1$s %3$s%npgbaton_agent_%1$s%4$s %5$s%n",
                name,
                help,
                type,
                labels,
                value));
    }
}
