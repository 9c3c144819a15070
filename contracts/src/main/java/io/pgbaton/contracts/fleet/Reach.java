package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent answers at `GET /api/v1/reach`: whether the host of node `from` reaches each member of the cluster,
/// itself included, as its agent has just tried.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Reach(ClusterId cluster, NodeId from, List<Target> targets) {

    public Reach {
        targets = targets == null ? List.of() : List.copyOf(targets);
    }

    /// One member: `server` is its PostgreSQL, null for a witness, which has none; `agent` is its agent's HTTP.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Target(NodeId node, @Nullable Way server, Way agent) {

        public boolean isWhole() {
            return agent.open() && (server == null || server.open());
        }
    }

    /// Whether it was reached; `why` says in one line, without secrets, what was in the way, null when nothing was.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Way(boolean open, @Nullable String why) {

        public static final Way OPEN = new Way(true, null);

        public static Way blocked(String why) {
            return new Way(false, why);
        }
    }
}
