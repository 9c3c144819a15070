package io.pgbaton.monitor.diagnose;

import io.pgbaton.contracts.Heartbeat;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Phase;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.Term;
import io.pgbaton.contracts.fleet.ClusterStatus;
import io.pgbaton.contracts.fleet.NodeStatus;
import io.pgbaton.monitor.fleet.ClusterNow;
import io.pgbaton.monitor.fleet.NodePicture;
import io.pgbaton.monitor.fleet.StatusText;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Picture and diagnosis as the record that crosses HTTP.
public final class StatusReport {

    private StatusReport() {}

    public static ClusterStatus of(ClusterNow now) {
        Diagnosis diagnosis = Diagnosis.of(now);
        List<NodeStatus> nodes =
                now.nodes().stream().map(node -> nodeStatus(now, node)).toList();
        ClusterStatus.Standing standing = new ClusterStatus.Standing(
                now.view().term(),
                now.view().version(),
                phaseName(now.view().phase()),
                now.asOf(),
                diagnosis.sentences());
        return new ClusterStatus(
                now.picture().cluster(),
                diagnosis.health(),
                standing,
                now.view().primary().orElse(null),
                nodes);
    }

    private static NodeStatus nodeStatus(ClusterNow now, NodeId node) {
        NodePicture picture = now.node(node);
        NodeStatus.Reported reported = new NodeStatus.Reported(
                picture.ageMillis(now.asOf()),
                picture.state().orElse(null),
                picture.reportedRole().orElse(null),
                lease(now, node),
                position(now, node));
        return new NodeStatus(node, profile(now, node), now.role(node), StatusText.of(now, node), reported);
    }

    /// A node that has not described itself yet still has a line.
    private static NodeProfile profile(ClusterNow now, NodeId node) {
        return now.profile(node)
                .orElseGet(() -> new NodeProfile(
                        now.name(node),
                        NodeProfile.Kind.SERVER,
                        new NodeProfile.Election(100, "default", true),
                        new NodeProfile.Address("", ""),
                        new NodeProfile.Software("", null)));
    }

    private static String lease(ClusterNow now, NodeId node) {
        Term term = now.view().term();
        NodePicture picture = now.node(node);
        if (picture.heartbeat().filter(said -> said.releases(term)).isPresent()) {
            return "released";
        }
        boolean holds = now.view().isPrimary(node) && now.isFresh(node) && picture.serves(Role.PRIMARY);
        return holds ? "held" : "none";
    }

    private static NodeStatus.@Nullable Position position(ClusterNow now, NodeId node) {
        NodePicture picture = now.node(node);
        if (picture.wal().isEmpty()) {
            return null;
        }
        return new NodeStatus.Position(
                picture.wal().map(Heartbeat.Wal::timeline).orElse(null),
                picture.position().orElse(null),
                boxed(now.lagBytes(node)),
                picture.replication().map(Heartbeat.Replication::lagMillis).orElse(null),
                picture.upstream().orElse(null));
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }

    private static String phaseName(Phase phase) {
        return switch (phase) {
            case Phase.Unregistered _ -> "unregistered";
            case Phase.Steady _ -> "steady";
            case Phase.Stopping _ -> "stopping";
            case Phase.Freezing _ -> "freezing";
            case Phase.Promoting _ -> "promoting";
            case Phase.Halted _ -> "halted";
        };
    }
}
