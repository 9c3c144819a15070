package io.pgbaton.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Who a node is: said by its agent at its start, when its configuration changes, and every ten seconds, so that a
/// reader that comes later knows it too. `readiness` is null while its server does not answer, `pooler` where the
/// agent has no PgBouncer; a change of that is said at once.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeDescribed(
        ClusterId cluster,
        NodeId node,
        String boot,
        NodeProfile profile,
        @Nullable Readiness readiness,
        @Nullable Pooler pooler)
        implements Report {

    @JsonCreator
    public NodeDescribed {}

    public NodeDescribed(ClusterId cluster, NodeId node, String boot, NodeProfile profile) {
        this(cluster, node, boot, profile, null, null);
    }

    /// What the PgBouncer that this agent drives does with its clients: `held` since the switchover of `request`,
    /// or let through when that is null.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Pooler(@Nullable RequestId held) {}
}
