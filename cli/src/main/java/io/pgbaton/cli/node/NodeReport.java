package io.pgbaton.cli.node;

import io.pgbaton.cli.output.Amounts;
import io.pgbaton.cli.service.Agent;
import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node in repmgr's `Key: value` lines, and what is wrong with it.
final class NodeReport {

    private final ClusterStatus cluster;
    private final NodeStatus node;

    NodeReport(ClusterStatus cluster, NodeStatus node) {
        this.cluster = cluster;
        this.node = node;
    }

    record Line(String key, String value) {
        String csv() {
            return "\"" + key + "\",\"" + value.replace("\"", "\"\"") + "\"";
        }
    }

    List<Line> lines(String agentUrl, Optional<Agent.Node> agent) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                "Cluster", cluster.cluster() + " (term " + cluster.standing().term() + ")"));
        lines.add(new Line("PostgreSQL version", postgresVersion()));
        lines.add(new Line("Conninfo", node.profile().address().conninfo()));
        lines.add(new Line("Role", node.role().name().toLowerCase(Locale.ROOT)));
        lines.add(new Line("Status", node.status().strip()));
        lines.add(new Line("Lease", Objects.toString(node.reported().lease(), "n/a")));
        position(lines, node.reported().position());
        agent.ifPresent(said -> server(lines, said.heartbeat().server()));
        lines.add(new Line("Agent", agent(agentUrl, agent)));
        return lines;
    }

    List<String> issues() {
        List<String> issues = new ArrayList<>();
        String name = "node \"" + node.profile().name() + "\" (ID: " + node.node() + ")";
        String status = node.status().strip();
        if (!status.equals("running") && !status.equals("* running")) {
            issues.add(name + ": status is \"" + status + "\"");
        }
        NodeStatus.@Nullable Position position = node.reported().position();
        if (node.role() == Role.STANDBY && (position == null || position.upstream() == null)) {
            issues.add(name + " is not attached to an upstream");
        }
        return issues;
    }

    private void position(List<Line> lines, NodeStatus.@Nullable Position position) {
        lines.add(new Line("Timeline", position == null ? "n/a" : Objects.toString(position.timeline(), "n/a")));
        if (node.role() != Role.STANDBY) {
            lines.add(new Line("Last written LSN", lsn(position == null ? null : position.lsn())));
            return;
        }
        lines.add(new Line("Upstream node", upstream(position == null ? null : position.upstream())));
        lines.add(new Line("Replication lag", lag(position)));
        lines.add(new Line("Last replayed LSN", lsn(position == null ? null : position.lsn())));
    }

    /// What only the agent says: the rest of the heartbeat.
    private static void server(List<Line> lines, Heartbeat.Server server) {
        if (server.wal() != null && server.wal().received() != null) {
            lines.add(new Line("Last received LSN", lsn(server.wal().received())));
        }
        if (server.systemId() != null) {
            lines.add(new Line("System identifier", server.systemId().toString()));
        }
        if (server.replication() != null) {
            List<String> attached = server.replication().attached();
            lines.add(new Line(
                    "Replication connections",
                    attached.isEmpty() ? "none" : attached.size() + " (" + String.join(", ", attached) + ")"));
        }
    }

    private String agent(String url, Optional<Agent.Node> agent) {
        long age = node.reported().ageMillis();
        String heard = age < 0 ? "never heard" : "last heard " + Amounts.millis(age) + " ago";
        return node.profile().software().agent() + " at " + url + ", " + heard
                + (agent.isPresent() ? "" : ", not reachable from here");
    }

    /// `server_version_num` 150014 is 15.14.
    private String postgresVersion() {
        Integer number = node.profile().software().postgres();
        return number == null ? "unknown" : number / 10_000 + "." + number % 10_000;
    }

    private String upstream(@Nullable NodeId upstream) {
        if (upstream == null) {
            return "(none)";
        }
        String name = cluster.nodes().stream()
                .filter(one -> one.node().equals(upstream))
                .findFirst()
                .map(one -> one.profile().name())
                .orElse("unknown");
        return name + " (ID: " + upstream + ")";
    }

    private static String lag(NodeStatus.@Nullable Position position) {
        if (position == null || position.lagBytes() == null) {
            return "n/a";
        }
        Long millis = position.lagMillis();
        return Amounts.bytes(position.lagBytes()) + (millis == null ? "" : ", " + Amounts.millis(millis));
    }

    private static String lsn(@Nullable Lsn lsn) {
        return lsn == null ? "n/a" : lsn.toString();
    }
}
