package io.pgbaton.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pgbaton.contracts.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One row of `GET /api/v1/history`: how far a standby was behind, in bytes not yet received (`replicationLag`) and
/// bytes received but not yet replayed (`applyLag`), as repmgr's `monitoring_history` has them.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HistorySample(
        Instant at,
        NodeId primary,
        NodeId standby,
        @Nullable Long replicationLag,
        @Nullable Long applyLag) {}
