package io.pgbaton.contracts.adopt;

import io.pgbaton.contracts.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One node of a cluster that repmgr manages, as seen from that node's host: all that repmgr has registered, what has
/// to be mended, and what becomes of its settings.
public record Survey(NodeId node, List<Registered> nodes, List<Finding> findings, Translation settings) {

    public Survey {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
        findings = findings == null ? List.of() : List.copyOf(findings);
    }

    /// What a node is registered as, or turned out to be.
    public enum Kind {
        PRIMARY,
        STANDBY,
        WITNESS
    }

    /// A row of `repmgr.nodes`, and the server that its `conninfo` leads to: null when it could not be asked.
    public record Registered(
            NodeId id,
            String name,
            Kind type,
            boolean active,
            @Nullable NodeId upstream,
            String host,
            @Nullable Found found) {

        public boolean hasServer() {
            return type != Kind.WITNESS;
        }
    }

    /// The server and what runs beside it. `startedAt` is when its postmaster was started, as PostgreSQL writes it.
    public record Found(Kind as, String startedAt, Daemon repmgrd) {}

    /// The repmgrd of a node: `pid` is null while none runs.
    public record Daemon(@Nullable Integer pid, boolean paused) {

        public boolean runs() {
            return pid != null;
        }

        /// It may promote or repoint its server at any moment.
        public boolean acts() {
            return runs() && !paused;
        }

        @Override
        public String toString() {
            return pid == null ? "stopped" : (paused ? "paused" : "running") + " (pid " + pid + ")";
        }
    }

    /// What agent.conf gets from repmgr.conf, and which of its settings end here, with the reason.
    public record Translation(List<Setting> taken, List<Setting> dropped) {

        public Translation {
            taken = taken == null ? List.of() : List.copyOf(taken);
            dropped = dropped == null ? List.of() : List.copyOf(dropped);
        }
    }

    /// One setting; `note` says where it comes from or why it ends. The value is empty where it is no matter.
    public record Setting(String name, String value, String note) {}

    /// This node's own row; empty when it is not registered.
    public Optional<Registered> self() {
        return nodes.stream().filter(one -> one.id().equals(node)).findFirst();
    }

    /// The one server that is the primary, registered so and found so.
    public Optional<Registered> primary() {
        List<Registered> all = nodes.stream()
                .filter(one -> one.active() && one.type() == Kind.PRIMARY)
                .filter(one -> one.found() != null && one.found().as() == Kind.PRIMARY)
                .toList();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /// The nodes whose repmgrd runs, paused or not.
    public List<Registered> withDaemon() {
        return nodes.stream()
                .filter(one -> one.found() != null && one.found().repmgrd().runs())
                .toList();
    }

    /// What has to be mended before the node can be taken over.
    public List<Finding> mustBeMended() {
        return findings.stream()
                .filter(finding -> finding.level() == Finding.Level.MUST)
                .toList();
    }
}
