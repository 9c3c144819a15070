package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.ClusterId;
import io.pgbaton.contracts.Explanation;
import io.pgbaton.contracts.NodeId;
import io.pgbaton.contracts.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would happen if one node died now: `GET /api/v1/clusters/{cluster}/what-if?node=1`, found by the policy
/// itself on a state that is made up.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WhatIf(
        ClusterId cluster, NodeId node, Outcome outcome, List<Explanation.Weighed> candidates, List<String> blockers) {

    public WhatIf {
        candidates = candidates == null ? List.of() : List.copyOf(candidates);
        blockers = blockers == null ? List.of() : List.copyOf(blockers);
    }

    /// `primary` is who would be primary after it, null for nobody; `lossBytes` what the node is known to have
    /// written and the next primary would lack, null when unknown or when nobody takes over.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Outcome(
            boolean failsOver,
            @Nullable NodeId primary,
            Reason reason,
            @Nullable Long lossBytes,
            String summary) {}
}
