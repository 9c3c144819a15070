package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.Lsn;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.NodeProfile;
import io.pgbaton.contracts.Role;
import io.pgbaton.contracts.ServerState;
import io.pgbaton.contracts.Timeline;
import org.jspecify.annotations.Nullable;

/// One node as last reported, in repmgr's words. `role` is the registered one (from the view), so that a difference
/// from `reported` can be seen; `status` is the text of repmgr's `cluster show` (`* running`, `? unreachable`, …).
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NodeStatus(NodeId node, NodeProfile profile, Role role, String status, Reported reported) {

    /// What its last heartbeat said. `ageMillis` is how old that is, -1 when never heard; `lease` is `held`,
    /// `released` or `none`.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Reported(
            long ageMillis,
            @Nullable ServerState state,
            @Nullable Role role,
            @Nullable String lease,
            @Nullable Position position) {}

    /// `lsn` is written on a primary and replayed on a standby; lags are to the cluster's primary.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Position(
            @Nullable Timeline timeline,
            @Nullable Lsn lsn,
            @Nullable Long lagBytes,
            @Nullable Long lagMillis,
            @Nullable NodeId upstream) {}
}
