package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Term;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One cluster as it stands: `GET /api/v1/clusters/{cluster}`, and a row of `GET /api/v1/clusters`.
/// `primary` is the view's, null before registration; `asOf` is when the monitor made this picture.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ClusterStatus(
        ClusterId cluster,
        Health health,
        Standing standing,
        @Nullable NodeId primary,
        List<NodeStatus> nodes) {

    public ClusterStatus {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }

    public enum Health {
        /// A primary and every standby streaming.
        OK,
        /// A primary, but something is missing: a node down, detached or lagging.
        DEGRADED,
        /// An election or a switchover is under way.
        FAILING_OVER,
        /// No writable primary.
        DOWN,
        /// Halted: needs a person.
        HALTED
    }

    /// `phase` is the view's: unregistered, steady, stopping, freezing, promoting, halted; `issues` are sentences.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Standing(Term term, long viewVersion, String phase, Instant asOf, List<String> issues) {
        public Standing {
            issues = issues == null ? List.of() : List.copyOf(issues);
        }
    }
}
